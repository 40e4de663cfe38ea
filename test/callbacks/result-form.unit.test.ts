import { describe, expect, it } from 'vitest';
import { tagsOf } from '../../server/callbacks/driven-tags.ts';
import {
  readAppointment,
  readDesk,
  readSatisfaction,
  type Sent,
} from '../../server/callbacks/result.form.ts';
import {
  readCorrections,
  readDoNotDisturb,
  readServiceConsent,
  readSuppression,
} from '../../server/callbacks/told-changes.form.ts';
import { businessDate } from '../../server/platform/business-date.ts';

const NOW = { today: businessDate('2026-11-23'), time: '10:20' };

/** A form as the web hands it over: single fields, and all values of one that repeats. */
function sent(form: Record<string, string>, many: Record<string, string[]> = {}): Sent {
  return { form: { submissionId: 'ab'.repeat(12), version: '3', ...form }, many: (name) => many[name] ?? [] };
}

const fields = (typed: Record<string, string>) => ({ fields: typed });
const names = (problems: readonly { field: string }[]) => problems.map(({ field }) => field);

describe('the desk’s form', () => {
  it('keeps everything as it was typed, half a date too', () => {
    const form = readDesk(
      sent(
        {
          'answer-q1': ' 2 ',
          words: '袖口起球',
          picked: 'B1',
          'appointment-on': '改',
          'flower-recipient': '王芳 女士',
        },
        { tag: ['flower', 'nonsense', 'complaint'] },
      ),
    );
    expect(form).toMatchObject({
      version: 3,
      then: null,
      draft: {
        answers: [{ question: 'q1', value: '2' }],
        disposition: 'B1',
        tags: ['complaint', 'flower'],
        words: '袖口起球',
        fields: { 'appointment-on': '改', 'flower-recipient': '王芳 女士' },
      },
    });
  });

  it('a button pressed counts before what was picked earlier', () => {
    expect(readDesk(sent({ picked: 'V1', disposition: 'N1' }))?.draft.disposition).toBe('N1');
    expect(readDesk(sent({ picked: 'V1', pick: 'V2' }))?.draft.disposition).toBe('V2');
    expect(readDesk(sent({ picked: '' }))?.draft.disposition).toBeNull();
  });

  it('is refused without its frame, whatever else stands in it', () => {
    expect(readDesk({ form: { words: 'x', version: '1' }, many: () => [] })).toBeNull();
    expect(readDesk(sent({ submissionId: '../x' }))).toBeNull();
    expect(readDesk(sent({ version: '-1' }))).toBeNull();
  });

  it('does not grow without end', () => {
    const many = Object.fromEntries(Array.from({ length: 400 }, (_each, at) => [`x${at}`, 'y']));
    const draft = readDesk(sent({ ...many, words: 'w'.repeat(9_000) }))?.draft;
    expect(Object.keys(draft?.fields ?? {}).length).toBeLessThan(200);
    expect(draft?.words.length).toBeLessThan(5_000);
  });
});

describe('an agreed time', () => {
  it('is read as it is said', () => {
    expect(
      readAppointment(fields({ 'appointment-on': '明天', 'appointment-at': '2点半' }), NOW, true),
    ).toEqual({
      value: { on: '2026-11-24', at: '14:30' },
      problems: [],
    });
    expect(readAppointment(fields({ 'appointment-at': '1530' }), NOW, true).value).toEqual({
      on: '2026-11-23',
      at: '15:30',
    });
  });

  it.each([
    [{}, ['appointment-on', 'appointment-at']],
    [{ 'appointment-on': '11-20', 'appointment-at': '10:00' }, ['appointment-on']],
    [{ 'appointment-on': '今天', 'appointment-at': '9:30' }, ['appointment-at']],
    [{ 'appointment-on': '改天', 'appointment-at': '下午' }, ['appointment-on', 'appointment-at']],
  ])('of %j is asked again', (typed, wrong) => {
    const { value, problems } = readAppointment(fields(typed), NOW, true);
    expect(value).toBeNull();
    expect(names(problems)).toEqual(wrong);
  });

  it('is not wanted where it may be left out', () => {
    expect(readAppointment(fields({}), NOW, false)).toEqual({ value: null, problems: [] });
  });
});

