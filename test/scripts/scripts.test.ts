import { beforeAll, describe, expect, it } from 'vitest';
import { makeAuditTrail } from '../../server/platform/audit.ts';
import { Conflict, InvalidInput, NotFound, RuleBroken } from '../../server/platform/errors.ts';
import { buildIndexes } from '../../server/platform/mongo.ts';
import type { RuleCode } from '../../server/dispatch/index.ts';
import type { Actor } from '../../server/platform/roles.ts';
import { makeScripts, scriptState, type Scripts, type ScriptText } from '../../server/scripts/index.ts';
import { settableClock } from '../support/clock.ts';
import { useDatabase } from '../support/database.ts';
import { purchaseCall, question } from './a-script.ts';

const db = await useDatabase();
const clock = settableClock('2026-11-23T10:00:00+08:00');
const audit = makeAuditTrail(db, clock);
const scripts: Scripts = makeScripts({ db, clock, audit });
const leader: Actor = { staffNo: '0301', name: '何建平', roles: ['leader'] };
const deputy: Actor = { staffNo: '0302', name: '马莉', roles: ['leader'] };

beforeAll(() => buildIndexes(db));

/** A script of a title of its own, saved and ready to be published. */
async function drafted(text: ScriptText): Promise<{ scriptId: string; draftVersion: number }> {
  const scriptId = await scripts.create(text.title, leader);
  const { draftVersion } = await scripts.draft(scriptId);
  return { scriptId, draftVersion: await scripts.saveDraft({ scriptId, draftVersion, text }, leader) };
}

describe('before anybody wrote a script', () => {
  it('a call has none, and the desk is told so', async () => {
    expect(await scripts.list()).toEqual([]);
    expect(await scripts.forCall([{ rule: 'birthday' }])).toBeNull();
    expect(await scripts.version('none', 1)).toBeNull();
    await expect(scripts.draft('none')).rejects.toThrow(NotFound);
  });
});

