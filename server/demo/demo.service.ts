import type { CustomerService } from '../customers/index.ts';
import type { AuditTrail } from '../platform/audit.ts';
import type { Clock } from '../platform/clock.ts';
import { RuleBroken } from '../platform/errors.ts';
import type { Log } from '../platform/log.ts';
import type { Database } from '../platform/mongo.ts';
import { SYSTEM, type Actor, type Role } from '../platform/roles.ts';
import type { Roster } from '../roster/index.ts';
import type { ServiceEvent, ServiceHistory } from '../service-history/index.ts';
import { hashOf } from '../platform/ids.ts';
import { chanceFrom } from './chance.ts';
import type { DispatchService } from '../dispatch/index.ts';
import { inventCalls, type DemoCall } from './demo-contacts.ts';
import {
  batched,
  cardForms,
  counterMembers,
  participants,
  suggestions,
  tillReceipts,
  type DemoBatch,
} from './demo-lists.ts';
import { inventPeople } from './demo-people.ts';
import { inventPromises, type DemoPromise } from './demo-promises.ts';
import { inventPurchases } from './demo-purchases.ts';
import { demoRoster } from './demo-roster.ts';
import { DEMO_STAFF } from './demo-staff.ts';
import type { DemoModel } from './demo.model.ts';
import { easyPassword, easyPin, type SignIn } from './sign-in.ts';

/** What the demo office is made of: other features' doors, nothing of their storage. */
export interface DemoParts {
  staff: {
    add(
      person: { staffNo: string; name: string; roles: Role[]; password: string; pin?: string },
      actor: Actor,
    ): Promise<unknown>;
  };
  roster: Pick<Roster, 'seed'>;
  customers: Pick<CustomerService, 'intake' | 'recordContact' | 'markFed'>;
  history: Pick<ServiceHistory, 'append'>;
  dispatch: Pick<DispatchService, 'feed'>;
}

/** Size and seed of a demo office; tests make small ones. */
export interface DemoSize {
  seed: string;
  cardHolders: number;
  counterMembers: number;
  suggestions: number;
}

const USUAL: DemoSize = { seed: 'binjiang', cardHolders: 2_700, counterMembers: 420, suggestions: 160 };
/** Rows that enter in one transaction. */
const CHUNK = 1_000;

/** A demo office: invented people and years of history around whatever day today is. */
export interface Demo {
  /** True when this office was made by {@link Demo.create}. */
  isDemo(): Promise<boolean>;
  /**
   * Makes the demo office in an empty database (or finishes one that was interrupted, from the beginning): staff,
   * roster, customers, receipts, past calls. Deterministic by seed and today, except for the secrets.
   * @returns how everybody signs in; shown once, not kept.
   * @throws RuleBroken `demo.errors.not-empty` in an office with records of its own.
   */
  create(size?: Partial<DemoSize>): Promise<SignIn[]>;
  /**
   * Empties a demo office and makes it anew, around the new today.
   * @throws RuleBroken `demo.errors.not-demo` for an office that is not a demo.
   */
  reset(size?: Partial<DemoSize>): Promise<SignIn[]>;
}

