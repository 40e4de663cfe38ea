import type { CallChange, CallFacts, Channel, ConsentState, Purpose } from '../customers/index.ts';
import type { FedOccasion, ReasonDetail, Settling } from '../dispatch/index.ts';
import type { BusinessDate } from '../platform/business-date.ts';
import type { FieldError } from '../platform/errors.ts';
import type { ScriptState } from '../scripts/index.ts';
import type { WishDetail } from '../wishes/index.ts';
import type { Attempt } from './attempt-limits.ts';
import type { Consequence, NextContact, ResultCommand } from './callback.types.ts';
import { completes, isValid } from './call-result.ts';
import { madeBy } from './consequence-list.ts';
import type { DayAhead } from './days-ahead.ts';
import type { Disposition } from './disposition.ts';
import { allowsAgain, whatFollows, type Following } from './next-contact.ts';
import type { ResultPlace } from './result-place.ts';

/** Everything the consequences of a result depend on, as plain data; gathered alike for the dry run and for the save. */
export interface ResultFacts {
  /** Day and minute it was dialled, and the instant of that minute. */
  day: BusinessDate;
  time: string;
  at: Date;
  today: BusinessDate;
  disposition: Disposition;
  dispositions: readonly Disposition[];
  place: ResultPlace;
  /** Who dialled. */
  agent: { staffNo: string; name: string };
  /** Names by staff number, for whoever is told about. */
  names: ReadonlyMap<string, string>;
  cycle: string | null;
  /** Counted and uncounted attempts of the cycle before this one, oldest first. */
  attempts: readonly Attempt[];
  /** Agreed time of today that this call keeps, null when it keeps none. */
  keeps: string | null;
  days: readonly DayAhead[];
  dutyCalls: number;
  call: CallFacts;
  /** Number dialled (key as in DueFacts.phones) with its opaque key; null when the customer has none. */
  dialled: { phone: string; key: string } | null;
  /** Another valid number is left that was not dialled in vain. */
  otherNumber: boolean;
  /** Last day on which the reason still makes sense; null when it does not end. */
  lastDay: BusinessDate | null;
  /** What the first reason of the row told; a retry tells it again. */
  detail: ReasonDetail | null;
  /** Reasons that wait without standing on a sheet: an agreed time takes them over. */
  waiting: NonNullable<Settling['reasons']>;
  /** Row of today that was worked off before; null when there is none. */
  workedOff: string | null;
  consentOf: (purpose: Purpose, channel: Channel) => ConsentState;
  /** What the answers lead to; null without a script. */
  answered: ScriptState | null;
  /** What is wrong with wishes and answers by the judgement of their own parts. */
  problems: readonly FieldError[];
}

/** A reason that the result leaves for a later day. */
export type Feed = FedOccasion & { rule: 'promised' | 'retry' };

/** What a save writes and a dry run shows. */
export interface Outcome {
  problems: FieldError[];
  /** Required questions without an answer, where the disposition needs them. */
  missing: string[];
  makes: Consequence[];
  next: NextContact;
  countsAs: Disposition;
  cycle: string | null;
  /** Counted attempts of the cycle with this one. */
  attempt: number;
  again: boolean;
  settling: Settling | null;
  feed: Feed | null;
  /** Row of today that was worked off and stands open again for an hour agreed with whoever called us. */
  standsAgain: { itemId: string; at: string } | null;
  changes: CallChange[];
  /** A completed contact to be noted; `outgoing` counts for the frequency cap. */
  contact: { outgoing: boolean } | null;
  wishes: WishDetail[];
}

/**
 * From a result as it was said to everything that follows. Pure: the dry run on the desk and the save go through here, so
 * that what was shown is what happens.
 */
export function consequencesOf(command: ResultCommand, facts: ResultFacts): Outcome {
  if (facts.place.as === 'conflict') return undecided(command, facts);
  const { disposition, place } = facts;
  const incoming = command.source === 'incoming';
  const attempt: Attempt = {
    on: facts.day,
    time: facts.time,
    disposition: disposition.code,
    phoneKey: facts.dialled?.key ?? null,
    counts: disposition.counts && !incoming,
    agreed: facts.keeps !== null,
    again: allowsAgain(disposition),
  };
  const follows = forWhoStands(
    place,
    whatFollows({
      disposition,
      dispositions: facts.dispositions,
      attempts: [...facts.attempts, attempt],
      day: facts.day,
      time: facts.time,
      agent: facts.agent.staffNo,
      days: daysFor(command, facts),
      window: facts.call.callWindow === 'any' ? null : facts.call.callWindow,
      bestTime: command.bestTime,
      quietHours: facts.call.quietHours,
      over60: facts.call.over60,
      lastDay: facts.lastDay,
      otherNumber: facts.otherNumber,
      appointment: agreedIn(command, disposition),
      dutyCalls: facts.dutyCalls,
    }),
  );
  const attempts = [...facts.attempts, attempt].filter(({ counts }) => counts).length;
  const cycle = facts.cycle ?? (follows.next.kind === 'retry' ? `incoming:${command.submissionId}` : null);
  const outcome: Outcome = {
    problems: problemsOf(command, facts),
    missing: missingOf(command, facts),
    makes: [],
    next: follows.next,
    countsAs: follows.countsAs,
    cycle,
    attempt: attempts,
    again: attempt.again,
    settling: settlingOf(command, facts, follows),
    feed: feedOf(command, facts, follows, { cycle, attempts }),
    standsAgain: standsAgainOf(facts, follows),
    changes: changesOf(command, facts, follows),
    contact: contactOf(follows.countsAs, incoming),
    wishes: wishesOf(command, facts),
  };
  return { ...outcome, makes: madeBy(command, facts, follows, outcome) };
}

