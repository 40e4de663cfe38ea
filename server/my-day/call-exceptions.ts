import type { CallDay } from '../callbacks/index.ts';
import { storeInstant } from '../platform/business-date.ts';
import { dayOf, seesEverybody, type CallView } from './call-steps.ts';
import type { DayMoment, Exception, ExceptionSource } from './my-day.ts';

/** The leader's board, where supervisors look as well. */
const BOARD = '/calls/day';

/**
 * What of the calls somebody has to see to: agreed times that have passed, calls opened without a result, sheets that
 * are not back, results in question, callers we do not know. Leaders are led to where it is done, supervisors to the board.
 */
export function callExceptions(view: CallView): ExceptionSource {
  return {
    exceptions: async (moment) => {
      if (!seesEverybody(moment)) return [];
      const [day, { rows }] = await Promise.all([
        dayOf(view, moment),
        moment.once('roster', () => view.roster.rosterFor(moment.day)),
      ]);
      const onDuty = new Set(rows.flatMap(({ staffNo, duty }) => (duty ? staffNo : [])));
      const found = [
        ...lateAppointments(day, moment),
        ...day.openSheets
          .filter(({ agent }) => moment.time >= (onDuty.has(agent) ? DUTY_END : DAY_END))
          .map((sheet) => sheetException(sheet, onDuty.has(sheet.agent) ? DUTY_END : DAY_END, moment)),
        ...counted(day.openedWithoutResult.length, 'opened', `${BOARD}/${day.day}/rows?of=opened`, 'look'),
        ...counted(day.conflicts, 'result-conflicts', '/calls/paper', 'decide'),
        ...counted(day.unknownCallers, 'unknown-callers', '/calls/incoming/unknown', 'look'),
      ];
      if (moment.actor.roles.includes('leader')) return found;
      return found.map((each) => ({ ...each, verb: { href: BOARD, label: { key: 'my-day.verb.look' } } }));
    },
  };
}

/** Agreed times that passed a quarter of an hour ago and were not dialled. */
function lateAppointments({ appointments, agents }: CallDay, { day }: DayMoment): Exception[] {
  const late = appointments.filter(({ state }) => state === 'late');
  const [first] = late;
  if (first === undefined) return [];
  const names = new Map(agents.map(({ staffNo, name }) => [staffNo, name]));
  return [
    {
      severity: 'bad',
      title: { key: 'my-day.exception.appointments-late', values: { times: late.map(({ at }) => at) } },
      detail: {
        key: 'my-day.exception.appointments-late-why',
        values: { names: [...new Set(late.map(({ agent }) => names.get(agent) ?? agent))] },
      },
      due: storeInstant(day, first.at),
      verb: { href: BOARD, label: { key: 'my-day.verb.look' } },
    },
  ];
}

/** Rows of a sheet named one by one; what is more is counted. */
const MOST_PLACES = 12;

/** Paper is to be back by then; that of people on duty when duty ends. */
const DAY_END = '17:00';
const DUTY_END = '18:30';

/** Whose sheet, which rows, what became of them (domain.md §2: paper is back at 17:00). */
function sheetException(
  { number, agentName, open, carried }: CallDay['openSheets'][number],
  due: string,
  { day }: DayMoment,
): Exception {
  const places = [...open, ...carried].toSorted((a, b) => a - b);
  const shown = places.slice(0, MOST_PLACES).map(String);
  return {
    severity: 'bad',
    title: {
      key: 'my-day.exception.sheet-out',
      values: { number, name: agentName, people: places.length },
    },
    detail: {
      key: carried.length > 0 ? 'my-day.exception.sheet-out-carried' : 'my-day.exception.sheet-out-open',
      values: { places: shown, carried: carried.length },
    },
    due: storeInstant(day, due),
    verb: { href: `/calls/paper/${number}`, label: { key: 'my-day.verb.key-back' } },
  };
}

function counted(count: number, key: string, href: string, verb: string): Exception[] {
  if (count === 0) return [];
  return [
    {
      severity: 'warn',
      title: { key: `my-day.exception.${key}`, values: { count } },
      detail: { key: `my-day.exception.${key}-why` },
      due: null,
      verb: { href, label: { key: `my-day.verb.${verb}` } },
    },
  ];
}