export function makeDemo({
  db,
  model,
  clock,
  log,
  audit,
  parts,
}: {
  db: Database;
  model: DemoModel;
  clock: Clock;
  log: Log;
  audit: AuditTrail;
  parts: DemoParts;
}): Demo {
  const { staff, roster, customers, history, dispatch } = parts;

  const hire = async (): Promise<SignIn[]> => {
    const signIns = DEMO_STAFF.map(({ staffNo, name, roles }) => ({
      staffNo,
      name,
      roles: [...roles],
      password: easyPassword(),
      pin: easyPin(staffNo),
    }));
    for (const person of signIns) await staff.add(person, SYSTEM);
    return signIns;
  };

  /** Lets all lists in; @returns customer ids by card number. */
  const takeIn = async (batches: readonly DemoBatch[]): Promise<Map<string, string>> => {
    const byCard = new Map<string, string>();
    for (const { enteredOn, kind, rows } of batches) {
      for (let start = 0; start < rows.length; start += CHUNK) {
        const chunk = rows.slice(start, start + CHUNK);
        const context = {
          importId: hashOf('demo', enteredOn, kind),
          actor: SYSTEM,
          on: enteredOn,
          rehearsal: null,
        };
        const outcomes = await db.transaction((session) => customers.intake(chunk, context, session));
        for (const [place, { customerId }] of outcomes.entries()) {
          const cardNo = chunk[place]?.cells.cardNo;
          if (cardNo !== undefined && customerId !== null) byCard.set(cardNo, customerId);
        }
      }
    }
    return byCard;
  };

  /** Puts past calls on the time lines and tells the records about completed ones. */
  const remember = async (calls: readonly DemoCall[], byCard: Map<string, string>): Promise<void> => {
    const known = calls.flatMap((call) => {
      const customerId = byCard.get(call.cardNo);
      return customerId === undefined ? [] : [{ ...call, customerId }];
    });
    for (let start = 0; start < known.length; start += CHUNK) {
      const chunk = known.slice(start, start + CHUNK);
      await db.transaction(async (session) => {
        await history.append(chunk.map(entryOf), session);
        for (const { customerId, on, by, disposition } of chunk) {
          if (disposition === 'V1' || disposition === 'R1')
            await customers.recordContact(customerId, { on, by, outgoingCall: true }, session);
        }
      });
    }
  };

  /** Lets the dispatch know what was promised for today. */
  const promise = (promises: readonly DemoPromise[], byCard: Map<string, string>): Promise<void> =>
    db.transaction(async (session) => {
      for (const { cardNo, ...occasion } of promises) {
        const customerId = byCard.get(cardNo);
        if (customerId === undefined) continue;
        await dispatch.feed({ ...occasion, customerId }, session);
        await customers.markFed(customerId, occasion.dueOn, session);
      }
    });

  const fill = async (size: DemoSize): Promise<SignIn[]> => {
    const started = clock.real().getTime();
    const today = clock.today();
    const chance = chanceFrom(`${size.seed}/${size.cardHolders}`);
    await model.setMark({ seed: size.seed, state: 'making', madeAt: clock.now() });
    const signIns = await hire();
    await roster.seed(demoRoster(today));

    const people = inventPeople(chance.branch('people'), size.cardHolders, today);
    const receipts = inventPurchases(chance.branch('purchases'), people, today);
    const rows = [
      ...cardForms(people, today),
      ...tillReceipts(receipts, today),
      ...counterMembers(chance.branch('counters'), people, size.counterMembers, today),
      ...participants(chance.branch('activities'), people, today),
      ...suggestions(chance.branch('suggestions'), people, size.suggestions, today),
    ];
    const byCard = await takeIn(batched(rows, today));
    const calls = inventCalls(chance.branch('calls'), people, today);
    await remember(calls, byCard);
    await promise(inventPromises(chance.branch('promises'), people, calls, receipts, today), byCard);

    await audit.record({ actor: SYSTEM, event: 'demo.made', detail: { seed: size.seed, rows: rows.length } });
    await model.setMark({ seed: size.seed, state: 'ready', madeAt: clock.now() });
    log.info({ rows: rows.length, ms: clock.real().getTime() - started }, 'demo office made');
    return signIns;
  };

  return {
    isDemo: async () => (await model.mark()) !== null,
    create: async (size = {}) => {
      const mark = await model.mark();
      if (mark?.state === 'making') await model.empty();
      else if (!(await model.isEmpty())) throw new RuleBroken('demo.errors.not-empty');
      return fill({ ...USUAL, ...size });
    },
    reset: async (size = {}) => {
      const mark = await model.mark();
      if (mark === null) throw new RuleBroken('demo.errors.not-demo');
      await model.empty();
      return fill({ ...USUAL, seed: mark.seed, ...size });
    },
  };
}

function entryOf({
  cardNo,
  customerId,
  on,
  time,
  by,
  disposition,
  words,
}: DemoCall & { customerId: string }): ServiceEvent {
  const key = `demo-${on}-${time}`;
  return {
    _id: hashOf('demo-call', cardNo, on, time),
    customerId,
    kind: 'call',
    key,
    on,
    time,
    by,
    detail: { disposition, agent: by, ...(words === '' ? {} : { words }) },
  };
}
