import { setImmediate as othersTurn } from 'node:timers/promises';
import type { Clock } from '../platform/clock.ts';
import type { Session } from '../platform/mongo.ts';
import { identityKeysOf, numbersOf, phoneKey } from './customer-record.ts';
import { readEvidence, type ReadRow } from './evidence-reading.ts';
import type { Ahead, Evidence, IntakeContext, IntakeOutcome } from './evidence.ts';
import { decideRow, entryKeyOf, keysOfRow, namesOfRow } from './intake.ts';
import { eventKey, IntakeDesk, receiptKey, type Hand } from './intake-desk.ts';
import { databaseStore, type IntakeParts, type IntakeStore } from './intake-store.service.ts';
import { lineOf } from './phone-number.ts';
import { RehearsalMemory, rehearsalStore } from './rehearsal-store.service.ts';

/** Rows decided ahead of their turn as if nobody in them were known; holds if its keys and lines are still unclaimed then. */
class DecidedAhead implements Ahead {
  readonly ahead = true;
  private taken = false;
  private readonly keys: ReadonlySet<string>;
  private readonly lines: ReadonlySet<string>;
  readonly desk: IntakeDesk;
  readonly outcomes: IntakeOutcome[];

  constructor(read: readonly ReadRow[], desk: IntakeDesk, outcomes: IntakeOutcome[]) {
    const entering = read.filter(({ refusal }) => refusal === null);
    const keys = new Set(entering.flatMap(keysOfRow));
    for (const key of combinations(desk, entering, keys)) keys.add(key);
    this.keys = keys;
    this.lines = linesOf(entering);
    this.desk = desk;
    this.outcomes = outcomes;
  }

  /** Once only: a transaction that begins anew decides anew. */
  async takeIfUnclaimed(store: IntakeStore): Promise<boolean> {
    if (this.taken) return false;
    this.taken = true;
    if ((await store.claims([...this.keys])).length > 0) return false;
    return (await store.idsByLines([...this.lines])).length === 0;
  }
}

/** Rows decided in one go, before what waits for this thread gets its turn. */
const ROWS_AT_ONCE = 100;

/**
 * Lets lists in: reads what a chunk of rows may concern in a few queries, decides row after row in memory, and keeps the
 * result in a few bulk writes.
 */
export function makeIntake(parts: IntakeParts, clock: Clock) {
  const handOf = ({ on, actor, importId }: IntakeContext): Hand => ({
    on,
    at: clock.now(),
    by: actor.staffNo,
    importId,
    why: null,
  });

  return {
    /** See the door. */
    decideAhead: async (rows: readonly Evidence[], context: IntakeContext): Promise<Ahead> => {
      const hand = handOf(context);
      const desk = new IntakeDesk(hand);
      const read: ReadRow[] = [];
      const outcomes: IntakeOutcome[] = [];
      for (const row of rows) {
        if (read.length > 0 && read.length % ROWS_AT_ONCE === 0) await othersTurn();
        const one = readEvidence(row, context.on);
        read.push(one);
        outcomes.push(decideRow(desk, one, hand, row.decided));
      }
      return new DecidedAhead(read, desk, outcomes);
    },

    /** See the door. */
    intake: async (
      rows: readonly Evidence[],
      context: IntakeContext,
      session?: Session,
      ahead?: Ahead,
    ): Promise<IntakeOutcome[]> => {
      const { rehearsal } = context;
      const base = databaseStore(parts, session);
      const store = rehearsal instanceof RehearsalMemory ? rehearsalStore(rehearsal, base) : base;
      const hand = handOf(context);
      const holds = ahead instanceof DecidedAhead && (await ahead.takeIfUnclaimed(store));
      const { desk, outcomes } = holds ? ahead : await decide(rows, context, hand, store);
      await store.keep(desk, hand);
      for (const outcome of outcomes) {
        if (outcome.customerId !== null) outcome.customerId = desk.survivorOf(outcome.customerId);
      }
      return outcomes;
    },
  };
}

async function decide(
  rows: readonly Evidence[],
  { on }: IntakeContext,
  hand: Hand,
  store: IntakeStore,
): Promise<{ desk: IntakeDesk; outcomes: IntakeOutcome[] }> {
  const read = rows.map((row) => readEvidence(row, on));
  const desk = new IntakeDesk(hand);
  await layOut(desk, store, read);
  return { desk, outcomes: rows.map((row, at) => decideRow(desk, readAt(read, at), hand, row.decided)) };
}

