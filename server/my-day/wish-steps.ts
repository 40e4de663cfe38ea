import { addDays, businessDateOf, storeInstant } from '../platform/business-date.ts';
import type { Wish, Wishes } from '../wishes/index.ts';
import type { StepFacts } from './day-step.ts';
import type { DayMoment, Exception, ExceptionSource, StepSource } from './my-day.ts';

/** What the page asks of the wishes. */
export type WishView = Pick<Wishes, 'open' | 'counts' | 'dueBefore' | 'ground'>;

/** A complaint whose first reply is due within so many hours is looked at by the leader. */
const NEAR_HOURS = 4;
/** Complaints told one by one; what is more stands in the list. */
const MOST_COMPLAINTS = 10;

const HOUR_MS = 3_600_000;

/** Steps the wishes of calls know: 10:00 flowers, what else calls left to do, who comes to a counter today. */
export function wishSteps({ wishes }: { wishes: WishView }): StepSource[] {
  return [
    { step: 'flowers', facts: (moment) => flowerFacts(wishes, moment) },
    { step: 'wishes', facts: (moment) => openFacts(wishes, moment) },
    { step: 'visits', facts: (moment) => visitFacts(wishes, moment) },
  ];
}

/** Complaints whose first reply is near or late, and flowers whose hour has passed without anybody ordering them. */
export function wishExceptions({ wishes }: { wishes: WishView }): ExceptionSource {
  return {
    exceptions: async ({ actor, now }) => {
      if (!actor.roles.includes('leader')) return [];
      const near = new Date(now.getTime() + NEAR_HOURS * HOUR_MS);
      const [complaints, flowers] = await Promise.all([
        wishes.dueBefore({ kind: 'ticket', part: 'complaint', before: near }, MOST_COMPLAINTS),
        wishes.dueBefore({ kind: 'flower', before: now }, 1),
      ]);
      const names =
        complaints.total === 0
          ? new Map<string, string>()
          : new Map((await wishes.ground()).departments.map(({ code, name }) => [code, name]));
      return [
        ...complaints.rows.map((wish) => complaintException(wish, names)),
        ...flowers.rows.map(({ dueAt }): Exception => ({
          severity: 'bad',
          title: { key: 'my-day.exception.flowers-late', values: { count: flowers.total } },
          detail: { key: 'my-day.exception.flowers-late-why' },
          due: dueAt,
          verb: { href: '/wishes/flowers', label: { key: 'my-day.verb.order' } },
        })),
      ];
    },
  };
}

function complaintException(wish: Wish, departments: ReadonlyMap<string, string>): Exception {
  const code = wish.kind === 'ticket' ? wish.ticket.department : '';
  return {
    severity: 'warn',
    title: {
      key: 'my-day.exception.complaint',
      values: { name: wish.customerName, department: departments.get(code) ?? code },
    },
    detail: { key: 'my-day.exception.complaint-why' },
    due: wish.dueAt,
    verb: {
      href: `/wishes/tickets?day=${businessDateOf(wish.at)}&part=complaint`,
      label: { key: 'my-day.verb.reply' },
    },
  };
}

/** Flowers that the sheets of this morning are made from: for this afternoon and tomorrow morning, and what was left. */
async function flowerFacts(wishes: WishView, { day, time }: DayMoment): Promise<StepFacts | null> {
  const tomorrow = addDays(day, 1);
  const [today, both] = await Promise.all([
    wishes.dueBefore({ kind: 'flower', before: storeInstant(tomorrow, '00:00') }, 1),
    wishes.dueBefore({ kind: 'flower', before: storeInstant(tomorrow, '12:00') }, 1),
  ]);
  if (both.total === 0) return null;
  const look = time < '10:00' ? 'coming' : today.total > 0 ? 'late' : 'waiting';
  return {
    look,
    ...(look === 'late' ? { word: { key: 'my-day.word.to-order' } } : {}),
    lines: [
      {
        key: 'my-day.step.flowers.wanted',
        values: { today: today.total, tomorrow: both.total - today.total },
      },
    ],
    link: { href: '/wishes/flowers', label: { key: 'my-day.step.flowers.link' } },
    ...(look === 'coming'
      ? {}
      : {
          action: {
            href: '/wishes/flowers',
            label: { key: 'my-day.step.flowers.order', values: { count: both.total } },
          },
        }),
  };
}

/** Forms and cards that wait, and the visits of today. */
async function openFacts(wishes: WishView, { day }: DayMoment): Promise<StepFacts | null> {
  const [open, visits] = await Promise.all([
    wishes.open(),
    wishes.counts({ kind: 'visit', dueOn: day, state: 'wanted' }),
  ]);
  const expected = visits.wanted + visits['taken-up'];
  if (open.ticket + open.card + expected === 0) return null;
  return {
    look: open.ticket + open.card > 0 ? 'waiting' : 'plain',
    lines: [
      {
        key: 'my-day.step.wishes.open',
        values: { tickets: open.ticket, cards: open.card, visits: expected },
      },
    ],
    link: { href: '/wishes/tickets', label: { key: 'my-day.step.wishes.link' } },
  };
}

async function visitFacts(wishes: WishView, { day }: DayMoment): Promise<StepFacts | null> {
  const visits = await wishes.counts({ kind: 'visit', dueOn: day, state: 'wanted' });
  const expected = visits.wanted + visits['taken-up'];
  if (expected === 0) return null;
  return {
    look: visits.wanted > 0 ? 'waiting' : 'done',
    lines: [{ key: 'my-day.step.visits.expected', values: { expected, left: visits.wanted } }],
    link: { href: '/wishes/visits', label: { key: 'my-day.step.visits.link' } },
  };
}
