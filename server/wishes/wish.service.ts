import { storeDay, type Calendar } from '../calendar/index.ts';
import type { Customer, CustomerService } from '../customers/index.ts';
import type { AuditTrail } from '../platform/audit.ts';
import { businessDateOf } from '../platform/business-date.ts';
import type { Clock } from '../platform/clock.ts';
import { Conflict, NotFound, RuleBroken } from '../platform/errors.ts';
import { lately } from '../platform/lately.ts';
import type { Database, Session } from '../platform/mongo.ts';
import type { Actor } from '../platform/roles.ts';
import { CATALOGUE } from './bouquet.ts';
import { departmentsWith } from './department.ts';
import { againstBouquet, bansOf } from './flower-taboo.ts';
import { problemsOf, tabooProblem } from './wish-check.ts';
import { asKept, dueAtOf, wishId } from './wish.ts';
import { cursorOf, type WishModel } from './wish.model.ts';
import type { FlowerCustomer, Wish, WishDetail, Wishes, WishGround } from './wish.types.ts';

export interface WishParts {
  db: Database;
  model: WishModel;
  clock: Clock;
  audit: AuditTrail;
  storeName: string;
  calendar: Pick<Calendar, 'storeCalendar' | 'departments'>;
  customers: Pick<CustomerService, 'get'>;
  /** Names of staff by number. */
  staffNames: () => Promise<ReadonlyMap<string, string>>;
}

/** Wishes read at once for paper and exports. */
const BATCH = 200;

/** What a check needs of a record: taboos that nobody refused, and health notes. */
export function flowerCustomer({
  taboos,
  healthNotes,
}: Pick<Customer, 'taboos' | 'healthNotes'>): FlowerCustomer {
  return {
    taboos: taboos.filter(({ state }) => state !== 'refused').map(({ tag, text }) => ({ tag, text })),
    healthNotes: healthNotes.map(({ text }) => text),
  };
}

