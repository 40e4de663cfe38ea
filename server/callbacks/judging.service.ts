import { callFactsOf, currentConsent, type CallFacts, type Customer } from '../customers/index.ts';
import type { SheetRow, WorkRow } from '../dispatch/index.ts';
import { isBusinessDate, storeInstant, storeTimeOf, type BusinessDate } from '../platform/business-date.ts';
import { Conflict, InvalidInput, NotAllowed, NotFound, type FieldError } from '../platform/errors.ts';
import type { Session } from '../platform/mongo.ts';
import type { Actor } from '../platform/roles.ts';
import { checkAnswers, scriptState, type ScriptState } from '../scripts/index.ts';
import type { FlowerCustomer } from '../wishes/index.ts';
import { attemptOf, stands, type StoredResult } from './call-result.ts';
import type { Candidates } from './candidates.service.ts';
import type { ResultCommand } from './callback.types.ts';
import type { Outcome, ResultFacts } from './consequence.types.ts';
import { consequencesOf } from './consequences.ts';
import type { DayAhead } from './days-ahead.ts';
import { daysAhead } from './days-ahead.service.ts';
import type { Disposition } from './disposition.ts';
import type { Dispositions } from './disposition.service.ts';
import type { StoredCall } from './stored-call.ts';
import type { CallbackParts } from './parts.service.ts';
import { aboutOf, dialledOf, keptTime, looksAhead, otherNumberLeft } from './result-facts.ts';
import { placeOf, type ResultPlace } from './result-place.ts';

/** What is known of a result outside its transaction: everything that does not decide who came first. */
export interface Ground {
  command: ResultCommand;
  customer: Customer;
  facts: CallFacts;
  day: BusinessDate;
  time: string;
  at: Date;
  agent: { staffNo: string; name: string };
  names: ReadonlyMap<string, string>;
  disposition: Disposition;
  dispositions: readonly Disposition[];
  answered: ScriptState | null;
  days: readonly DayAhead[];
  phoneKeys: ReadonlyMap<string, string>;
  problems: FieldError[];
}

/** A result with everything that follows, as it stands at one moment. */
export interface Judged {
  ground: Ground;
  call: StoredCall | null;
  /** That call and whoever else has its row open. */
  around: readonly StoredCall[];
  place: ResultPlace;
  /** Row the result names, standing there any more or not. */
  row: WorkRow | null;
  dialledKey: string | null;
  keeps: string | null;
  /** Turn the result takes on its row. */
  turn: number;
  outcome: Outcome;
}

/** Records were merged between reading the customer and reading the call: both are to be read again. */
export class MergedMeanwhile extends Conflict {
  constructor() {
    super('callbacks.errors.call-gone');
  }
}

/** Calls around a row, by the name the row had when they were read. */
export interface Around {
  itemId: string | null;
  found: readonly StoredCall[];
}

/** The same save again: the call was ended by a result before. */
export interface SavedBefore {
  savedBefore: StoredResult;
}

export type Judging = ReturnType<typeof makeJudging>;

