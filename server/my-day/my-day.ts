import type { BusinessDate } from '../platform/business-date.ts';
import type { Actor } from '../platform/roles.ts';
import type { Translate } from '../platform/web/route.ts';
import type { DayStep, Saying, StepFacts, Words } from './day-step.ts';

/** Whose day, which day, what time; handed to every source of the page. */
export interface DayMoment {
  day: BusinessDate;
  /** Business now. */
  now: Date;
  /** `HH:mm` of now. */
  time: string;
  actor: Actor;
  /** Words in the reader's language, for parts that bring their own sentences. */
  t: Translate;
  /** Asks a question once per page, however many sources need the answer. */
  once: <T>(question: string, ask: () => Promise<T>) => Promise<T>;
}

/** A part of the product tells what it knows of one step; null leaves the plain line. */
export interface StepSource {
  step: string;
  facts(moment: DayMoment, step: DayStep): Promise<StepFacts | null>;
}

/** Something that needs somebody, with one verb. */
export interface Exception {
  severity: 'bad' | 'warn';
  title: Words;
  detail: Words | null;
  /** Instant by which it should be done; earliest first, those without one last. */
  due: Date | null;
  verb: { href: string; label: Saying };
}

/** A part of the product that reports exceptions. */
export interface ExceptionSource {
  exceptions(moment: DayMoment): Promise<Exception[]>;
}

/** Everything of one day for one person. */
export interface MyDay {
  moment: DayMoment;
  /** Reason of the closure when the store does not open today. */
  closed: string | null;
  /** False, true or `unknown` by the office-work calendar. */
  workday: boolean | 'unknown';
  steps: { step: DayStep; facts: StepFacts }[];
  exceptions: Exception[];
}

/** Exceptions by what is left of their time; graver ones first among equals. */
export function byTimeLeft(a: Exception, b: Exception): number {
  const due = ({ due: at }: Exception) => at?.getTime() ?? Number.MAX_SAFE_INTEGER;
  return due(a) - due(b) || Number(b.severity === 'bad') - Number(a.severity === 'bad');
}