/** The wishes of calls: kept with their result, taken back with it, taken up once. */
export function makeWishService(parts: WishParts): Wishes {
  const { db, model, clock, audit, storeName, calendar, customers, staffNames } = parts;

  const nowOn = (today: WishGround['now']['day']): WishGround['now'] => ({
    day: today,
    // Paper of an earlier day is judged by its day alone.
    time: today === clock.today() ? clock.time() : '00:00',
  });

  const calendars = () => Promise.all([calendar.storeCalendar(), calendar.departments()]);
  const recentCalendars = lately(calendars);

  const groundFrom = ([store, departments]: Awaited<ReturnType<typeof calendars>>): WishGround => {
    return {
      now: nowOn(clock.today()),
      storeName,
      closed: (day) => !storeDay(store, day).open,
      departments: departmentsWith(departments),
    };
  };

  const wanted = async (id: string, session?: Session): Promise<Wish> => {
    const wish = await model.byId(id, session);
    if (wish === null) throw new NotFound('wishes.errors.no-such-wish');
    return wish;
  };

  const note = (event: string, { _id, kind, resultId }: Wish, actor: Actor, session: Session, why?: string) =>
    audit.record(
      {
        actor,
        event,
        subject: { kind: 'wish', id: _id },
        detail: { kind, resultId },
        ...(why === undefined ? {} : { why }),
      },
      session,
    );

  /** One guarded step with its line in the trail; who was first is named when it cannot be taken. */
  const step = async (
    id: string,
    event: string,
    actor: Actor,
    take: (session: Session) => Promise<boolean>,
    { why, own }: { why?: string; own?: Session } = {},
  ): Promise<void> => {
    const work = async (session: Session) => {
      const wish = await wanted(id, session);
      if (!(await take(session))) throw await moved(wish);
      await note(event, wish, actor, session, why);
    };
    await (own === undefined ? db.transaction(work) : work(own));
  };

  const nameOf = async (staffNo: string | null) => (await staffNames()).get(staffNo ?? '') ?? staffNo ?? '';

  const moved = async ({ state, takenUpBy, takenUpAs, arrivedAt }: Wish): Promise<Conflict> => {
    if (state !== 'taken-up') return new Conflict(`wishes.errors.is-${state}`);
    if (arrivedAt !== null) return new Conflict('wishes.errors.is-arrived');
    const by = await nameOf(takenUpBy);
    return new Conflict('wishes.errors.is-taken-up', { by, as: takenUpAs ?? '–' });
  };

  /** @throws RuleBroken when flowers stand against what the record forbids at this moment of the transaction */
  const refuseTaboo = async (customerId: string, wishes: readonly WishDetail[], session: Session) => {
    const flowers = wishes.flatMap((wish) => (wish.kind === 'flower' ? [wish.flower] : []));
    if (flowers.length === 0) return;
    const customer = await customers.get(customerId, session);
    if (customer === null) return;
    for (const flower of flowers) {
      const problem = tabooProblem(flower, flowerCustomer(customer));
      if (problem !== null) throw new RuleBroken(problem.message, problem.values);
    }
  };

  return {
    bouquetsFor: (customer) => {
      const bans = bansOf(customer);
      return CATALOGUE.filter(({ active }) => active).map((bouquet) => ({
        bouquet,
        against: againstBouquet(bouquet, bans),
      }));
    },
    problems: (wish, customer, today) =>
      problemsOf(wish, customer, {
        now: nowOn(today),
        storeName,
        closed: () => false,
        departments: null,
      }),
    check: async (wishes, customer, today) => {
      if (wishes.length === 0) return [];
      const asked = { ...groundFrom(await calendars()), now: nowOn(today) };
      return wishes.flatMap((wish) => problemsOf(wish, customer, asked));
    },
    ground: async () => groundFrom(await recentCalendars()),

    add: async (of, details, actor, session) => {
      const { resultId, customerId, customerName, agent = actor.staffNo, raisedAt = clock.now() } = of;
      await refuseTaboo(customerId, details, session);
      for (const detail of details) {
        const kept = asKept(detail, raisedAt);
        const wish: Wish = {
          ...kept,
          _id: wishId(resultId, kept),
          customerId,
          customerName,
          resultId,
          state: 'wanted',
          on: businessDateOf(raisedAt),
          at: raisedAt,
          dueAt: dueAtOf(kept, raisedAt),
          by: agent,
          takenUpAt: null,
          takenUpBy: null,
          takenUpAs: null,
          takenUpByHand: false,
          arrivedAt: null,
          arrivedBy: null,
        };
        if (await model.keep(wish, session)) await note('wish.added', wish, actor, session);
      }
    },
    withdraw: async (resultId, actor, session) => {
      const wishes = await model.ofResults([resultId], session);
      const acted = wishes.find(({ state }) => state === 'taken-up');
      if (acted !== undefined) {
        const by = await nameOf(acted.takenUpBy);
        throw new RuleBroken(`wishes.errors.taken-up.${acted.kind}`, { by });
      }
      await model.withdraw(resultId, session);
      for (const wish of wishes)
        if (wish.state === 'wanted') await note('wish.withdrawn', wish, actor, session);
    },

    ofResults: (resultIds) => model.ofResults(resultIds),
    get: (id) => wanted(id),
    list: async ({ after, limit, ...filter }) => {
      const found = await model.page(filter, after, limit + 1);
      const rows = found.slice(0, limit);
      const last = rows.at(-1);
      const counts = await model.counts(filter);
      const total = filter.state === undefined ? sum(Object.values(counts)) : counts[filter.state];
      return { rows, next: found.length > limit && last !== undefined ? cursorOf(last) : null, total };
    },
    counts: (filter) => model.counts(filter),
    counters: async (day) => (await model.counters(day)).toSorted((a, b) => a.localeCompare(b, 'zh-CN')),
    stream: async function* (filter) {
      for (let after: string | undefined; ;) {
        const batch = await model.page(filter, after, BATCH);
        yield* batch;
        const last = batch.at(-1);
        if (last === undefined || batch.length < BATCH) return;
        after = cursorOf(last);
      }
    },
    open: () => model.open(),
    dueBefore: (ask, limit) => model.dueBefore(ask, limit),

    takeUp: (id, as, actor, session) =>
      step(
        id,
        'wish.taken-up',
        actor,
        (own) => model.takeUp(id, { at: clock.now(), by: actor.staffNo, as, byHand: false }, own),
        session === undefined ? {} : { own: session },
      ),
    takeUpByHand: (id, as, actor) =>
      step(
        id,
        'wish.taken-up-by-hand',
        actor,
        (session) => model.takeUp(id, { at: clock.now(), by: actor.staffNo, as, byHand: true }, session),
        { why: as },
      ),
    putBack: (id, actor) => step(id, 'wish.put-back', actor, (session) => model.putBack(id, session)),
    arrived: (id, here, actor) =>
      step(id, here ? 'wish.arrived' : 'wish.arrival-taken-back', actor, (session) =>
        here
          ? model.arrive(id, { at: clock.now(), by: actor.staffNo }, session)
          : model.unarrive(id, session),
      ),
    followMerge: ({ loser, survivor }, session) => model.moveCustomer(loser, survivor, session),
  };
}

function sum(numbers: readonly number[]): number {
  return numbers.reduce((total, n) => total + n, 0);
}