describe('what a customer told', () => {
  const fine = () => null;

  it('corrections row by row, notes among them, windows in words', () => {
    const { value, problems } = readCorrections(
      fields({
        'correct-field-1': 'phone',
        'correct-value-1': '139 0000 1234',
        'correct-field-2': 'taboo',
        'correct-value-2': '忌菊花',
        'correct-field-3': 'callWindow',
        'correct-value-3': '下午',
      }),
      fine,
    );
    expect(problems).toEqual([]);
    expect(value).toEqual([
      { kind: 'correction', field: 'phone', value: '139 0000 1234' },
      { kind: 'note', note: 'taboo', text: '忌菊花' },
      { kind: 'correction', field: 'callWindow', value: 'afternoon' },
    ]);
  });

  it('nothing written, or written without saying what, is asked', () => {
    expect(names(readCorrections(fields({}), fine).problems)).toEqual(['correct-value-1']);
    expect(names(readCorrections(fields({ 'correct-value-2': 'x' }), fine).problems)).toEqual([
      'correct-field-2',
    ]);
    const refused = readCorrections(fields({ 'correct-field-1': 'phone', 'correct-value-1': '12' }), () => ({
      message: 'customers.errors.phone',
    }));
    expect(refused).toEqual({
      value: [],
      problems: [{ field: 'correct-value-1', message: 'customers.errors.phone', values: { value: '12' } }],
    });
  });

  it('who wants no more calls names channels and what for', () => {
    expect(names(readSuppression(fields({})).problems)).toEqual(['stop-phone', 'stop-for-service']);
    expect(
      readSuppression(fields({ 'stop-phone': 'on', 'stop-for-service': 'on', 'stop-words': ' 别再打了 ' }))
        .value,
    ).toEqual({ kind: 'suppress', channels: ['phone'], purposes: ['service'], words: '别再打了' });
  });

  it('somebody who died is taken down with the words the leader confirms by', () => {
    expect(names(readDoNotDisturb(fields({})).problems)).toEqual(['disturb-why-deceased']);
    expect(names(readDoNotDisturb(fields({ 'disturb-why': 'deceased' })).problems)).toEqual([
      'disturb-words',
    ]);
    expect(
      readDoNotDisturb(fields({ 'disturb-why': 'unable', 'disturb-words': '女儿说住院半年' })).value,
    ).toEqual({
      kind: 'do-not-disturb',
      deceased: false,
      words: '女儿说住院半年',
    });
  });

  it('consent asked in the first call, and marks within their scale', () => {
    expect(readServiceConsent(fields({ 'consent-service': 'given' }))).toMatchObject({ state: 'given' });
    expect(readServiceConsent(fields({}))).toBeNull();
    expect(readSatisfaction(fields({ csat: '５', nps: '10' })).value).toEqual({ csat: 5, nps: 10 });
    expect(names(readSatisfaction(fields({ csat: '6', nps: '-1' })).problems)).toEqual(['csat', 'nps']);
  });
});

describe('tags that answers set', () => {
  const exchange = [{ question: 'q1-2', tag: 'complaint', remedy: 'exchange' }] as const;

  it('are ticked once', () => {
    expect(tagsOf([], [], [...exchange])).toEqual({
      tags: ['complaint'],
      driven: ['complaint'],
      takenBack: [],
    });
  });

  it('may be taken back, and then a reason is owed', () => {
    expect(tagsOf([], ['complaint'], [...exchange])).toMatchObject({ tags: [], takenBack: ['complaint'] });
  });

  it('stay when the answer is changed, and are nobody’s debt any more when taken away then', () => {
    expect(tagsOf(['complaint'], ['complaint'], [])).toEqual({
      tags: ['complaint'],
      driven: [],
      takenBack: [],
    });
    expect(tagsOf([], ['complaint'], []).takenBack).toEqual([]);
  });
});
