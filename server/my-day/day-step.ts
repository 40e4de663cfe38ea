import { weekdayOf, type BusinessDate } from '../platform/business-date.ts';
import type { Role } from '../platform/roles.ts';

/**
 * A sentence of the page: locale key and its values. Numbers are shown bold, lists are joined as the language does it,
 * the value `reason` is one of the roster and is put in words.
 */
export interface Saying {
  key: string;
  values?: Record<string, string | number | readonly string[]>;
}

/** Words of the page: a sentence to translate, or one that came translated from another part. */
export type Words = Saying | { text: string };

/**
 * How a step stands. `plain`: nothing in the product knows more than its hour; `coming`: its hour has not come;
 * `over`: its hour has passed and nobody records it.
 */
export type StepLook = 'done' | 'running' | 'late' | 'blocked' | 'waiting' | 'coming' | 'over' | 'plain';

/** What a part of the product knows of a step today. */
export interface StepFacts {
  look: StepLook;
  /** Word of the tag; the look's own word when absent. */
  word?: Saying;
  /** One or two sentences with counts. */
  lines: Saying[];
  /** The row's link: the page behind the counts. */
  link?: { href: string; label: Saying };
  /** What to do about it; becomes the one filled button when this step is the next thing. */
  action?: { href: string; label: Saying };
}

/** One line of the timetable (domain.md §2). */
export interface DayStep {
  id: string;
  /** `HH:mm`; null for work of the day without an hour. */
  time: string | null;
  /** `HH:mm` at which the step is over by the timetable; null when it lasts until it is done. */
  until: string | null;
  /** Whose page shows it. */
  roles: readonly Role[];
  /** A pause: a small line without state. */
  pause?: boolean;
  /** ISO weekday on which it happens; every day when absent. */
  weekday?: number;
  /** Page of the work, linked while no part tells more. */
  href?: string;
}

/** Position of work without an hour: after what is due by mid-morning, as in the procedure. */
const UNTIMED_AFTER = '10:30';

/** The steps of a day for these roles, in the order of the day. */
export function stepsFor(steps: readonly DayStep[], roles: readonly Role[], day: BusinessDate): DayStep[] {
  return steps
    .filter((step) => step.roles.some((role) => roles.includes(role)))
    .filter(({ weekday }) => weekday === undefined || weekday === weekdayOf(day))
    .map((step, place) => ({ step, place }))
    .toSorted((a, b) => hourOf(a.step).localeCompare(hourOf(b.step)) || a.place - b.place)
    .map(({ step }) => step);
}

/** What a step shows when no part of the product knows more than the timetable. */
export function plainFacts({ id, until, time, href }: DayStep, now: string): StepFacts {
  const look =
    time === null ? 'plain' : now < time ? 'coming' : until !== null && now >= until ? 'over' : 'plain';
  return {
    look,
    lines: [{ key: `my-day.step.${id}.plain` }],
    ...(href === undefined ? {} : { link: { href, label: { key: `my-day.step.${id}.link` } } }),
  };
}

/** Number of steps that have begun at a time: the red line stands below them. */
export function begunAt(steps: readonly DayStep[], now: string): number {
  // An untimed step stands where it stands; the line is drawn by the hours.
  const place = steps.findLastIndex(({ time }) => time !== null && time <= now);
  return place + 1;
}

/** The step that gets the wash and the filled button: the first late one with something to do, else the first with something to do. */
export function focusOf(facts: readonly StepFacts[]): number | null {
  const actionable = (look?: StepLook) =>
    facts.findIndex((each) => each.action !== undefined && (look === undefined || each.look === look));
  const late = actionable('late');
  const place = late >= 0 ? late : actionable();
  return place < 0 ? null : place;
}

function hourOf({ time }: DayStep): string {
  return time ?? UNTIMED_AFTER;
}
