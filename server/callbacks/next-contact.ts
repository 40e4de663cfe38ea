import type { QuietHours } from '../customers/index.ts';
import { addDays, type BusinessDate } from '../platform/business-date.ts';
import { agreedContact } from './agreed-time.ts';
import { counted, MOST_ATTEMPTS, type Attempt } from './attempt-limits.ts';
import type { NextContact, NextNote } from './callback.types.ts';
import { DAY_PARTS, partAt, partOfAttempt, plusMinutes, type Wish } from './day-part.ts';
import { agentsIn, DUTY_CALLS, whoTakes, type DayAhead } from './days-ahead.ts';
import type { Disposition } from './disposition.ts';
import { nextSlot, type Slot } from './slot.ts';

/** Everything the next contact depends on, as plain data. */
export interface NextAsk {
  /** How the call ended, and all dispositions: a second time may count as another one. */
  disposition: Disposition;
  dispositions: readonly Disposition[];
  /** All attempts of the cycle, oldest first, the one just made last. */
  attempts: readonly Attempt[];
  /** When it was dialled. */
  day: BusinessDate;
  time: string;
  /** Who dialled. */
  agent: string;
  /** Today and the days to come, in order, without a gap; two weeks of them are enough. */
  days: readonly DayAhead[];
  window: Wish | null;
  /** Time of day that whoever answered just told; stronger than the window on record. */
  bestTime: Wish | null;
  quietHours: readonly QuietHours[];
  over60: boolean;
  /** Last day on which the reason still makes sense (a birthday); null when it does not end. */
  lastDay: BusinessDate | null;
  /** Another valid number, not dialled in vain yet, is left beside the one dialled. */
  otherNumber: boolean;
  /** What was agreed on the telephone. */
  appointment: { on: BusinessDate; at: string } | null;
  /** Calls a person on duty makes; {@link DUTY_CALLS} when not given. */
  dutyCalls?: number;
}

/** What follows from a result. */
export interface Following {
  next: NextContact;
  /** The disposition it counts as: the second 停机 is an empty number, the second hang-up a refusal. */
  countsAs: Disposition;
  /** The number dialled is no longer valid. */
  numberEnds: boolean;
  /** What becomes of the row and its reasons; null when the row stays on the sheet for today. */
  settle: { how: 'completed' | 'handed-on' | 'ended'; why: EndCode } | null;
}

/** Why a row is settled; stored with its occasions. */
export type EndCode =
  | 'called'
  | 'retry'
  | 'promised'
  | 'unreachable'
  | 'number-gone'
  | 'interrupted-twice'
  | 'after-window'
  | 'stopped';

/** When and how the customer is tried again; see {@link whatFollows}. */
export function nextContact(ask: NextAsk): NextContact {
  return whatFollows(ask).next;
}

/**
 * What follows from a result (reference.md: default next steps, calling windows and retries). Pure: the same question has
 * the same answer, on the desk before saving and in the save. Nobody is ever lost: the answer is a time to come, or an end
 * with its reason.
 */
export function whatFollows(ask: NextAsk): Following {
  const countsAs = effectiveDisposition(ask);
  const settled = (how: 'completed' | 'ended', why: EndCode, note: NextNote | null = null): Following => ({
    next: { kind: 'none', note },
    countsAs,
    numberEnds: countsAs.final === 'number',
    settle: { how, why },
  });
  const { next: step } = countsAs;

  if (step.kind === 'stop') return settled('completed', 'stopped');
  if (ask.appointment !== null && step.kind !== 'suppress') return agreed(ask, countsAs);
  if (isOver(countsAs)) return settled('completed', 'called');
  if (step.kind === 'back') return { ...following(ask, countsAs, nowAgain(ask)), settle: null };
  if (step.kind === 'number-ends' && !ask.otherNumber) return settled('ended', 'number-gone');
  if (step.kind === 'resume' && timesOf(ask, countsAs.code) > 1) return settled('ended', 'interrupted-twice');
  const made = counted(ask.attempts).length;
  if (made >= MOST_ATTEMPTS)
    return settled('ended', 'unreachable', { code: 'attempts-used-up', values: { n: String(made) } });

  const next = searched(ask, countsAs);
  if (next.kind === 'retry' && ask.lastDay !== null && next.on > ask.lastDay)
    return settled('ended', 'after-window', { code: 'after-window', values: { on: ask.lastDay } });
  return following(ask, countsAs, next);
}

/** True when the same part of day may see another attempt after this one: engaged, or another number is dialled. */
export function allowsAgain({ next }: Pick<Disposition, 'next'>): boolean {
  return (
    next.kind === 'wait' || next.kind === 'number-ends' || (next.kind === 'days' && next.otherNumberFirst)
  );
}

/**
 * The disposition a result counts as: one whose second time means something else is looked for among the attempts, on the
 * same number where the number is what failed.
 */
