import { beforeEach, describe, expect, it } from 'vitest';
import type { ResultCommand } from '../../server/callbacks/index.ts';
import { businessDate } from '../../server/platform/business-date.ts';
import { InvalidInput, RuleBroken } from '../../server/platform/errors.ts';
import type { FlowerWish, WishDetail } from '../../server/wishes/index.ts';
import { member } from '../dispatch/people.ts';
import { useDatabase } from '../support/database.ts';
import { callScene, leader, li, madeBy, MONDAY, result, TUESDAY, zhang } from './call-scene.ts';

const db = await useDatabase();
const scene = await callScene(db);
const { callbacks } = scene;
const { customers, wishes, dispatch } = scene.services;

const FLOWERS: FlowerWish = {
  occasion: 'apology',
  recipient: '王芳 女士',
  phone: '+8613800138000',
  address: '上海市黄浦区黄河路355弄21号',
  deliverOn: TUESDAY,
  slot: 'afternoon',
  bouquet: '',
  cardText: '毛衣让您失望了，谨致歉意。滨江百货 敬上',
  elseMayAccept: true,
  readAloud: true,
};

/** The first bouquet that may be given, and the first that may not when there is a taboo. */
function flowers(
  customer: { taboos: { tag: 'lily' | 'pollen' | 'other'; text: string }[]; healthNotes: string[] },
  allowed: boolean,
) {
  const found = wishes
    .bouquetsFor(customer)
    .find(({ against, bouquet }) => bouquet.active && (against === null) === allowed);
  if (found === undefined) throw new Error('no such bouquet');
  return { ...FLOWERS, bouquet: found.bouquet.code };
}

const CONSENTS: ResultCommand['consents'] = [
  { kind: 'consent', purpose: 'flowers', channel: 'visit', state: 'given', words: '' },
  { kind: 'consent', purpose: 'cards', channel: 'post', state: 'given', words: '' },
];

const WISHES = (): WishDetail[] => [
  { kind: 'flower', flower: flowers({ taboos: [], healthNotes: [] }, true) },
  {
    kind: 'card',
    card: {
      occasion: 'birthday',
      recipient: '王芳 女士',
      address: '上海市黄浦区黄河路355弄21号',
      postcode: '200003',
      words: '祝您生日快乐。滨江百货 敬上',
    },
  },
  {
    kind: 'ticket',
    ticket: {
      kind: 'suggestion',
      words: '袖口、腋下起球，要换货',
      department: 'knitwear',
      remedy: 'exchange',
      receiptNo: '581587',
      firstReplyBy: null,
    },
  },
  {
    kind: 'visit',
    visit: {
      who: '王芳 女士',
      on: businessDate('2026-11-25'),
      time: '15:00',
      what: '取裤子',
      counter: '女装',
    },
  },
];

beforeEach(async () => {
  await scene.open();
});

