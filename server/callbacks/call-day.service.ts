import type { WorkRow } from '../dispatch/index.ts';
import type { BusinessDate } from '../platform/business-date.ts';
import { storeInstant } from '../platform/business-date.ts';
import type { RosterRow } from '../roster/index.ts';
import type { BoardFigures } from './board-figures.ts';
import type { CallDay } from './call-day.types.ts';
import type { Callbacks } from './callback.types.ts';
import { OWNER_MINUTES } from './callable.ts';
import { plusMinutes } from './day-part.ts';
import type { Dispositions } from './disposition.service.ts';
import type { HeldCall, StoredCall } from './stored-call.ts';
import type { CallbackParts } from './parts.service.ts';

type CallOfDay = Omit<StoredCall, 'draft' | 'script'>;

/** The board of the day: one aggregate over its results, its rows and its calls, each read once by index. */
export function makeCallDay(
  { worklist, calls, results, roster, clock, staffNames }: CallbackParts,
  dispositions: Dispositions,
  unknownCallers: { open(): Promise<number> },
  sheetReturns: { ofDay(day: BusinessDate): Promise<ReadonlyMap<string, unknown>> },
): Pick<Callbacks, 'dayOf'> {
  return {
    dayOf: async (day) => {
      const blocking = (await dispositions.all())
        .filter(({ next }) => next.kind === 'other-line')
        .map(({ code }) => code);
      const [figures, rows, opened, held, { rows: people, open: storeOpen }, names, unknown, signed] =
        await Promise.all([
          results.boardOf(day, blocking),
          worklist.rows(day, null),
          calls.ofDay(day),
          calls.held(),
          roster.lately.rosterFor(day),
          staffNames(),
          unknownCallers.open(),
          sheetReturns.ofDay(day),
        ]);
      const now = nowOn(day);
      return {
        day,
        agents: agentLines(rows, figures, held, people, storeOpen, now, names),
        appointments: appointmentLines(rows, figures, now.time),
        openedWithoutResult: withoutResult(opened, held, figures),
        conflicts: figures.inQuestion[0]?.n ?? 0,
        blocked: blockedAgain(figures),
        unknownCallers: unknown,
        openSheets: openSheets(rows, figures, signed, names),
      };
    },
  };

  /** Seen from the day itself: over for an earlier one. */
  function nowOn(day: BusinessDate): { at: Date; time: string } {
    const today = clock.today();
    if (day === today) return { at: clock.now(), time: clock.time() };
    return { at: storeInstant(day, '18:30'), time: day < today ? '23:59' : '00:00' };
  }
}

function agentLines(
  rows: readonly WorkRow[],
  figures: BoardFigures,
  held: readonly HeldCall[],
  people: readonly RosterRow[],
  storeOpen: boolean,
  now: { at: Date },
  names: ReadonlyMap<string, string>,
): CallDay['agents'] {
  const known = new Map(people.map((person) => [person.staffNo, person]));
  const said = new Map(figures.agents.map((one) => [one.staffNo, one]));
  const staff = new Set([
    ...people.filter(({ roles }) => roles.includes('agent')).map(({ staffNo }) => staffNo),
    ...rows.map(({ agent }) => agent),
    ...said.keys(),
  ]);
  return [...staff].sort().map((staffNo) => {
    const person = known.get(staffNo);
    const own = rows.filter(({ agent, state }) => agent === staffNo && state !== 'struck');
    const one = said.get(staffNo);
    const call = held.find(({ agent }) => agent === staffNo);
    return {
      staffNo,
      name: person?.name ?? names.get(staffNo) ?? one?.name ?? staffNo,
      present: storeOpen && person?.presence === 'works',
      duty: person?.duty ?? false,
      lunchDuty: person?.lunchDuty ?? false,
      total: own.length,
      done: own.filter(({ state }) => state === 'settled').length,
      left: own.filter(({ state }) => state === 'fixed').length,
      carried: own.filter(({ state }) => state === 'carried').length,
      reached: one?.reached.length ?? 0,
      valid: one?.valid.length ?? 0,
      attempts: one?.attempts ?? 0,
      onCall:
        call === undefined
          ? null
          : { customerId: call.customerId, since: call.openedAt, direction: call.direction },
      lastResultAt: one?.lastAt ?? null,
      pace: one === undefined ? null : paceOf(one, now.at),
    };
  });
}

const HOUR_MS = 3_600_000;
/** Before this nobody has a pace. */
const LEAST_MS = HOUR_MS / 6;

/** Results an hour since the first; a time before the last result does not count as the end. */
function paceOf({ results, firstAt, lastAt }: BoardFigures['agents'][number], now: Date): number | null {
  const end = Math.max(now.getTime(), lastAt.getTime());
  const worked = end - firstAt.getTime();
  return worked < LEAST_MS ? null : Math.round((results / (worked / HOUR_MS)) * 10) / 10;
}

