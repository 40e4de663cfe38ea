import type { Customer, DueQuery } from '../../server/customers/index.ts';
import { businessDate, type BusinessDate } from '../../server/platform/business-date.ts';
import type { Database } from '../../server/platform/mongo.ts';
import type { Services } from '../../server/services.ts';
import { SYSTEM } from '../../server/platform/roles.ts';
import type { Occasion } from '../../server/dispatch/occasion.ts';

/**
 * A store with very many customers. On {@link FEW} one customer in ten is due (birthdays, anniversaries, silence in equal
 * parts of the tenth), on {@link MANY} everybody is, because nobody was spoken with for half a year.
 */
export const FEW = businessDate('2026-11-23');
export const MANY = businessDate('2027-01-18');
export const AGENTS = 8;

const SPOKEN_EARLY = businessDate('2026-03-02');
const SPOKEN_LATE = businessDate('2026-07-20');
const ENTERED = businessDate('2025-01-02');

/** Ids as the product makes them: 24 hexadecimal digits, here spread evenly and told from the number. */
export function idOf(n: number): string {
  const mixed = Math.imul(n, 0x9e3779b1) >>> 0;
  return `${mixed.toString(16).padStart(8, '0')}${n.toString(16).padStart(16, '0')}`;
}

/** Which rule makes customer `n` due on the day with few; null for the other nine of ten. */
function groupOf(n: number): 'birthday' | 'card-anniversary' | 'long-silence' | null {
  if (n % 10 !== 0) return null;
  return (['birthday', 'card-anniversary', 'long-silence'] as const)[(n / 10) % 3] ?? null;
}

/** The occasion a right run opens for customer `n`, null when the customer is not due. */
export function occasionOf(n: number, day: BusinessDate): Occasion | null {
  const customerId = idOf(n);
  const group = groupOf(n);
  const rule = day === MANY ? 'long-silence' : group;
  if (rule === null) return null;
  const base = { customerId, rule, state: 'waiting', openedOn: day, blockedBy: null } as const;
  const [occasionKey, dueFrom, until] = {
    birthday: ['solar:2026', '2026-11-21', '2026-11-24'],
    'card-anniversary': [`${cardOf(n)}:2026`, '2026-11-18', '2026-12-02'],
    'long-silence':
      group === 'long-silence' ? [SPOKEN_EARLY, '2026-08-29', null] : [SPOKEN_LATE, '2027-01-16', null],
  }[rule] as [string, BusinessDate, BusinessDate | null];
  return {
    _id: `${customerId}/${rule}/${occasionKey}`,
    ...base,
    occasionKey,
    dueFrom,
    until,
    waitsFrom: dueFrom,
  };
}

function cardOf(n: number): string {
  return `VIP${String(n).padStart(8, '0')}`;
}

/** What the product's sweep matches, as the bare way asks for it. */
export function bareFilter(query: DueQuery): Record<string, unknown> {
  return {
    mergedInto: null,
    $or: [
      { 'due.birthdayKey': { $in: query.birthdayKeys } },
      { 'due.cardDays': { $elemMatch: { $gte: query.cardsIssued.from, $lte: query.cardsIssued.to } } },
      { 'due.cardMonthDays': { $in: query.cardAnniversaries } },
      { 'facts.lastPurchaseOn': { $gte: query.purchasedSince } },
      { 'facts.lastEventOn': { $gte: query.eventSince } },
      {
        'facts.lastPurchaseOn': { $gte: query.silentBoughtSince },
        'due.silentSince': { $lte: query.silentUntil },
      },
      { 'due.fedOn': { $lte: query.alsoFedBefore } },
    ],
  };
}

/**
 * Fills an empty database: agents, and customers of the shape the product itself gives them (one is let in through the
 * product, the others are copies with their own numbers and days).
 */
export async function fill(db: Database, services: Services, customers: number): Promise<void> {
  for (let agent = 1; agent <= AGENTS; agent += 1) {
    await services.staff.add(
      {
        staffNo: `03${String(agent).padStart(2, '0')}`,
        name: '张敏',
        roles: ['agent'],
        password: 'sesam-oeffne-dich',
      },
      SYSTEM,
    );
  }
  const [outcome] = await services.customers.intake(
    [
      {
        row: 1,
        kind: 'vip-cards',
        cells: {
          cardNo: 'VIP99999999',
          name: '张晓明',
          mobile: '13912345678',
          issuedOn: '2019-05-05',
          birthday: '1980-05-05',
          calendar: '公历',
          province: '上海市',
          city: '上海市',
          district: '浦东新区',
          detail: '新华路355弄24号',
          allowCall: '是',
          allowPost: '是',
        },
      },
    ],
    { importId: 'bench', actor: SYSTEM, on: ENTERED, rehearsal: null },
  );
  // Without the quota on long silence the plan is a full one on both days.
  await services.dispatch.backlog.saveQuotas({ basedOn: 0, quotas: { 'long-silence': null } }, SYSTEM);
  const people = db.connection.collection<Customer>('customers');
  const model = await people.findOne({ _id: outcome?.customerId ?? '' });
  if (model === null) throw new Error('the model customer was not let in');
  await people.deleteMany({});
  for (let n = 0; n < customers; n += BATCH) {
    const count = Math.min(BATCH, customers - n);
    await people.insertMany(
      Array.from({ length: count }, (_, i) => copyOf(model, n + i)),
      { ordered: false },
    );
  }
}

const BATCH = 5_000;

function copyOf(model: Customer, n: number): Customer {
  const group = groupOf(n);
  const spoken = group === 'long-silence' ? SPOKEN_EARLY : SPOKEN_LATE;
  const issuedOn = businessDate(group === 'card-anniversary' ? '2019-11-18' : '2019-05-05');
  const birthday = { calendar: 'solar', month: group === 'birthday' ? 11 : 5, day: 24, leap: false } as const;
  const bought = businessDate('2026-01-09');
  const phone = `+86139${String(n).padStart(8, '0')}`;
  return {
    ...model,
    _id: idOf(n),
    facts: {
      ...model.facts,
      enteredOn: ENTERED,
      phones: [phone],
      birthday,
      cards: [{ no: cardOf(n), issuedOn }],
      firstPurchaseOn: bought,
      lastPurchaseOn: bought,
      lastContactOn: spoken,
      lastCompletedCallOn: null,
      knownBy: `03${String((n % AGENTS) + 1).padStart(2, '0')}`,
      rankKey: cardOf(n),
    },
    due: {
      birthdayKey: `solar-${group === 'birthday' ? '11' : '05'}-24`,
      cardDays: [issuedOn],
      cardMonthDays: [issuedOn.slice(5)],
      silentSince: spoken,
      fedOn: null,
    },
    // One search key each: what the search index weighs is not measured here.
    search: [`c${cardOf(n).toLowerCase()}`],
  };
}
