import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { openAgain, useDatabase } from '../support/database.ts';
import { dispatchHouse } from '../support/dispatch-house.ts';
import { callScene, li, MONDAY, result, zhang } from './call-scene.ts';

const db = await useDatabase();
const scene = await callScene(db);
const { callbacks } = scene;

/** Makes the server fail these commands so often (a server for tests allows it). */
async function fail(data: object, times: number): Promise<void> {
  await db.connection
    .getClient()
    .db('admin')
    .command({
      configureFailPoint: 'failCommand',
      mode: { times },
      data: { appName: APP, ...data },
    });
}

const APP = 'calling-under-fault';

beforeEach(async () => {
  await scene.open();
});

afterEach(async () => {
  await db.connection.getClient().db('admin').command({ configureFailPoint: 'failCommand', mode: 'off' });
});

/** The same office in another process, whose commands can be made to fail. */
async function elsewhere() {
  const other = await openAgain(db, APP);
  const house = await dispatchHouse(other, scene.clock.now().toISOString());
  return { other, callbacks: house.services.callbacks };
}

describe('the database fails in the middle of a save', () => {
  it.each(['insert', 'update'])(
    'at %s: stored once or not at all, and the form can be sent again',
    async (command) => {
      const call = await scene.next(zhang);
      const there = await elsewhere();
      const form = result(call, 'N3');
      const before = await scene.stored();
      // A fault that no retry mends.
      await fail({ failCommands: [command], errorCode: 8000 }, 1);
      const first = await there.callbacks.save(form, zhang).catch((error: unknown) => error);
      const stored = await callbacks.ofIds([form.submissionId]);
      if (first instanceof Error && stored.length === 0) expect(await scene.stored()).toEqual(before);
      const again = await callbacks.save(form, zhang);
      expect(again.result._id).toBe(form.submissionId);
      expect(again.again).toBe(stored.length === 1);
      expect(await scene.of('call_results', call.customerId)).toHaveLength(1);
      expect((await scene.of('occasions', call.customerId)).map(({ state }) => state)).toEqual([
        'closed',
        'waiting',
      ]);
      expect(await scene.of('service_events', call.customerId)).toHaveLength(1);
      await there.other.close();
    },
  );

  it('a commit whose answer is lost counts once', async () => {
    const call = await scene.next(zhang);
    const there = await elsewhere();
    const form = result(call, 'N3');
    await fail({ failCommands: ['commitTransaction'], closeConnection: true }, 1);
    const saved = await there.callbacks.save(form, zhang);
    expect(saved.result._id).toBe(form.submissionId);
    expect(await scene.of('call_results', call.customerId)).toHaveLength(1);
    await there.other.close();
  });

  it('a transaction that is tried again leaves one of everything', async () => {
    const call = await scene.next(zhang);
    const there = await elsewhere();
    // Writes that meet somebody else's: the whole work is done again.
    await fail({ failCommands: ['insert'], errorCode: 112, errorLabels: ['TransientTransactionError'] }, 3);
    const saved = await there.callbacks.save(result(call, 'N3'), zhang);
    expect(saved.again).toBe(false);
    for (const collection of ['call_results', 'service_events'])
      expect(await scene.of(collection, call.customerId)).toHaveLength(1);
    expect(
      await db.connection
        .collection('audit')
        .countDocuments({ event: 'callback.saved', 'subject.id': call.customerId }),
    ).toBe(1);
    await there.other.close();
  });

  it('an undo that is broken off leaves everything as it was saved', async () => {
    const call = await scene.next(zhang);
    const { result: saved } = await callbacks.save(result(call, 'N3'), zhang);
    const there = await elsewhere();
    const before = await scene.stored();
    await fail({ failCommands: ['delete', 'update'], errorCode: 8000 }, 1);
    await there.callbacks.undo(saved._id, zhang).catch(() => undefined);
    const now = await callbacks.result(saved._id);
    if (now.undoneAt === null) expect(await scene.stored()).toEqual(before);
    await callbacks.undo(saved._id, zhang);
    expect((await scene.of('occasions', call.customerId)).map(({ state }) => state)).toEqual(['dispatched']);
    await there.other.close();
  });
});

describe('ten thousand notes of one customer (fault 39)', () => {
  it('change nothing about queue, desk, save and history', async () => {
    const call = await scene.next(zhang);
    const first = await callbacks.save(result(call, 'N1'), zhang);
    const [stored] = await scene.of('call_results', call.customerId);
    const old = Array.from({ length: 10_000 }, (_, i) => ({
      ...stored,
      _id: `00000000-0000-4000-8000-${String(i).padStart(12, '0')}`,
      at: new Date(Date.UTC(2020, 0, 1) + i * 3_600_000),
      day: '2020-01-01',
      cycle: `new-card:${i}`,
      itemId: null,
      turn: null,
      beside: String(i),
      words: `第 ${i} 次备注`.repeat(20),
    }));
    await db.connection.collection<{ _id: string }>('call_results').insertMany(old);
    scene.at('13:10');
    const started = performance.now();
    const again = await callbacks.open(call.itemId ?? '', zhang);
    const desk = await callbacks.desk(again._id, zhang);
    expect(desk.attempts.map(({ _id }) => _id)).toEqual([first.result._id]);
    const { result: second } = await callbacks.save(result(again, 'V1'), zhang);
    expect(second.attempt).toBe(2);
    expect(performance.now() - started).toBeLessThan(20_000);
    expect(await callbacks.resultsOfCustomer(call.customerId, 5)).toMatchObject([
      { _id: second._id },
      { _id: first.result._id },
      { day: '2020-01-01' },
      {},
      {},
    ]);
    const explained = (await db.connection
      .collection('call_results')
      .find({ $or: [{ customerId: call.customerId, cycle: second.cycle }, { itemId: call.itemId }] })
      .explain('executionStats')) as { executionStats: { totalDocsExamined: number } };
    expect(explained.executionStats.totalDocsExamined).toBeLessThanOrEqual(20);
  });
});

describe('the board of the day', () => {
  it('tells who did what, who is on the telephone, what was agreed, what was left without a result', async () => {
    const call = await scene.next(zhang);
    await callbacks.save(result(call, 'V1'), zhang);
    const agreed = await scene.next(zhang);
    await callbacks.save(result(agreed, 'B1', { appointment: { on: MONDAY, at: '10:00' } }), zhang);
    const left = await scene.next(zhang);
    await callbacks.release(left._id, zhang);
    const open = await scene.next(li);
    scene.at('10:10');
    const board = await callbacks.dayOf(MONDAY);
    expect(board.agents.find(({ staffNo }) => staffNo === '0301')).toMatchObject({
      present: true,
      total: 4,
      done: 1,
      left: 3,
      attempts: 2,
      reached: 2,
      valid: 1,
      onCall: null,
      pace: 2.4,
    });
    expect(board.agents.find(({ staffNo }) => staffNo === '0302')?.onCall).toMatchObject({
      customerId: open.customerId,
      direction: 'out',
    });
    expect(board.appointments).toEqual([
      { itemId: agreed.itemId, customerId: agreed.customerId, agent: '0301', at: '10:00', state: 'due' },
    ]);
    expect(board.openedWithoutResult).toMatchObject([{ callId: left._id, agentName: '张慧敏' }]);
    scene.at('10:20');
    expect((await callbacks.dayOf(MONDAY)).appointments[0]?.state).toBe('late');
    const later = await callbacks.open(left.itemId ?? '', zhang);
    await callbacks.save(result(later, 'N1'), zhang);
    expect((await callbacks.dayOf(MONDAY)).openedWithoutResult).toEqual([]);
  });
});