/** Brings everything onto the desk that these rows can concern. */
async function layOut(desk: IntakeDesk, store: IntakeStore, rows: readonly ReadRow[]): Promise<void> {
  const entering = rows.filter(({ refusal }) => refusal === null);
  const asked = new Set<string>();
  await layClaims(desk, store, new Set(entering.flatMap(keysOfRow)), asked);
  const sharers = await store.idsByLines([...linesOf(entering)]);
  await layRecords(desk, store, [...desk.claims.values(), ...sharers]);
  // A row may give a known person a new name or number: whoever holds that combination belongs on the desk as well.
  for (let more = combinations(desk, entering, asked); more.size > 0;) {
    const before = desk.held.size;
    await layClaims(desk, store, more, asked);
    await layRecords(desk, store, [...desk.claims.values()]);
    more = desk.held.size > before ? combinations(desk, entering, asked) : new Set();
  }
  if (desk.held.size === 0) return;
  const ids = [...desk.held.keys()];
  for (const task of await store.tasks(ids)) desk.tasks.set(task._id, task);
  await layEntries(desk, store, entering, ids);
}

async function layClaims(
  desk: IntakeDesk,
  store: IntakeStore,
  keys: ReadonlySet<string>,
  asked: Set<string>,
): Promise<void> {
  for (const key of keys) asked.add(key);
  for (const { _id, customerId } of await store.claims([...keys])) desk.layClaim(_id, customerId);
}

async function layRecords(desk: IntakeDesk, store: IntakeStore, ids: readonly string[]): Promise<void> {
  const missing = [...new Set(ids)].filter((id) => !desk.held.has(id));
  if (missing.length === 0) return;
  for (const doc of await store.customers(missing)) desk.lay(doc);
}

async function layEntries(
  desk: IntakeDesk,
  store: IntakeStore,
  rows: readonly ReadRow[],
  ids: readonly string[],
): Promise<void> {
  const keys = new Set<string>();
  const numbers = new Set<string>();
  for (const { event, receipt } of rows) {
    if (event !== null) keys.add(entryKeyOf(event));
    if (receipt !== null) numbers.add(receipt.receiptNo);
  }
  if (keys.size > 0) {
    for (const event of await store.events(ids, [...keys])) desk.events.set(eventKey(event), event);
  }
  if (numbers.size === 0) return;
  for (const receipt of await store.receipts(ids, [...numbers])) {
    desk.receipts.set(receiptKey(receipt), receipt);
  }
}

function linesOf(rows: readonly ReadRow[]): Set<string> {
  const lines = new Set<string>();
  for (const { phones } of rows) {
    for (const phone of phones) {
      if (phone.number !== null) lines.add(lineOf({ ...phone, number: phone.number }));
    }
  }
  return lines;
}

/**
 * Identity keys that can come about on this desk and have not been asked for: rows and records connected by a common
 * key may end up as one person, who is then known by every name of theirs under every number of theirs.
 */
function combinations(desk: IntakeDesk, rows: readonly ReadRow[], asked: ReadonlySet<string>): Set<string> {
  const groups = new KeyGroups();
  for (const row of rows) groups.join(keysOfRow(row), namesOfRow(row), numbersOf(row.phones));
  for (const { doc } of desk.held.values()) {
    groups.join(identityKeysOf(doc), doc.nameKeys, numbersOf(doc.phones));
  }
  const wanted = new Set<string>();
  for (const { names, numbers } of groups.all()) {
    for (const number of numbers) {
      for (const name of names) {
        const key = phoneKey(number, name);
        if (!asked.has(key) && !desk.claims.has(key)) wanted.add(key);
      }
    }
  }
  return wanted;
}

/** Groups of identity keys that belong together, with the names and numbers met in them. */
class KeyGroups {
  private readonly groupOf = new Map<string, KeyGroup>();

  join(keys: readonly string[], names: readonly string[], numbers: readonly string[]): void {
    let group: KeyGroup | undefined;
    for (const key of keys) {
      const known = this.groupOf.get(key);
      if (known === undefined || known === group) continue;
      group = group === undefined ? known : this.unite(group, known);
    }
    group ??= { keys: [], names: new Set(), numbers: new Set() };
    for (const key of keys) {
      if (this.groupOf.has(key)) continue;
      this.groupOf.set(key, group);
      group.keys.push(key);
    }
    for (const name of names) group.names.add(name);
    for (const number of numbers) group.numbers.add(number);
  }

  all(): Set<KeyGroup> {
    return new Set(this.groupOf.values());
  }

  private unite(one: KeyGroup, other: KeyGroup): KeyGroup {
    const [large, small] = one.keys.length >= other.keys.length ? [one, other] : [other, one];
    for (const key of small.keys) this.groupOf.set(key, large);
    large.keys.push(...small.keys);
    for (const name of small.names) large.names.add(name);
    for (const number of small.numbers) large.numbers.add(number);
    return large;
  }
}

interface KeyGroup {
  keys: string[];
  names: Set<string>;
  numbers: Set<string>;
}

function readAt(rows: readonly ReadRow[], at: number): ReadRow {
  const row = rows[at];
  if (row === undefined) throw new RangeError(`no row at ${at}`);
  return row;
}