export function effectiveDisposition({
  disposition,
  dispositions,
  attempts,
}: Pick<NextAsk, 'disposition' | 'dispositions' | 'attempts'>): Disposition {
  const { next, code } = disposition;
  if (next.kind !== 'days') return disposition;
  const dialled = attempts.at(-1)?.phoneKey ?? null;
  const times = attempts.filter(
    (each) => each.disposition === code && (!next.otherNumberFirst || each.phoneKey === dialled),
  ).length;
  return times < 2 ? disposition : (dispositions.find((each) => each.code === next.then) ?? disposition);
}

function timesOf({ attempts }: NextAsk, code: string): number {
  return attempts.filter(({ disposition }) => disposition === code).length;
}

/** Closes the customer's reasons: an answer was had, or the cycle is closed by a refusal. */
function isOver({ final, complete }: Disposition): boolean {
  return final === 'yes' || complete === 'yes';
}

function agreed(ask: NextAsk, countsAs: Disposition): Following {
  const next = agreedContact(ask);
  const result = following(ask, countsAs, next);
  return isOver(countsAs) ? { ...result, settle: { how: 'completed', why: 'called' } } : result;
}

/** The row stays for today, or is handed on to another day. */
function following({ day }: NextAsk, countsAs: Disposition, next: NextContact): Following {
  const later = (next.kind === 'retry' || next.kind === 'appointment') && next.on > day;
  return {
    next,
    countsAs,
    numberEnds: countsAs.final === 'number',
    settle: later ? { how: 'handed-on', why: next.kind === 'retry' ? 'retry' : 'promised' } : null,
  };
}

/** Back to the queue as if nothing had been dialled; at the end of the day the row is carried over by itself. */
function nowAgain({ time }: NextAsk): NextContact {
  const part = partAt(time) ?? DAY_PARTS.find(({ from }) => from > time)?.part ?? 'P3';
  return { kind: 'today', notBefore: time, part };
}

/** Earliest moment and part to avoid by the disposition's next step, then the slot that fits. */
function searched(ask: NextAsk, { next: step, code }: Disposition): NextContact {
  const { day, time } = ask;
  const tomorrow = { day: addDays(day, 1), time: '00:00' };
  const tried = partOfAttempt(time);
  const soon = { day, time };
  switch (step.kind) {
    case 'number-ends':
      return found(ask, soon, null);
    case 'wait': {
      const today = ask.attempts.filter((each) => each.disposition === code && each.on === day).length;
      return today < step.timesADay
        ? found(ask, { day, time: plusMinutes(time, step.minutes) }, null)
        : found(ask, tomorrow, null);
    }
    case 'next-day':
      return found(ask, tomorrow, tried);
    case 'wait-or-other-part': {
      const other = DAY_PARTS.find(({ from }) => from > time)?.from ?? '23:59';
      const waited = plusMinutes(time, step.minutes);
      return found(ask, { day, time: waited > other ? waited : other }, null);
    }
    case 'days':
      return step.otherNumberFirst && ask.otherNumber
        ? found(ask, soon, null)
        : found(ask, { day: addDays(day, step.days), time: '00:00' }, tried);
    case 'other-agent':
      return found(ask, tomorrow, null, true);
    default:
      return found(ask, soon, tried);
  }
}

function found(
  ask: NextAsk,
  earliest: { day: BusinessDate; time: string },
  notPart: Slot['part'] | null,
  byAnother = false,
): NextContact {
  const { days, attempts, quietHours, over60 } = ask;
  const dutyCalls = ask.dutyCalls ?? DUTY_CALLS;
  const wish = ask.bestTime ?? ask.window;
  const slot = nextSlot({ days, attempts, wish, quietHours, over60, dutyCalls, earliest, notPart });
  if (slot === null) {
    const last = days.at(-1)?.day ?? ask.day;
    const on = addDays(last > earliest.day ? last : earliest.day, 1);
    return { kind: 'retry', on, part: null, agent: byAnother ? null : ask.agent, note: null };
  }
  if (slot.day.day === ask.day) return { kind: 'today', notBefore: slot.from, part: slot.part };
  const able = agentsIn(slot.day, slot.part).filter(({ staffNo }) => !byAnother || staffNo !== ask.agent);
  const taker = whoTakes(ask.agent, able);
  return {
    kind: 'retry',
    on: slot.day.day,
    part: slot.part,
    agent: taker?.staffNo ?? null,
    note: byAnother ? null : noteOf(ask, slot, earliest.day, taker, wish),
  };
}

/** What the desk should say before saving, the most telling first. */
function noteOf(
  ask: NextAsk,
  { day, part }: Slot,
  wanted: BusinessDate,
  taker: { staffNo: string; name: string } | null,
  wish: Wish | null,
): NextNote | null {
  if (taker !== null && taker.staffNo !== ask.agent) {
    const own = day.agents.find(({ staffNo }) => staffNo === ask.agent);
    const code = part === 'P3' && own?.present === true ? 'not-on-duty' : 'agent-off';
    return { code, values: { on: day.day, name: taker.name } };
  }
  const closed = ask.days.find((each) => !each.open && each.day >= wanted && each.day < day.day);
  if (closed !== undefined && closed.day > ask.day)
    return { code: 'store-closed', values: { on: closed.day, until: day.day } };
  if (wish === 'evening' && part !== 'P3') return { code: 'no-duty-capacity', values: { on: day.day } };
  return null;
}