/** Judges results: gathers what they depend on, decides where they belong, works out what follows. Writes nothing. */
export function makeJudging(parts: CallbackParts, candidates: Candidates, dispositions: Dispositions) {
  const { worklist, calls, results, customers, scripts, wishes, clock, config, staffNames } = parts;

  /** @throws NotFound for unknown customers, InvalidInput for what is no result at all */
  const ground = async (given: ResultCommand, actor: Actor): Promise<Ground> => {
    const all = await dispositions.all();
    const disposition = all.find(({ code, active }) => active && code === given.disposition);
    const ahead = disposition !== undefined && looksAhead(given, disposition);
    const moment = momentOf(given);
    const [customer, names, script, days] = await Promise.all([
      customers.get(given.customerId),
      staffNames(),
      given.script === null ? null : scripts.version(given.script.scriptId, given.script.version),
      ahead ? daysAhead(parts, laterOf(moment.day, clock.today())) : [],
    ]);
    if (customer === null) throw new NotFound('customers.errors.no-such-customer');
    if (disposition === undefined) throw refused('disposition', 'no-disposition');
    const command = asTheLiving(given, customer._id);
    const facts = callFactsOf(customer, moment.day);
    const [phoneKeys, wrongWishes] = await Promise.all([
      worklist.phoneKeys([...facts.phones, ...(command.phone === null ? [] : [command.phone])]),
      command.wishes.length === 0
        ? []
        : wishes.check(command.wishes, flowerCustomer(customer), clock.today()),
    ]);
    const staffNo = command.agent ?? actor.staffNo;
    return {
      command,
      customer,
      facts,
      ...moment,
      agent: { staffNo, name: staffNo === actor.staffNo ? actor.name : (names.get(staffNo) ?? staffNo) },
      names,
      disposition,
      dispositions: all,
      answered: script === null ? null : scriptState(script, command.answers),
      days,
      phoneKeys,
      problems: [...(script === null ? [] : checkAnswers(script, command.answers)), ...wrongWishes],
    };
  };

  /** The call that a result ends, and everybody who has its row open. */
  const around = async (
    { callId, itemId }: Pick<ResultCommand, 'callId' | 'itemId'>,
    session?: Session,
  ): Promise<Around> => ({
    itemId,
    found: callId === null ? [] : await calls.around(callId, itemId, session),
  });

  /**
   * Where a result belongs now and what follows. In a transaction everything that decides is read in it.
   * @param early what was read in the same transaction while the ground was still being gathered
   * @throws NotFound, NotAllowed for somebody else's call, Conflict for a call that another result ended
   */
  const judge = async (
    known: Ground,
    actor: Actor,
    { session, early }: { session?: Session; early?: Around } = {},
  ): Promise<Judged | SavedBefore> => {
    const { command } = known;
    // The row has another name when its customer was merged meanwhile.
    const { found } = early?.itemId === command.itemId ? early : await around(command, session);
    const call = command.callId === null ? null : ownCall(command.callId, found, actor);
    if (call !== null) {
      if (call.customerId !== command.customerId) throw new MergedMeanwhile();
      const before = await endedBy(call, command, session);
      if (before !== null) return { savedBefore: before };
    }
    if (call === null && command.source !== 'paper') throw refused('disposition', 'no-call');
    return follow(answeredAt(known, call), { call, around: found }, session, (row, said) =>
      placeOf(
        command,
        call === null ? null : { held: call.state === 'open', seenTurn: call.seenTurn },
        row,
        said,
      ),
    );
  };

  /** What follows when a person has decided that a result in question counts; its call is over. */
  const judgeDecided = (known: Ground, session: Session): Promise<Judged> =>
    follow(known, { call: null, around: [] }, session, (row) =>
      row !== null && row.state === 'fixed' ? { as: 'result', row } : { as: 'extra', row: null },
    );

  const follow = async (
    known: Ground,
    { call, around }: Pick<Judged, 'call' | 'around'>,
    session: Session | undefined,
    placed: (row: WorkRow | null, said: readonly StoredResult[]) => ResultPlace,
  ): Promise<Judged> => {
    const { command } = known;
    const row = await rowOf(command, call, session);
    // What the reason was is told again only where somebody is tried again.
    const paper = row === null || !looksAhead(command, known.disposition) ? null : await paperOf(row);
    const onSheet = row?.state === 'fixed';
    const waiting = !onSheet && command.source === 'incoming' ? await waitingOf(command.customerId) : [];
    const cycle = await cycleNow(command, row, waiting);
    const all = await results.ofCycleOrRow(
      command.customerId,
      { cycle, itemId: row?.itemId ?? null },
      session,
    );
    const onRow = all.filter(({ itemId }) => row !== null && itemId === row.itemId);
    const said = onRow.filter((result) => stands(result) && result.source !== 'message');
    const inCycle = all.filter((result) => stands(result) && result.cycle === cycle && cycle !== null);
    const place = placed(row, said);
    const dialled = dialledOf(known, row);
    const keeps = row === null ? null : keptTime(row, cycle, inCycle, known);
    const outcome = consequencesOf(command, {
      ...known,
      today: clock.today(),
      place,
      cycle,
      attempts: inCycle.map(attemptOf),
      keeps,
      dutyCalls: config.DUTY_CALLS,
      call: known.facts,
      dialled,
      otherNumber: otherNumberLeft(known, dialled, inCycle),
      ...aboutOf(paper, cycle),
      waiting,
      workedOff: row !== null && row.state === 'settled' && row.day === clock.today() ? row.itemId : null,
      consentOf: (purpose, channel) => currentConsent(known.customer.consents, purpose, channel),
    });
    return {
      ground: known,
      call,
      around,
      place,
      row,
      dialledKey: dialled?.key ?? null,
      keeps,
      turn: 1 + Math.max(0, ...onRow.map(({ turn }) => turn ?? 0)),
      outcome,
    };
  };

  /** The moment of the call: paper tells it, else it is now. */
  function momentOf(command: ResultCommand): Pick<Ground, 'day' | 'time' | 'at'> {
    const today = clock.today();
    const now = clock.time();
    if (command.source !== 'paper') return { day: today, time: now, at: clock.now() };
    const on = command.itemId?.split('/').at(-1) ?? today;
    const day = isBusinessDate(on) ? on : today;
    const { time } = command;
    if (time === null || !CLOCK_TIME.test(time)) throw refused('time', 'time');
    if (day > today || (day === today && time > now)) throw refused('time', 'time-to-come');
    return { day, time, at: storeInstant(day, time) };
  }

  /** What the paper shows of a row. Read outside of any transaction: a fixed sheet never changes, and is remembered. */
  async function paperOf(row: WorkRow): Promise<SheetRow | null> {
    return (await worklist.paperOf([row])).get(row.itemId) ?? null;
  }

  function ownCall(callId: string, found: readonly StoredCall[], actor: Actor): StoredCall {
    const call = found.find(({ _id }) => _id === callId);
    if (call === undefined) throw new NotFound('callbacks.errors.no-such-call');
    if (call.agent !== actor.staffNo) throw new NotAllowed('callbacks.errors.not-your-call');
    return call;
  }

  /** What ended the call already; saved with the same disposition it is the same save from another tab. */
  async function endedBy(
    call: StoredCall,
    command: ResultCommand,
    session: Session | undefined,
  ): Promise<StoredResult | null> {
    if (call.state !== 'closed' || call.end?.resultId === null || call.end === null) return null;
    const before = await results.byId(call.end.resultId, session);
    if (before === null) return null;
    if (before.disposition === command.disposition) return before;
    throw new Conflict('callbacks.errors.call-ended', {
      disposition: before.disposition,
      time: before.time,
    });
  }

  /** The row a result belongs to: that of the call as it is called now, for incoming calls the customer's of today. */
  function rowOf(
    { source, customerId, itemId }: ResultCommand,
    call: StoredCall | null,
    session: Session | undefined,
  ): Promise<WorkRow | null> {
    if (source === 'incoming') return worklist.rowOf(customerId, clock.today(), session);
    const id = call === null ? itemId : call.itemId;
    return id === null ? Promise.resolve(null) : worklist.row(id, session);
  }

  /** The cycle a result counts in: the row's; of who calls us and is not on a sheet (any more) that of what waits for them. */
  async function cycleNow(
    { source }: ResultCommand,
    row: WorkRow | null,
    waiting: ResultFacts['waiting'],
  ): Promise<string | null> {
    if (row !== null && (row.state === 'fixed' || source !== 'incoming'))
      return (await candidates.cyclesOf([row])).get(row.itemId) ?? null;
    const retry = waiting.find(({ rule }) => rule === 'retry');
    if (retry !== undefined) return retry.occasionKey;
    const promises = waiting.map(({ occasionKey }) => occasionKey);
    return (await results.byIds(promises)).find(({ cycle }) => cycle !== null)?.cycle ?? null;
  }

  /** Retries and promises of somebody who calls us and stands on no sheet: an agreed time takes them over. */
  async function waitingOf(customerId: string): Promise<ResultFacts['waiting']> {
    return (await worklist.reasonsOf(customerId))
      .filter(({ rule, state }) => state === 'waiting' && (rule === 'retry' || rule === 'promised'))
      .map(({ rule, occasionKey }) => ({ rule, occasionKey }));
  }

  return { ground, around, judge, judgeDecided };
}

