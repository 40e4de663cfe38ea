import type { Channel, ConsentState, Purpose } from '../customers/index.ts';
import { daysBetween } from '../platform/business-date.ts';
import type { FieldError } from '../platform/errors.ts';
import type { Attempt } from './attempt-limits.ts';
import { completes, isValid } from './call-result.ts';
import type { ResultCommand } from './callback.types.ts';
import { madeBy } from './consequence-list.ts';
import type { Outcome, ResultFacts } from './consequence.types.ts';
import type { DayAhead } from './days-ahead.ts';
import type { Disposition } from './disposition.ts';
import { allowsAgain, whatFollows, type Following } from './next-contact.ts';
import { feedOf, settlingOf, standsAgainOf } from './reasons-after.ts';
import { agreedIn } from './result-facts.ts';
import type { ResultPlace } from './result-place.ts';
import { changesOf, wishesOf } from './told-by-result.ts';

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

/** An agreement further ahead than this is a typing error. */
const FURTHEST_DAYS = 90;

function problemsOf(
  command: ResultCommand,
  { disposition, place, consentOf, problems, today }: ResultFacts,
): FieldError[] {
  const wrong = (field: string, key: string): FieldError => ({ field, message: `callbacks.errors.${key}` });
  const found: FieldError[] = [...problems];
  if (disposition.asks === 'appointment' && command.appointment === null)
    found.push(wrong('appointment-on', 'appointment-missing'));
  if (command.appointment !== null && daysBetween(today, command.appointment.on) > FURTHEST_DAYS)
    found.push({ ...wrong('appointment-on', 'appointment-far'), values: { days: FURTHEST_DAYS } });
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

function contactOf(countsAs: Disposition, incoming: boolean): Outcome['contact'] {
  return completes(countsAs) || isValid(countsAs) ? { outgoing: !incoming } : null;
}