describe('a script on its way from draft to call', () => {
  let scriptId = '';

  it('begins empty, with a name', async () => {
    await expect(scripts.create(' ', leader)).rejects.toThrow(InvalidInput);
    scriptId = await scripts.create('购后回访', leader);
    const draft = await scripts.draft(scriptId);
    expect(draft).toMatchObject({ basedOn: 0, by: '0301', undoable: false });
    expect(draft.text.questions).toEqual([]);
    expect(await scripts.list()).toMatchObject([{ title: '购后回访', version: 0, hasDraft: true }]);
  });

  it('is kept half finished, and not published so', async () => {
    const { draftVersion } = await scripts.draft(scriptId);
    const text = purchaseCall({ closing: '', questions: [question('q1', { text: '' })] });
    const saved = await scripts.saveDraft({ scriptId, draftVersion, text }, leader);
    const refused = await scripts
      .publish({ scriptId, draftVersion: saved, note: '' }, leader)
      .catch((error: unknown) => error);
    expect(refused).toBeInstanceOf(InvalidInput);
    expect((refused as InvalidInput).fields.map(({ field }) => field)).toEqual([
      'closing',
      'text-q1',
      'note',
    ]);
    expect(await scripts.forCall([{ rule: 'after-purchase' }])).toBeNull();
  });

  it('is said on calls from its publishing on', async () => {
    const { draftVersion } = await scripts.draft(scriptId);
    const saved = await scripts.saveDraft({ scriptId, draftVersion, text: purchaseCall() }, leader);
    expect(await scripts.publish({ scriptId, draftVersion: saved, note: '第一版' }, leader)).toBe(1);
    const called = await scripts.forCall([{ rule: 'after-purchase' }]);
    expect(called).toMatchObject({ scriptId, version: 1, by: '0301', note: '第一版' });
    expect(await scripts.list()).toMatchObject([{ version: 1, questions: 6, hasDraft: false }]);
    expect((await audit.list({ event: 'script.published' }, 1))[0]).toMatchObject({ why: '第一版' });
  });

  it('says nothing new until something has changed', async () => {
    const { draftVersion } = await scripts.draft(scriptId);
    const published = scripts.publish({ scriptId, draftVersion, note: '再发一次' }, leader);
    await expect(published).rejects.toMatchObject({
      fields: [{ field: 'note', message: 'scripts.errors.nothing-changed' }],
    });
    expect(await scripts.saveDraft({ scriptId, draftVersion, text: purchaseCall() }, leader)).toBe(
      draftVersion,
    );
  });

  it('stays as it was for a call that is running while the next version comes', async () => {
    const running = await scripts.forCall([{ rule: 'after-purchase' }]);
    const answers = [
      { question: 'q1', value: '2' },
      { question: 'q2', value: 'o1' },
    ];
    const { draftVersion, text } = await scripts.draft(scriptId);
    const [first, ...rest] = text.questions;
    const next = { ...text, questions: [question('q4'), ...rest.filter(({ id }) => id !== 'q1-1'), first!] };
    // What hung on the first question would now come before it.
    const broken = await scripts.saveDraft({ scriptId, draftVersion, text: next }, leader);
    await expect(scripts.publish({ scriptId, draftVersion: broken, note: '改顺序' }, leader)).rejects.toThrow(
      InvalidInput,
    );
    const put = { ...text, questions: [question('q4'), ...text.questions] };
    const mended = await scripts.saveDraft({ scriptId, draftVersion: broken, text: put }, leader);
    expect(await scripts.publish({ scriptId, draftVersion: mended, note: '加一题' }, leader)).toBe(2);

    expect(await scripts.version(scriptId, running!.version)).toEqual(running);
    const now = await scripts.forCall([{ rule: 'after-purchase' }]);
    expect(now?.version).toBe(2);
    // Taken up again under the new version, the answers are still there.
    expect(scriptState(now!, answers)).toMatchObject({ csat: 2, unused: [] });
    expect((await scripts.versions(scriptId)).map(({ version }) => version)).toEqual([2, 1]);
  });

  it('never gives the number of a removed question away again', async () => {
    const { draftVersion, text } = await scripts.draft(scriptId);
    const fewer = { ...text, questions: text.questions.filter(({ id }) => id !== 'q4') };
    await scripts.saveDraft({ scriptId, draftVersion, text: fewer }, leader);
    expect((await scripts.draft(scriptId)).lastQuestion).toBe(4);
  });

  it('takes the last change of the draft back, once', async () => {
    const changed = await scripts.draft(scriptId);
    const undone = await scripts.undoDraft({ scriptId, draftVersion: changed.draftVersion }, leader);
    const back = await scripts.draft(scriptId);
    expect(back.text.questions.map(({ id }) => id)).toContain('q4');
    expect(back).toMatchObject({ undoable: false, draftVersion: undone });
    await expect(scripts.undoDraft({ scriptId, draftVersion: undone }, leader)).rejects.toThrow(Conflict);
  });

  it('forgets the draft when it is thrown away', async () => {
    const { draftVersion, text } = await scripts.draft(scriptId);
    const saved = await scripts.saveDraft(
      { scriptId, draftVersion, text: { ...text, title: '别的' } },
      leader,
    );
    await scripts.discardDraft({ scriptId, draftVersion: saved }, leader);
    expect(await scripts.draft(scriptId)).toMatchObject({
      basedOn: 2,
      by: null,
      text: { title: '购后回访' },
    });
    // A mistaken click is no loss either.
    const { draftVersion: later } = await scripts.draft(scriptId);
    await scripts.undoDraft({ scriptId, draftVersion: later }, leader);
    expect((await scripts.draft(scriptId)).text.title).toBe('别的');
  });
});

describe('two leaders on one draft', () => {
  it('do not overwrite each other', async () => {
    const { scriptId, draftVersion } = await drafted(purchaseCall({ title: '两人改', rules: ['award'] }));
    const text = (await scripts.draft(scriptId)).text;
    await scripts.saveDraft({ scriptId, draftVersion, text: { ...text, closing: '谢谢您。' } }, deputy);
    await expect(
      scripts.saveDraft({ scriptId, draftVersion, text: { ...text, closing: '再见。' } }, leader),
    ).rejects.toThrow(Conflict);
    await expect(scripts.publish({ scriptId, draftVersion, note: '发布' }, leader)).rejects.toThrow(Conflict);
    expect((await scripts.draft(scriptId)).text.closing).toBe('谢谢您。');
  });

  it('publish it once when both press at the same moment', async () => {
    const { scriptId, draftVersion } = await drafted(purchaseCall({ title: '同时发', rules: ['new-card'] }));
    const tries = await Promise.allSettled(
      [leader, deputy].map((actor) => scripts.publish({ scriptId, draftVersion, note: '发布' }, actor)),
    );
    expect(tries.filter(({ status }) => status === 'fulfilled')).toHaveLength(1);
    expect(await scripts.versions(scriptId)).toHaveLength(1);
  });

  it('cannot bind two scripts to one reason, not even at the same moment', async () => {
    const both = await Promise.all(
      ['甲', '乙'].map((name) => drafted(purchaseCall({ title: `抢着发${name}`, rules: ['long-silence'] }))),
    );
    const tries = await Promise.allSettled(
      both.map((one) => scripts.publish({ ...one, note: '发布' }, leader)),
    );
    expect(tries.filter(({ status }) => status === 'fulfilled')).toHaveLength(1);
    const loser = both[tries.findIndex(({ status }) => status === 'rejected')]!;
    await expect(scripts.publish({ ...loser, note: '再发' }, leader)).rejects.toMatchObject({
      fields: [{ field: 'rules', message: 'scripts.errors.bound' }],
    });
  });
});