/**
 * Agreed times of the sheets and those agreed during the day, which take their place, also where the promise found no sheet:
 * it must not be forgotten because nobody had room. Soonest first.
 */
function appointmentLines(
  rows: readonly WorkRow[],
  { agreed, kept, last }: BoardFigures,
  time: string,
): CallDay['appointments'] {
  const later = new Map(agreed.map((one) => [one.itemId, one]));
  const stateAt = (at: string) =>
    time < at
      ? ('coming' as const)
      : time <= plusMinutes(at, OWNER_MINUTES)
        ? ('due' as const)
        : ('late' as const);
  const onSheets = rows.flatMap((row): CallDay['appointments'] => {
    const at = later.get(row.itemId)?.at ?? row.at;
    if (at === null || row.state === 'struck') return [];
    const { itemId, customerId, agent } = row;
    const done = row.state === 'settled' || kept.some((one) => one.itemId === itemId && one.at === at);
    return [{ itemId, customerId, agent, at, state: done ? ('kept' as const) : stateAt(at) }];
  });
  const placed = new Set(onSheets.map(({ customerId }) => customerId));
  const saidSince = (customerId: string, said: Date) =>
    last.some((one) => one.customerId === customerId && one.at > said);
  const adrift = agreed
    .filter(({ customerId, said }) => !placed.has(customerId) && !saidSince(customerId, said))
    .map(({ itemId, customerId, agent, at }) => ({ itemId, customerId, agent, at, state: stateAt(at) }));
  return [...onSheets, ...adrift].toSorted(
    (a, b) => a.at.localeCompare(b.at) || (a.customerId < b.customerId ? -1 : 1),
  );
}

/**
 * Customers whose call was opened and ended, or fell silent, without a result of its own or a later one: however often that
 * happened, by the latest of these calls.
 */
function withoutResult(
  opened: readonly CallOfDay[],
  held: readonly HeldCall[],
  { last }: BoardFigures,
): CallDay['openedWithoutResult'] {
  const alive = new Set(held.map(({ _id }) => _id));
  const byCustomer = new Map(last.map((one) => [one.customerId, one]));
  const left = opened
    .filter(({ _id, state, end, customerId, openedAt }) => {
      if (alive.has(_id) || end?.why === 'elsewhere' || end?.why === 'merged') return false;
      const said = byCustomer.get(customerId);
      if (said?.calls.includes(_id) === true) return false;
      return !(said !== undefined && said.at >= openedAt) && state !== 'closed';
    })
    .map(({ _id, customerId, agent, agentName, openedAt, itemId }) => ({
      callId: _id,
      customerId,
      agent,
      agentName,
      at: openedAt,
      itemId,
    }));
  return [...new Map(left.map((one) => [one.customerId, one])).values()];
}

/** From the second blocked call of a cycle on, on whatever day the first was; that one is nobody's fault. */
function blockedAgain({ blocked }: BoardFigures): NonNullable<CallDay['blocked']> {
  const byCustomer = new Map<string, BoardFigures['blocked']>();
  for (const one of blocked) byCustomer.set(one.customerId, [...(byCustomer.get(one.customerId) ?? []), one]);
  return [...byCustomer.values()].flatMap((calls) => {
    const [latest] = calls.toSorted((a, b) => b.at.getTime() - a.at.getTime());
    if (latest === undefined) return [];
    const { customerId, agent, agentName, earlier } = latest;
    const times = earlier + calls.length;
    return times < 2 ? [] : [{ customerId, agent, agentName, times }];
  });
}

/**
 * Rows of which nothing is known: neither called by screen or paper nor struck. What the close of day carried to tomorrow
 * counts too, until somebody signs the sheet in: the paper may tell of a call.
 */
function openSheets(
  rows: readonly WorkRow[],
  { last }: BoardFigures,
  signed: ReadonlyMap<string, unknown>,
  names: ReadonlyMap<string, string>,
): CallDay['openSheets'] {
  const called = new Set(last.map(({ customerId }) => customerId));
  const sheets = new Map<string, CallDay['openSheets'][number]>();
  for (const { sheet, agent, place, state, customerId } of rows) {
    if (state === 'settled' || state === 'struck' || called.has(customerId) || signed.has(sheet)) continue;
    const agentName = names.get(agent) ?? agent;
    const known = sheets.get(sheet) ?? { number: sheet, agent, agentName, open: [], carried: [] };
    (state === 'carried' ? known.carried : known.open).push(place);
    sheets.set(sheet, known);
  }
  return [...sheets.values()];
}