describe('one save, all consequences', () => {
  const told = (): Partial<ResultCommand> => ({
    words: '袖口起球，吊牌还在',
    tags: ['complaint', 'flower', 'card', 'correction', 'visit'],
    csat: 2,
    consents: CONSENTS,
    corrections: [
      { kind: 'correction', field: 'employer', value: '滨江小学' },
      { kind: 'note', note: 'speak', text: '周末不要打' },
    ],
    wishes: WISHES(),
  });

  it('are shown before and made together, and taken back together', async () => {
    const call = await scene.next(zhang);
    const before = await scene.stored(['audit', 'call_results', 'customer_history', 'wishes']);
    const command = result(call, 'V1', told());
    const shown = await callbacks.preview(command, zhang);
    expect(shown.problems).toEqual([]);
    expect(await callbacks.ofIds([command.submissionId])).toEqual([]);
    const { result: saved } = await callbacks.save(command, zhang);
    expect(saved.made).toEqual(shown.makes);
    expect(madeBy(saved)).toEqual([
      'flower.afternoon',
      'card',
      'ticket.complaint-exchange',
      'visit',
      'correction.employer',
      'note.speak',
      'consent.flowers-given',
      'consent.cards-given',
      'service',
      'ended.called',
    ]);
    expect(saved.made[2]?.values).toEqual({ department: 'knitwear', on: TUESDAY, at: '09:20' });
    const kept = await callbacks.wishesOf([saved._id]);
    expect(kept.map(({ kind, state }) => `${kind} ${state}`).sort()).toEqual([
      'card wanted',
      'flower wanted',
      'ticket wanted',
      'visit wanted',
    ]);
    expect(kept.find(({ kind }) => kind === 'ticket')).toMatchObject({
      ticket: { kind: 'complaint', remedy: 'exchange', firstReplyBy: new Date('2026-11-24T09:20:00+08:00') },
    });
    const record = await customers.get(call.customerId);
    expect(record).toMatchObject({
      employer: '滨江小学',
      facts: { lastCompletedCallOn: MONDAY, knownBy: '0301' },
    });
    expect(record?.speakNotes.map(({ text }) => text)).toEqual(['周末不要打']);

    await callbacks.undo(saved._id, zhang);
    expect(await scene.stored(['audit', 'call_results', 'customer_history', 'wishes'])).toEqual(before);
    expect((await callbacks.wishesOf([saved._id])).map(({ state }) => state)).toEqual(
      Array.from({ length: 4 }, () => 'withdrawn'),
    );
    expect((await wishes.open()).flower).toBe(0);
  });

  it('or none: when the last of them cannot be written, nothing is', async () => {
    const call = await scene.next(zhang);
    const before = await scene.stored();
    // The trail is written last; here it cannot be.
    await db.connection.collection('audit').drop();
    await db.connection.db?.createCollection('audit', { validator: { never: { $exists: true } } });
    await expect(callbacks.save(result(call, 'V1', told()), zhang)).rejects.toThrow();
    await db.connection.collection('audit').drop();
    expect(await scene.stored(['audit'])).toEqual(
      Object.fromEntries(Object.entries(before).filter(([name]) => name !== 'audit')),
    );
  });
});

describe('what must not be given or done', () => {
  it('flowers with what the customer must not have are refused, also when the record learns it in between', async () => {
    await scene.empty('2026-11-23T08:20:00+08:00');
    await scene.hire('张慧敏');
    await scene.enter('vip-cards', member(1));
    await scene.run('daily-dispatch', MONDAY);
    scene.at('09:20');
    const call = await scene.next(zhang);
    await customers.changes.addNote(call.customerId, { kind: 'taboo', tag: 'lily', text: '忌百合' }, leader);
    const taboo = { taboos: [{ tag: 'lily' as const, text: '忌百合' }], healthNotes: [] };
    const lilies = result(call, 'V1', {
      consents: CONSENTS,
      wishes: [{ kind: 'flower', flower: flowers(taboo, false) }],
    });
    expect((await callbacks.preview(lilies, zhang)).makes[0]).toMatchObject({
      key: 'flower.afternoon',
      problem: 'wishes.errors.taboo',
    });
    await expect(callbacks.save(lilies, zhang)).rejects.toThrow(InvalidInput);
    expect(await callbacks.resultsOfCustomer(call.customerId, 1)).toEqual([]);
  });

  it('flowers and cards nobody agreed to are refused', async () => {
    const call = await scene.next(zhang);
    const refused = await callbacks
      .save(result(call, 'V1', { wishes: WISHES().slice(0, 2) }), zhang)
      .catch((error: unknown) => error);
    expect((refused as InvalidInput).fields.map(({ message }) => message)).toEqual([
      'callbacks.errors.no-consent-flowers',
      'callbacks.errors.no-consent-cards',
    ]);
  });
});