describe('which script a call uses', () => {
  it('is that of the first reason that has one', async () => {
    const both = await scripts.forCall([
      { rule: 'closed-ticket' },
      { rule: 'after-purchase' },
      { rule: 'new-card' },
    ]);
    expect(both?.title).toBe('购后回访');
  });

  it('is that for promises and retries only where no other reason has one', async () => {
    const one = await drafted(purchaseCall({ title: '约定回电', rules: ['promised', 'retry'] }));
    await scripts.publish({ ...one, note: '发布' }, leader);
    const titleFor = async (...rules: RuleCode[]) =>
      (await scripts.forCall(rules.map((rule) => ({ rule }))))?.title;
    expect(await titleFor('promised', 'after-purchase')).toBe('购后回访');
    expect(await titleFor('closed-ticket', 'retry')).toBe('约定回电');
    expect(await titleFor('promised')).toBe('约定回电');
  });

  it('differs for those who came and those who did not; without a word on it they count as having come', async () => {
    for (const [title, attended] of [
      ['到场', true],
      ['未到场', false],
    ] as const) {
      const one = await drafted(purchaseCall({ title, rules: ['activity'], attended }));
      await scripts.publish({ ...one, note: '发布' }, leader);
    }
    const titleFor = async (attended: boolean | null) =>
      (await scripts.forCall([{ rule: 'activity', attended }]))?.title;
    expect(await titleFor(true)).toBe('到场');
    expect(await titleFor(false)).toBe('未到场');
    expect(await titleFor(null)).toBe('到场');
  });

  it('is none once it is out of use, until it is back', async () => {
    const id = (await scripts.forCall([{ rule: 'activity', attended: false }]))!.scriptId;
    await scripts.retire(id, true, leader);
    await scripts.retire(id, true, leader);
    expect(await scripts.forCall([{ rule: 'activity', attended: false }])).toBeNull();
    expect((await scripts.list()).at(-1)).toMatchObject({ scriptId: id, retired: true });
    const { draftVersion } = await scripts.draft(id);
    await expect(scripts.publish({ scriptId: id, draftVersion, note: '发布' }, leader)).rejects.toThrow(
      RuleBroken,
    );

    const other = await drafted(purchaseCall({ title: '接替', rules: ['activity'], attended: false }));
    await scripts.publish({ ...other, note: '发布' }, leader);
    await expect(scripts.retire(id, false, leader)).rejects.toThrow(RuleBroken);
    expect((await scripts.list()).at(-1)).toMatchObject({ scriptId: id, retired: true });
    await scripts.retire(other.scriptId, true, leader);
    await scripts.retire(id, false, leader);
    expect((await scripts.forCall([{ rule: 'activity', attended: false }]))?.scriptId).toBe(id);
  });
});

describe('the scripts that the product brings along', () => {
  it('come once, and only for reasons that never had one', async () => {
    const before = await scripts.list();
    await scripts.seed();
    const after = await scripts.list();
    const known = (id: string) => before.some(({ scriptId }) => scriptId === id);
    expect(after.filter(({ scriptId }) => known(scriptId))).toEqual(before);
    expect(after.flatMap(({ scriptId, title }) => (known(scriptId) ? [] : title))).toEqual([
      '结案回访',
      '生日问候',
      '建议奖回访',
      '办卡周年回访',
    ]);
    await scripts.seed();
    expect(await scripts.list()).toEqual(after);
  });
});