/** What was agreed; an hour typed before the line went dead is no agreement. */
export function agreedIn(
  { appointment }: ResultCommand,
  { answered }: Pick<Disposition, 'answered'>,
): ResultCommand['appointment'] {
  return answered ? appointment : null;
}

/** Who stands on no open row is not in anybody's queue today: they are tried from tomorrow on, unless an hour was agreed. */
function daysFor(
  command: ResultCommand,
  { disposition, place, days, today }: ResultFacts,
): readonly DayAhead[] {
  return place.row === null && agreedIn(command, disposition) === null
    ? days.filter(({ day }) => day > today)
    : days;
}

/** Of two results for one call nothing follows before a person decided; it is kept whole for that. */
function undecided(command: ResultCommand, facts: ResultFacts): Outcome {
  const { disposition, attempts, cycle } = facts;
  return {
    problems: problemsOf(command, facts),
    missing: [],
    makes: [{ kind: 'ended', key: 'beside.conflict', values: {}, problem: null }],
    next: { kind: 'none' },
    countsAs: disposition,
    cycle,
    attempt: attempts.filter(({ counts }) => counts).length,
    again: false,
    settling: null,
    feed: null,
    standsAgain: null,
    changes: [],
    contact: null,
    wishes: [],
  };
}

/**
 * Beside the rows of today nothing is planned for today, and an attempt on a sheet that the row had left plans nothing of its
 * own; but what was promised stays promised.
 */
function forWhoStands({ as, row }: ResultPlace, follows: Following): Following {
  const { kind } = follows.next;
  const planned = as === 'extra' ? kind === 'appointment' : kind !== 'today';
  return row !== null || planned ? follows : { ...follows, next: { kind: 'none' } };
}

function problemsOf(
  command: ResultCommand,
  { disposition, place, consentOf, problems }: ResultFacts,
): FieldError[] {
  const wrong = (field: string, key: string): FieldError => ({ field, message: `callbacks.errors.${key}` });
  const found: FieldError[] = [...problems];
  if (disposition.asks === 'appointment' && command.appointment === null)
    found.push(wrong('appointment-on', 'appointment-missing'));
  if (command.source !== 'paper' && disposition.asks === 'channels' && command.suppress === null)
    found.push(wrong('stop-phone', 'stop-channel'));
  if (place.as !== 'conflict') {
    for (const [kind, purpose, channel] of ASKED_FIRST) {
      const wished = command.wishes.some((wish) => wish.kind === kind);
      if (wished && !isGiven(command, consentOf(purpose, channel), purpose, channel))
        found.push(wrong(`${kind}-recipient`, `no-consent-${purpose}`));
    }
  }
  return found;
}

/** Flowers and cards go only to who wants them; the call itself asks and records it (reference.md, consent). */
const ASKED_FIRST: readonly ['flower' | 'card', Purpose, Channel][] = [
  ['flower', 'flowers', 'visit'],
  ['card', 'cards', 'post'],
];

function isGiven(command: ResultCommand, before: ConsentState, purpose: Purpose, channel: Channel): boolean {
  const told = command.consents.findLast(
    (change) => change.kind === 'consent' && change.purpose === purpose && change.channel === channel,
  );
  return (told?.kind === 'consent' ? told.state : before) === 'given';
}

/** A valid callback answers what must be asked; on paper what was not written down cannot be asked any more. */
function missingOf(command: ResultCommand, { disposition, answered }: ResultFacts): string[] {
  return disposition.asks === 'answers' && command.source === 'screen' ? (answered?.missing ?? []) : [];
}

