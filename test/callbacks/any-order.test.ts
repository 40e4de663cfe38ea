import { describe, expect, it } from 'vitest';
import type { OpenCall, ResultCommand } from '../../server/callbacks/index.ts';
import { OfficeError } from '../../server/platform/errors.ts';
import type { Actor } from '../../server/platform/roles.ts';
import { chance } from '../dispatch/chance.ts';
import { useDatabase } from '../support/database.ts';
import { callScene, chen, li, MONDAY, result, TUESDAY, written, zhang } from './call-scene.ts';

/** Days of calling in any order: results of every kind, taken back or not, from three agents, the telephone and paper. */
const SEEDS = [1, 3, 4, 19, 23, 42];
const STEPS = 70;

const scene = await callScene(await useDatabase());
const { callbacks, db } = scene;
const { worklist } = scene.services.dispatch;
const agents = [zhang, li, chen];

const CODES = [
  'V1',
  'V2',
  'B1',
  'B2',
  'N1',
  'N1',
  'N1',
  'N2',
  'N3',
  'N4',
  'B3',
  'N5',
  'N6',
  'R1',
  'R2',
  'W1',
  'W2',
  'W4',
  'O1',
  'O2',
  'O3',
  'S1',
];

interface Item {
  _id: string;
  customerId: string;
  state: string;
  occasionIds: string[];
  sheet: string | null;
}
interface Occasion {
  _id: string;
  customerId: string;
  rule: string;
  state: string;
}
interface Result {
  _id: string;
  customerId: string;
  itemId: string | null;
  turn: number | null;
  undoneAt: Date | null;
  conflictState: string | null;
  savedAt: Date;
  disposition: string;
  next: { kind: string };
  flags: { right: string; final: string };
}

const all = async <Row>(name: string): Promise<Row[]> =>
  (await db.connection.collection(name).find().sort({ _id: 1 }).toArray()) as Row[];

describe('whatever the order of the day', () => {
  it.each(SEEDS)('everybody has exactly one explained state, seed %i', async (seed) => {
    await scene.open({ people: 10 });
    const dice = chance(seed);
    let minutes = 9 * 60 + 20;
    for (let step = 0; step < STEPS; step += 1) {
      minutes += dice.whole(1, 9);
      const time = `${String(Math.floor(minutes / 60)).padStart(2, '0')}:${String(minutes % 60).padStart(2, '0')}`;
      if (time >= '16:50') break;
      scene.at(time);
      await act(dice).catch((error: unknown) => {
        // Rules refuse, people look again; anything else is a fault.
        if (!(error instanceof OfficeError)) throw error;
      });
      if (step % 10 === 9) await expectOneState();
    }
    await expectOneState();
  });
});

type Dice = ReturnType<typeof chance>;

function pick<T>(dice: Dice, list: readonly T[]): T {
  const found = list[dice.whole(0, list.length - 1)];
  if (found === undefined) throw new Error('nothing to pick from');
  return found;
}

/** One thing that somebody does. */
async function act(dice: Dice): Promise<void> {
  const agent = pick(dice, agents);
  switch (dice.whole(1, 10)) {
    case 1:
      return takeBack(agent);
    case 2: {
      const rows = await worklist.rows(MONDAY, null);
      const call = await callbacks.openIncoming(pick(dice, rows).customerId, agent);
      await callbacks.save(said(call, dice), agent);
      return;
    }
    case 3: {
      const row = pick(dice, await worklist.rows(MONDAY, null));
      await callbacks.keyPaper({ ...written(row, pick(dice, CODES), '09:30'), ...details(dice) }, zhang);
      return;
    }
    case 4: {
      // A lease runs out in the middle; the result comes late.
      const call = await callbacks.next(agent);
      if (call === null) return;
      await db.connection
        .collection<{ _id: string }>('open_calls')
        .updateOne({ _id: call._id }, { $set: { leaseUntil: new Date(0) } });
      await callbacks.next(pick(dice, agents));
      await callbacks.save(said(call, dice), agent);
      return;
    }
    case 5: {
      const open = pick(dice, await worklist.rows(MONDAY, agent.staffNo));
      await callbacks.open(open.itemId, agent);
      return;
    }
    default: {
      const call = await callbacks.next(agent);
      if (call !== null) await callbacks.save(said(call, dice), agent);
    }
  }
}

async function takeBack(agent: Actor): Promise<void> {
  const last = await callbacks.undoable(agent);
  if (last !== null) await callbacks.undo(last.result._id, agent);
}

function said(call: OpenCall, dice: Dice): ResultCommand {
  return result(call, pick(dice, CODES), details(dice));
}

function details(dice: Dice): Partial<ResultCommand> {
  const at = `${String(dice.whole(9, 17)).padStart(2, '0')}:${pick(dice, ['00', '30'])}`;
  return { appointment: dice.whole(1, 4) === 1 ? { on: pick(dice, [MONDAY, TUESDAY]), at } : null };
}

/** Nobody lost, nobody twice: rows, reasons, results, the time line and open calls tell the same story. */
async function expectOneState(): Promise<void> {
  const [items, occasions, results, events, calls] = [
    await all<Item>('dispatch_items'),
    await all<Occasion>('occasions'),
    await all<Result>('call_results'),
    await all<{ key: string; customerId: string }>('service_events'),
    await all<{
      agent: string;
      customerId: string;
      phoneKey: string | null;
      direction: string;
      state: string;
    }>('open_calls'),
  ];
  const standing = results
    .filter(
      ({ undoneAt, conflictState }) =>
        undoneAt === null && conflictState !== 'open' && conflictState !== 'dropped',
    )
    .sort((a, b) => a.savedAt.getTime() - b.savedAt.getTime());
  expect(items).toHaveLength(10);
  for (const item of items) {
    const own = occasions.filter(({ customerId }) => customerId === item.customerId);
    const open = own.filter(({ state }) => state === 'waiting' || state === 'dispatched');
    // A line that failed (S1) says nothing about anybody.
    const last = standing.findLast(
      ({ customerId, disposition }) => customerId === item.customerId && disposition !== 'S1',
    );
    const story = JSON.stringify({ item, own, last });
    if (item.state === 'fixed') {
      // On a sheet: its reasons stand on it, and nothing of it waits elsewhere.
      expect(
        own.filter(({ _id }) => item.occasionIds.includes(_id)).every(({ state }) => state === 'dispatched'),
        story,
      ).toBe(true);
      expect(own.filter(({ state }) => state === 'dispatched').length, story).toBe(item.occasionIds.length);
    } else {
      // Worked off: closed for good, or exactly one reason carries it on.
      expect(item.state, story).toBe('settled');
      expect(
        own.every(({ state }) => state !== 'dispatched'),
        story,
      ).toBe(true);
      const next = last?.next.kind;
      if (next === 'none') expect(open, story).toEqual([]);
      else
        expect(
          open.map(({ rule }) => rule),
          story,
        ).toEqual([next === 'appointment' ? 'promised' : 'retry']);
    }
    const turns = results
      .filter(({ itemId, turn }) => itemId === item._id && turn !== null)
      .map(({ turn }) => turn);
    expect(new Set(turns).size, story).toBe(turns.length);
  }
  expect(events.map(({ key }) => key).sort()).toEqual(standing.map(({ _id }) => _id).sort());
  const held = calls.filter(({ state }) => state === 'open');
  for (const key of [
    held.map(({ agent, direction }) => `${agent} ${direction}`),
    held.map(({ customerId, direction }) => `${customerId} ${direction}`),
    held.flatMap(({ phoneKey }) => phoneKey ?? []),
  ])
    expect(new Set(key).size).toBe(key.length);
}
