import { randomUUID } from 'node:crypto';
import { beforeEach, describe, expect, it } from 'vitest';
import { businessDate } from '../../server/platform/business-date.ts';
import { Conflict, InvalidInput, NotAllowed, NotFound } from '../../server/platform/errors.ts';
import { openAgain, useDatabase } from '../support/database.ts';
import { dispatchHouse } from '../support/dispatch-house.ts';
import { callScene, leader, li, madeBy, result, zhang } from './call-scene.ts';

const db = await useDatabase();
const scene = await callScene(db);
const { callbacks } = scene;
const { worklist } = scene.services.dispatch;

beforeEach(async () => {
  await scene.open();
});

/** How often an act left its marks: results, entries on the time line, audit lines, occasions fed. */
async function marksOf(customerId: string): Promise<Record<string, number>> {
  const count = (name: string, filter: object) => db.connection.collection(name).countDocuments(filter);
  return {
    results: await count('call_results', { customerId }),
    history: await count('service_events', { customerId }),
    saved: await count('audit', { event: 'callback.saved', 'subject.id': customerId }),
    retries: await count('occasions', { customerId, rule: 'retry' }),
  };
}

const ONE = { results: 1, history: 1, saved: 1, retries: 1 };

describe('a form that is sent more than once (fault 59)', () => {
  it('is one result when the button is clicked twice at once, ten times over', async () => {
    const call = await scene.next(zhang);
    const command = result(call, 'N3');
    const answers = await Promise.all(Array.from({ length: 10 }, () => callbacks.save(command, zhang)));
    expect(answers.filter(({ again }) => !again)).toHaveLength(1);
    expect(new Set(answers.map(({ result: { _id } }) => _id))).toEqual(new Set([command.submissionId]));
    expect(await marksOf(call.customerId)).toEqual(ONE);
  });

  it('is one result when a proxy repeats it to another web process, and after Back', async () => {
    const other = await openAgain(db);
    const elsewhere = await dispatchHouse(other, scene.clock.now().toISOString());
    const call = await scene.next(zhang);
    const command = result(call, 'N3');
    const both = await Promise.all([
      callbacks.save(command, zhang),
      elsewhere.services.callbacks.save(command, zhang),
    ]);
    expect(both.filter(({ again }) => again)).toHaveLength(1);
    scene.at('09:40');
    const later = await callbacks.save(command, zhang);
    expect(later).toMatchObject({ again: true, result: { time: '09:20' } });
    expect(await marksOf(call.customerId)).toEqual(ONE);
    await other.close();
  });

  it('is one result from two tabs with a form each', async () => {
    const call = await scene.next(zhang);
    const tabs = [result(call, 'N3'), result(call, 'N3')];
    const answers = await Promise.all(tabs.map((tab) => callbacks.save(tab, zhang)));
    expect(answers.map(({ again }) => again).sort()).toEqual([false, true]);
    expect(answers[0]?.result._id).toBe(answers[1]?.result._id);
    expect(await marksOf(call.customerId)).toEqual(ONE);
  });

  it('tells the second tab what the first one recorded when they disagree', async () => {
    const call = await scene.next(zhang);
    await callbacks.save(result(call, 'N1'), zhang);
    await expect(callbacks.save(result(call, 'V1'), zhang)).rejects.toThrow(
      new Conflict('callbacks.errors.call-ended', { disposition: 'N1', time: '09:20' }),
    );
  });

  it('does not come back to life after it was taken back', async () => {
    const call = await scene.next(zhang);
    const command = result(call, 'N3');
    await callbacks.save(command, zhang);
    await callbacks.undo(command.submissionId, zhang);
    const again = await callbacks.save(command, zhang);
    expect(again.again).toBe(true);
    expect(again.result.undoneAt).not.toBeNull();
    expect(await scene.of('occasions', call.customerId)).toMatchObject([{ state: 'dispatched' }]);
    // The desk gives out a fresh form.
    const fresh = await callbacks.save(result(call, 'V1'), zhang);
    expect(fresh.again).toBe(false);
  });

  it('is taken back once when Z is pressed twice', async () => {
    const call = await scene.next(zhang);
    const { result: saved } = await callbacks.save(result(call, 'N3'), zhang);
    const both = await Promise.all([callbacks.undo(saved._id, zhang), callbacks.undo(saved._id, zhang)]);
    expect(both.every(({ undoneAt }) => undoneAt !== null)).toBe(true);
    expect(await db.connection.collection('audit').countDocuments({ event: 'callback.undone' })).toBe(1);
  });
});