function settlingOf(
  { customerId }: ResultCommand,
  { place, waiting }: ResultFacts,
  { settle, next }: Following,
): Settling | null {
  const { row } = place;
  // An hour agreed for today takes over what waits for another day as well.
  const takenOver = row === null && next.kind === 'appointment' && waiting.length > 0;
  const becomes = settle ?? (takenOver ? { how: 'handed-on' as const, why: 'promised' as const } : null);
  if (becomes === null) return null;
  const { how, why } = becomes;
  if (row !== null) {
    const gone = row.state === 'carried' || row.state === 'struck';
    return { customerId, itemId: row.itemId, how, why, evenIfGone: gone };
  }
  if (how === 'completed') return { customerId, itemId: null, how, why };
  if (waiting.length === 0) return null;
  return { customerId, itemId: null, how, why, reasons: waiting };
}

/** A promise under the result's id, a retry under the cycle's key; what stays on today's row needs neither. */
function feedOf(
  { customerId, submissionId }: ResultCommand,
  { place, detail, agent }: ResultFacts,
  { next, settle }: Following,
  { cycle, attempts }: { cycle: string | null; attempts: number },
): Feed | null {
  const stays = place.row !== null && place.row.state === 'fixed' && settle === null;
  if (next.kind === 'appointment' && !stays)
    return {
      rule: 'promised',
      customerId,
      key: submissionId,
      dueOn: next.on,
      at: next.at,
      agent: next.agent,
      detail: { ...detail, promisedBy: agent.name },
    };
  if (next.kind !== 'retry' || cycle === null) return null;
  return {
    rule: 'retry',
    customerId,
    key: cycle,
    dueOn: next.on,
    ...(next.agent === null ? {} : { agent: next.agent }),
    detail: { ...detail, attempt: attempts + 1 },
  };
}

/** A promise of the same day needs a row to be dialled from: that of today, if the customer stood on a sheet. */
function standsAgainOf({ place, day, workedOff }: ResultFacts, { next }: Following): Outcome['standsAgain'] {
  const agreedToday = next.kind === 'appointment' && next.on === day && place.row === null;
  return agreedToday && workedOff !== null ? { itemId: workedOff, at: next.at } : null;
}

function changesOf(
  command: ResultCommand,
  { disposition, dialled }: ResultFacts,
  { countsAs, numberEnds }: Following,
): CallChange[] {
  const { corrections, consents, suppress, words } = command;
  const stops = corrections.some(({ kind }) => kind === 'do-not-disturb');
  return [
    ...(numberEnds && dialled !== null
      ? [{ kind: 'number-invalid' as const, phone: dialled.phone, fault: countsAs.code }]
      : []),
    ...corrections,
    ...(disposition.next.kind === 'stop' && !stops
      ? [{ kind: 'do-not-disturb' as const, deceased: false, words }]
      : []),
    ...consents,
    ...(suppress !== null ? [suppress] : disposition.next.kind === 'suppress' ? [noCalls(words)] : []),
  ];
}

/** Nobody calls any more: what 拒绝今后联系 means where no channel was named (paper has no room for it). */
function noCalls(words: string): CallChange {
  return { kind: 'suppress', channels: ['phone'], purposes: ['service', 'promotion'], words };
}

function contactOf(countsAs: Disposition, incoming: boolean): Outcome['contact'] {
  return completes(countsAs) || isValid(countsAs) ? { outgoing: !incoming } : null;
}

/**
 * Wishes as said; and where nobody could be asked at the desk any more (paper), the complaint that a low score or a wish to
 * return, exchange, repair or be compensated is in any case (domain.md, tickets).
 */
function wishesOf(command: ResultCommand, { answered }: ResultFacts): WishDetail[] {
  const drives = answered?.drives.filter(({ tag }) => tag === 'complaint') ?? [];
  const csat = answered?.csat ?? command.csat;
  const low = csat !== null && csat <= LOW_CSAT;
  const there = command.wishes.some((wish) => wish.kind === 'ticket' && wish.ticket.kind === 'complaint');
  if (command.source !== 'paper' || there || (drives.length === 0 && !low)) return command.wishes;
  const remedy = drives.find((drive) => drive.remedy !== null)?.remedy ?? null;
  return [
    ...command.wishes,
    {
      kind: 'ticket',
      ticket: {
        kind: 'complaint',
        words: command.words === '' ? answersInWords(answered) : command.words,
        department: UNKNOWN_DEPARTMENT,
        remedy,
        receiptNo: null,
        firstReplyBy: null,
      },
    },
  ];
}

/** 1 and 2 of 5 are dissatisfied. */
const LOW_CSAT = 2;
/** What belongs to no counter goes to the service desk first. */
const UNKNOWN_DEPARTMENT = 'service-desk';

function answersInWords(answered: ScriptState | null): string {
  return (answered?.questions ?? [])
    .flatMap(({ question, shown }) => (shown === null ? [] : `${question.text} ${shown}`))
    .join('\n');
}