describe('what was acted on is not taken back', () => {
  it('a wish that was taken up, somebody else’s later result, another day', async () => {
    const call = await scene.next(zhang);
    const { result: saved } = await callbacks.save(
      result(call, 'V1', { consents: CONSENTS, wishes: WISHES().slice(0, 1) }),
      zhang,
    );
    const [wish] = await callbacks.wishesOf([saved._id]);
    await wishes.takeUpByHand(wish?._id ?? '', 'XH-1', leader);
    expect((await callbacks.undoable(zhang))?.against).toBe('callbacks.errors.undo-wish');
    await expect(callbacks.undo(saved._id, zhang)).rejects.toThrow(RuleBroken);
    expect((await dispatch.worklist.row(call.itemId ?? ''))?.state).toBe('settled');

    const other = await scene.next(zhang);
    const { result: retry } = await callbacks.save(result(other, 'N3'), zhang);
    const incoming = await callbacks.openIncoming(other.customerId, li);
    await callbacks.save(result(incoming, 'V1'), li);
    expect((await callbacks.undoable(zhang))?.against).toBe('callbacks.errors.undo-later');
    await expect(callbacks.undo(retry._id, zhang)).rejects.toThrow('callbacks.errors.undo-later');

    const third = await scene.next(zhang);
    const { result: tomorrow } = await callbacks.save(result(third, 'N3'), zhang);
    scene.at('08:20', TUESDAY);
    await scene.run('dispatch-draft', TUESDAY);
    scene.at('08:50', TUESDAY);
    await scene.run('daily-dispatch', TUESDAY);
    await expect(callbacks.undo(tomorrow._id, zhang)).rejects.toThrow('callbacks.errors.undo-other-day');
  });

  it('only the last one, and only until the next save', async () => {
    const first = await scene.next(zhang);
    const one = await callbacks.save(result(first, 'N1'), zhang);
    const second = await scene.next(zhang);
    const two = await callbacks.save(result(second, 'N1'), zhang);
    await expect(callbacks.undo(one.result._id, zhang)).rejects.toThrow('callbacks.errors.undo-not-last');
    await expect(callbacks.undo(two.result._id, li)).rejects.toThrow('callbacks.errors.not-your-result');
    expect((await callbacks.undoable(zhang))?.result._id).toBe(two.result._id);
    await callbacks.undo(two.result._id, zhang);
    expect(await callbacks.undoable(zhang)).toBeNull();
    await expect(callbacks.undo(one.result._id, zhang)).rejects.toThrow('callbacks.errors.undo-not-last');
  });

  it('a call that cannot be on the desk again, since the next one is, goes back to the queue', async () => {
    const first = await scene.next(zhang);
    const { result: saved } = await callbacks.save(result(first, 'V1'), zhang);
    const second = await scene.next(zhang);
    await callbacks.undo(saved._id, zhang);
    expect((await callbacks.desk(second._id, zhang)).call.state).toBe('open');
    expect((await callbacks.desk(first._id, zhang)).call.state).toBe('released');
    const { rows } = await callbacks.queue(MONDAY, '0301');
    expect(rows.find(({ row }) => row.itemId === first.itemId)?.row.state).toBe('fixed');
  });
});

describe('the second time means something else', () => {
  /** The same disposition twice in one cycle, the second a week later from the new sheet. */
  async function twice(code: string, time?: string) {
    if (time !== undefined) scene.at(time);
    const call = await scene.next(zhang);
    const { result: first } = await callbacks.save(result(call, code), zhang);
    const on = first.next.kind === 'retry' ? first.next.on : TUESDAY;
    scene.at('08:20', on);
    await scene.run('dispatch-draft', on);
    scene.at('08:50', on);
    await scene.run('daily-dispatch', on);
    scene.at('14:10', on);
    const row = await dispatch.worklist.rowOf(call.customerId, on);
    expect(row?.rules).toEqual(['retry']);
    const owner = { staffNo: row?.agent ?? '', name: '', roles: ['agent' as const] };
    const again = await callbacks.open(row?.itemId ?? '', owner);
    return (await callbacks.save(result(again, code), owner)).result;
  }

  it('hung up on twice is a refusal for this cycle', async () => {
    const second = await twice('N5');
    expect(second).toMatchObject({
      disposition: 'N5',
      attempt: 2,
      flags: { right: 'yes', final: 'yes', group: 'R' },
    });
    expect(madeBy(second)).toEqual(['attempt-again', 'ended.called']);
  });

  it('out of service twice is a number that is gone', async () => {
    const second = await twice('W4');
    expect(second).toMatchObject({ disposition: 'W4', flags: { final: 'number' } });
    expect(madeBy(second)).toEqual(['number-invalid-last', 'attempt-again', 'ended.number-gone']);
    const record = await customers.get(second.customerId);
    expect(record?.phones.map(({ valid, fault }) => ({ valid, fault }))).toEqual([
      { valid: false, fault: 'W1' },
    ]);
  });

  it('blocked again is told to the leader', async () => {
    const call = await scene.next(zhang);
    await callbacks.save(result(call, 'N6'), zhang);
    expect((await callbacks.dayOf(MONDAY)).blocked).toEqual([]);
    scene.at('13:30');
    const again = await callbacks.open(call.itemId ?? '', zhang);
    await callbacks.save(result(again, 'N6'), zhang);
    expect((await callbacks.dayOf(MONDAY)).blocked).toMatchObject([
      { customerId: call.customerId, agent: '0301', times: 2 },
    ]);
  });

  it('blocked today and on an earlier day is told today', async () => {
    const second = await twice('N6', '16:30');
    expect(second.day > MONDAY).toBe(true);
    expect((await callbacks.dayOf(MONDAY)).blocked).toEqual([]);
    expect((await callbacks.dayOf(second.day)).blocked).toMatchObject([
      { customerId: second.customerId, times: 2 },
    ]);
  });
});

