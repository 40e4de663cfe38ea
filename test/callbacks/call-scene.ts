import { randomUUID } from 'node:crypto';
import type { Callbacks, CallResult, OpenCall, ResultCommand } from '../../server/callbacks/index.ts';
import type { Evidence } from '../../server/customers/index.ts';
import { businessDate, type BusinessDate } from '../../server/platform/business-date.ts';
import type { Database } from '../../server/platform/mongo.ts';
import { SYSTEM, type Actor } from '../../server/platform/roles.ts';
import { dispatchHouse, leader, type TestHouse } from '../support/dispatch-house.ts';
import { members } from '../dispatch/people.ts';

export const MONDAY = businessDate('2026-11-23');
export const TUESDAY = businessDate('2026-11-24');

/** The agents of the tests, as {@link CallScene.open} hires them. */
export { leader };
export const zhang: Actor = { staffNo: '0301', name: '张慧敏', roles: ['agent'] };
export const li: Actor = { staffNo: '0302', name: '李红梅', roles: ['agent'] };
export const chen: Actor = { staffNo: '0303', name: '陈国栋', roles: ['agent'] };

/** An office in the middle of its calling day. */
export interface CallScene extends TestHouse {
  callbacks: Callbacks;
  /** Empties the office, hires the agents, lets people in and has their sheets fixed on Monday; it is 09:20 then. */
  open(ask?: { people?: number; agents?: number; cells?: Evidence['cells'] }): Promise<string[]>;
  /** Time of Monday, or of another day. */
  at(time: string, day?: BusinessDate): void;
  /** A claim on the agent's best row, which must be there. */
  next(actor: Actor): Promise<OpenCall>;
  /** Everything the office has stored, by collection and id; without what an act may leave behind. */
  stored(without?: readonly string[]): Promise<Record<string, Record<string, unknown>>>;
  /** Rows of one customer in a collection. */
  of(collection: string, customerId: string): Promise<Record<string, unknown>[]>;
}

export async function callScene(db: Database): Promise<CallScene> {
  const house = await dispatchHouse(db, '2026-11-23T08:20:00+08:00');
  const { callbacks } = house.services;
  const at: CallScene['at'] = (time, day = MONDAY) => house.clock.set(`${day}T${time}:00+08:00`);
  return {
    ...house,
    callbacks,
    at,
    open: async ({ people = 12, agents = 3, cells = {} } = {}) => {
      await house.empty('2026-11-23T08:20:00+08:00');
      await house.hire(...[zhang.name, li.name, chen.name].slice(0, agents));
      await house.services.staff.add({ ...leader, password: 'sesam-oeffne-dich' }, SYSTEM);
      const ids = await house.enter('vip-cards', ...members(1, people, cells));
      await house.run('dispatch-draft', MONDAY);
      at('08:50');
      await house.run('daily-dispatch', MONDAY);
      at('09:20');
      return ids;
    },
    next: async (actor) => {
      const call = await callbacks.next(actor);
      if (call === null) throw new Error(`nobody to call for ${actor.name}`);
      return call;
    },
    stored: async (without = []) => {
      const all: Record<string, Record<string, unknown>> = {};
      for (const collection of (await db.connection.db?.collections()) ?? []) {
        if (without.includes(collection.collectionName)) continue;
        const docs = await collection.find({}).sort({ _id: 1 }).toArray();
        all[collection.collectionName] = Object.fromEntries(docs.map((doc) => [String(doc._id), plain(doc)]));
      }
      return all;
    },
    of: (collection, customerId) =>
      db.connection.collection(collection).find({ customerId }).sort({ _id: 1 }).toArray(),
  };
}

/** Fields that tell of an act itself: the lease runs by the server's clock, a record knows its last hand. */
const OF_THE_ACT = ['leaseUntil', 'changedAt', 'changedBy', 'version'];

/** A field that was never set and one set back to nothing say the same. */
function plain(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(plain);
  if (value === null || typeof value !== 'object' || value instanceof Date) return value;
  return Object.fromEntries(
    Object.entries(value)
      .filter(([key, field]) => field !== null && field !== undefined && !OF_THE_ACT.includes(key))
      .sort(([a], [b]) => (a < b ? -1 : 1))
      .map(([key, field]) => [key, plain(field)]),
  );
}

/** A result for a call on the desk; a fresh submission unless one is given. */
export function result(
  call: OpenCall,
  disposition: string,
  more: Partial<ResultCommand> = {},
): ResultCommand {
  return {
    ...NOTHING,
    submissionId: randomUUID(),
    source: call.direction === 'in' ? 'incoming' : 'screen',
    customerId: call.customerId,
    callId: call._id,
    itemId: call.itemId,
    disposition,
    script: call.script,
    ...more,
  };
}

/** A result as it is keyed back from a printed sheet. */
export function written(
  row: { customerId: string; itemId: string; agent: string; sheet: string; place: number },
  disposition: string,
  time: string,
  more: Partial<ResultCommand> = {},
): ResultCommand {
  return {
    ...NOTHING,
    submissionId: randomUUID(),
    source: 'paper',
    customerId: row.customerId,
    callId: null,
    itemId: row.itemId,
    agent: row.agent,
    onPaper: { sheet: row.sheet, place: row.place },
    disposition,
    time,
    script: null,
    ...more,
  };
}

const NOTHING = {
  time: null,
  agent: null,
  phone: null,
  answers: [],
  tags: [],
  csat: null,
  nps: null,
  words: '',
  appointment: null,
  resumeAt: null,
  bestTime: null,
  suppress: null,
  corrections: [],
  consents: [],
  wishes: [],
  talkSeconds: null,
  wrapUpSeconds: null,
} satisfies Partial<ResultCommand>;

/** Keys of what a save made, in its order. */
export function madeBy({ made }: CallResult): string[] {
  return made.map(({ key }) => key);
}