const CLOCK_TIME = /^(?:[01]\d|2[0-3]):[0-5]\d$/;

/** A record that was merged while the call was open goes on as the one that is left. */
function asTheLiving(given: ResultCommand, customerId: string): ResultCommand {
  const { itemId } = given;
  const named = itemId?.startsWith(`${given.customerId}/`)
    ? `${customerId}${itemId.slice(given.customerId.length)}`
    : itemId;
  return { ...given, customerId, itemId: named };
}

/**
 * A call that was answered was made when it was answered, not when its result was typed; one whose result is typed on a later
 * day (the power was out) belongs to its own day.
 */
function answeredAt(known: Ground, call: StoredCall | null): Ground {
  if (call === null) return known;
  const late = call.day < known.day && known.command.source === 'screen';
  if (late) {
    const at = call.connectedAt ?? call.openedAt;
    return { ...known, day: call.day, at, time: storeTimeOf(at) };
  }
  const at = call.day === known.day ? call.connectedAt : null;
  return at === null ? known : { ...known, at, time: storeTimeOf(at) };
}

function flowerCustomer({ taboos, healthNotes }: Customer): FlowerCustomer {
  return {
    taboos: taboos.filter(({ state }) => state !== 'refused').map(({ tag, text }) => ({ tag, text })),
    healthNotes: healthNotes.map(({ text }) => text),
  };
}

function laterOf(a: BusinessDate, b: BusinessDate): BusinessDate {
  return a > b ? a : b;
}

function refused(field: string, key: string): InvalidInput {
  return new InvalidInput([{ field, message: `callbacks.errors.${key}` }]);
}