describe('numbers and attempts', () => {
  it('another number that is good keeps the row open; the last one gone ends it', async () => {
    await scene.empty('2026-11-23T08:20:00+08:00');
    await scene.hire('张慧敏');
    await scene.enter('vip-cards', member(1, { phone: '021-63221234' }));
    await scene.run('daily-dispatch', MONDAY);
    scene.at('09:20');
    const call = await scene.next(zhang);
    const { result: first } = await callbacks.save(result(call, 'W2'), zhang);
    expect(madeBy(first)).toEqual(['number-invalid', 'attempt', 'next.today']);
    expect((await dispatch.worklist.row(call.itemId ?? ''))?.state).toBe('fixed');
    const again = await scene.next(zhang);
    expect(again.itemId).toBe(call.itemId);
    const { result: second } = await callbacks.save(result(again, 'W1'), zhang);
    expect(madeBy(second)).toEqual(['number-invalid-last', 'attempt', 'ended.number-gone']);
    expect((await dispatch.worklist.row(call.itemId ?? ''))?.state).toBe('settled');
    expect((await customers.get(call.customerId))?.facts.phones).toEqual([]);
  });

  it('four attempts over three days, one of them late, and nobody is called any more', async () => {
    const call = await scene.next(zhang);
    let { result: last } = await callbacks.save(result(call, 'N1'), zhang);
    const tried = [`${last.day} ${last.time}`];
    for (let attempt = 2; attempt <= 4; attempt += 1) {
      const next = last.next;
      if (next.kind === 'none') break;
      const day = next.kind === 'today' ? last.day : next.on;
      if (day !== last.day) {
        scene.at('08:20', day);
        await scene.run('dispatch-draft', day);
        scene.at('08:50', day);
        await scene.run('daily-dispatch', day);
      }
      const row = await dispatch.worklist.rowOf(call.customerId, day);
      const owner = { staffNo: row?.agent ?? '', name: '', roles: ['agent' as const] };
      const part = next.kind === 'today' || next.kind === 'retry' ? next.part : null;
      scene.at(attempt === 4 ? '16:10' : part === 'P1' ? '10:00' : part === 'P3' ? '17:10' : '14:10', day);
      const again = await callbacks.open(row?.itemId ?? '', owner);
      last = (await callbacks.save(result(again, 'N1'), owner)).result;
      tried.push(`${last.day} ${last.time}`);
    }
    expect(last).toMatchObject({ attempt: 4, next: { kind: 'none' } });
    expect(madeBy(last)).toEqual(['attempt', 'ended.unreachable']);
    expect(new Set(tried.map((one) => one.slice(0, 10))).size).toBeGreaterThanOrEqual(3);
    const open = (await scene.of('occasions', call.customerId)).filter(({ state }) => state !== 'closed');
    expect(open).toEqual([]);
  });
});
