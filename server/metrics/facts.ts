import { stands, type CallResult } from '../callbacks/index.ts';
import type { WorkRow } from '../dispatch/index.ts';
import type { BusinessDate } from '../platform/business-date.ts';

/** A customer who was due on a day: dispatched or carried over, and not cancelled (struck). */
export interface DueFact {
  id: string;
  customerId: string;
  day: BusinessDate;
  /** Whose sheet it stands on. */
  agent: string;
}

/** A call with its result. What was taken back is none. */
export interface CallFact {
  id: string;
  customerId: string;
  day: BusinessDate;
  /** `HH:mm`. */
  time: string;
  agent: string;
  disposition: string;
  /** N: dialled by us and counted. */
  attempt: boolean;
  /** A */
  answered: boolean;
  /** R */
  right: boolean;
  /** R and C: 有效回访. */
  valid: boolean;
  /** R and F: the cycle ended with the person. */
  over: boolean;
  /** The number was found bad (W1, W2, W3). */
  numberEnded: boolean;
  group: CallResult['flags']['group'];
  /** 1–5 */
  csat: number | null;
  /** 0–10 */
  nps: number | null;
}

/** A time agreed with a customer, on the day for which it was agreed. */
export interface AgreedFact {
  id: string;
  customerId: string;
  day: BusinessDate;
  agent: string;
  /** `HH:mm`. */
  at: string;
  /** The attempt nearest to it on that day; null when nobody dialled. */
  dialled: { callId: string; time: string } | null;
}

/** What happened in a period, as far as figures are made of it. */
export interface Facts {
  due: DueFact[];
  /** Oldest first. */
  calls: CallFact[];
  agreed: AgreedFact[];
}

/** Up to when an agreed time must have been dialled; later ones are not due yet. */
export interface UpTo {
  day: BusinessDate;
  time: string;
}

/** Facts from the rows of sheets and the results of the same days. */
export function factsOf(rows: readonly WorkRow[], results: readonly CallResult[], upTo: UpTo): Facts {
  const calls = results
    .filter((result) => stands(result) && result.source !== 'message')
    .map(callFact)
    .toSorted(byMoment);
  const due = rows
    .filter(({ state }) => state !== 'struck')
    .map(({ itemId, customerId, day, agent }) => ({ id: itemId, customerId, day, agent }));
  return { due, calls, agreed: agreedFacts(rows, results, calls, upTo) };
}

function callFact(result: CallResult): CallFact {
  const { _id: id, customerId, day, time, agent, disposition, direction, flags, csat, nps } = result;
  return {
    id,
    customerId,
    day,
    time,
    agent,
    disposition,
    attempt: flags.counts && direction === 'out',
    answered: flags.answered,
    right: flags.right === 'yes',
    valid: flags.right === 'yes' && flags.complete === 'yes',
    over: flags.right === 'yes' && flags.final === 'yes',
    numberEnded: flags.final === 'number',
    group: flags.group,
    csat,
    nps,
  };
}

/**
 * Agreed times that are due: those of sheets on the day they were promised for, and those agreed for later the same day.
 * One that the customer settled before it came (by calling us) was not missed and is none.
 */
function agreedFacts(
  rows: readonly WorkRow[],
  results: readonly CallResult[],
  calls: readonly CallFact[],
  upTo: UpTo,
): AgreedFact[] {
  const ofSheets = rows.flatMap(({ itemId, customerId, day, agent, at, state, lead }) =>
    at === null || state === 'struck' || lead === 'carried-over'
      ? []
      : [{ id: itemId, customerId, day, agent, at, since: '00:00' }],
  );
  const ofToday = results.flatMap((result) => {
    const { _id: id, customerId, day, time, next } = result;
    return stands(result) && next.kind === 'appointment' && next.on === day
      ? [{ id, customerId, day, agent: next.agent, at: next.at, since: time }]
      : [];
  });
  return [...ofSheets, ...ofToday].flatMap(({ since, ...agreed }) => {
    const own = calls.filter(({ customerId, day }) => customerId === agreed.customerId && day === agreed.day);
    const settled = own.some(
      ({ over, time }) => over && time >= since && minutesOf(time) < minutesOf(agreed.at) - KEPT_MINUTES,
    );
    const dialled = nearest(
      own.filter(({ attempt, time }) => attempt && time > since),
      agreed.at,
    );
    const come =
      agreed.day < upTo.day ||
      (agreed.day === upTo.day && minutesOf(upTo.time) >= minutesOf(agreed.at) + KEPT_MINUTES);
    return settled || !(come || isKept({ ...agreed, dialled })) ? [] : [{ ...agreed, dialled }];
  });
}

/** Minutes before and after the agreed time within which dialling keeps it. */
const KEPT_MINUTES = 15;

/** Dialled within ±15 minutes. */
export function isKept({ at, dialled }: Pick<AgreedFact, 'at' | 'dialled'>): boolean {
  return dialled !== null && Math.abs(minutesOf(dialled.time) - minutesOf(at)) <= KEPT_MINUTES;
}

function nearest(calls: readonly CallFact[], at: string): AgreedFact['dialled'] {
  const distance = ({ time }: CallFact) => Math.abs(minutesOf(time) - minutesOf(at));
  const [first] = calls.toSorted((a, b) => distance(a) - distance(b));
  return first === undefined ? null : { callId: first.id, time: first.time };
}

function minutesOf(time: string): number {
  const [hours = 0, minutes = 0] = time.split(':').map(Number);
  return hours * 60 + minutes;
}

function byMoment(a: CallFact, b: CallFact): number {
  return a.day.localeCompare(b.day) || a.time.localeCompare(b.time) || a.id.localeCompare(b.id);
}