describe('what is no result of this person', () => {
  it('a call of somebody else, an unknown one, one that does not exist', async () => {
    const call = await scene.next(zhang);
    await expect(callbacks.save(result(call, 'V1'), li)).rejects.toThrow(NotAllowed);
    await expect(callbacks.save(result({ ...call, _id: randomUUID() }, 'V1'), zhang)).rejects.toThrow(
      NotFound,
    );
    await expect(callbacks.save(result(call, 'Z9'), zhang)).rejects.toThrow(InvalidInput);
    await expect(callbacks.save({ ...result(call, 'V1'), callId: null }, zhang)).rejects.toThrow(
      InvalidInput,
    );
    expect(await marksOf(call.customerId)).toEqual({ results: 0, history: 0, saved: 0, retries: 0 });
  });

  it('an agreement years ahead, which is a typing error', async () => {
    const call = await scene.next(zhang);
    const agreed = { ...result(call, 'B1'), appointment: { on: businessDate('2030-01-01'), at: '10:00' } };
    const refused = await callbacks.save(agreed, zhang).catch((error: unknown) => error);
    expect((refused as InvalidInput).fields).toEqual([
      { field: 'appointment-on', message: 'callbacks.errors.appointment-far', values: { days: 90 } },
    ]);
  });

  it('an agreement without a time', async () => {
    const call = await scene.next(zhang);
    const refused = await callbacks.save(result(call, 'B1'), zhang).catch((error: unknown) => error);
    expect(refused).toBeInstanceOf(InvalidInput);
    expect((refused as InvalidInput).fields).toEqual([
      { field: 'appointment-on', message: 'callbacks.errors.appointment-missing' },
    ]);
    expect((await callbacks.preview(result(call, 'B1'), zhang)).problems).toHaveLength(1);
  });
});

describe('a lease that ran out (fault 58)', () => {
  /** Two minutes of silence: the server's clock has passed the lease. */
  const silence = (callId: string) =>
    db.connection
      .collection<{ _id: string }>('open_calls')
      .updateOne({ _id: callId }, { $set: { leaseUntil: new Date(Date.now() - 1_000) } });

  it('frees the customer once, and a late result is kept while nobody else said anything', async () => {
    const call = await scene.next(zhang);
    const queue = await callbacks.queue(call.day, '0301');
    expect(queue.rows.find(({ row }) => row.itemId === call.itemId)?.heldBy?.staffNo).toBe('0301');
    await silence(call._id);
    expect((await callbacks.queue(call.day, '0301')).rows.every(({ heldBy }) => heldBy === null)).toBe(true);

    const taken = await callbacks.open(call.itemId ?? '', leader);
    expect(taken._id).not.toBe(call._id);
    expect(await callbacks.heartbeat(call._id, zhang)).toEqual({ state: 'released', heldBy: '何建平' });
    expect((await callbacks.desk(call._id, zhang)).lost).toEqual({ to: '何建平' });
    await expect(callbacks.save(result(taken, 'V1'), zhang)).rejects.toThrow(NotAllowed);

    const late = await callbacks.save(result(call, 'V1'), zhang);
    expect(late.result).toMatchObject({ conflictState: null, agent: '0301' });
    expect((await worklist.row(call.itemId ?? ''))?.state).toBe('settled');
    // The other holder is told, and what they say now settles nothing a second time.
    expect((await callbacks.desk(taken._id, leader)).lost).toEqual({ to: '张慧敏' });
    const second = await callbacks.save(result(taken, 'V1'), leader);
    expect(second.result).toMatchObject({
      conflictState: 'open',
      conflictsWith: late.result._id,
    });
    expect(madeBy(second.result)).toEqual(['beside.conflict']);
  });

  it('a late result after somebody else recorded one is kept beside it', async () => {
    const call = await scene.next(zhang);
    await silence(call._id);
    const taken = await callbacks.open(call.itemId ?? '', leader);
    const said = await callbacks.save(result(taken, 'N1'), leader);
    const late = await callbacks.save(result(call, 'V1', { words: '已经说过了' }), zhang);
    expect(late.result).toMatchObject({
      conflictState: 'open',
      conflictsWith: said.result._id,
      words: '已经说过了',
    });
    expect((await worklist.row(call.itemId ?? ''))?.state).toBe('fixed');
    expect(await callbacks.conflicts(call.day)).toMatchObject([
      { kept: { _id: said.result._id }, other: { _id: late.result._id } },
    ]);
  });

  it('a late result that leaves the row open tells the one who is on the telephone, whose result counts', async () => {
    const call = await scene.next(zhang);
    await silence(call._id);
    const taken = await callbacks.open(call.itemId ?? '', leader);
    await callbacks.save(result(call, 'N2'), zhang);
    expect((await callbacks.desk(taken._id, leader)).lost).toBeNull();
    const said = await callbacks.save(result(taken, 'V1'), leader);
    expect(said.result).toMatchObject({ conflictState: null, attempt: 2 });
    expect((await worklist.row(call.itemId ?? ''))?.state).toBe('settled');
  });

  it('whoever comes back finds the call and everything typed, and has it again', async () => {
    const call = await scene.next(zhang);
    const draft = { ...call.draft, words: '袖口起球', disposition: 'V1' };
    const { version } = await callbacks.saveDraft(call._id, call.version, draft, zhang);
    await silence(call._id);
    await callbacks.next(li);
    expect((await callbacks.desk(call._id, zhang)).call).toMatchObject({ state: 'released', draft });
    expect(await callbacks.heartbeat(call._id, zhang)).toEqual({ state: 'open', heldBy: null });
    const desk = await callbacks.desk(call._id, zhang);
    expect(desk).toMatchObject({ call: { state: 'open', draft, version }, lost: null });
    await expect(callbacks.saveDraft(call._id, call.version, draft, zhang)).rejects.toThrow(Conflict);
  });

  it('typing after the lease was lost is still kept', async () => {
    const call = await scene.next(zhang);
    await silence(call._id);
    await callbacks.open(call.itemId ?? '', leader);
    await callbacks.saveDraft(call._id, call.version, { ...call.draft, words: '还在写' }, zhang);
    expect((await callbacks.desk(call._id, zhang)).call).toMatchObject({
      state: 'released',
      draft: { words: '还在写' },
    });
  });
});
