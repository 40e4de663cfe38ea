import { addDays, type BusinessDate } from '../platform/business-date.ts';
import type { Translate } from '../platform/web/route.ts';
import type { CallDay } from './call-day.types.ts';
import { dayPath, paperPath, RESULTS_PATH } from './call-paths.ts';
import { agentLine, BAR_WIDTH, barScale, type DayAgentLine } from './day-agent.view.ts';
import { appointmentLines, openedLines, type AppointmentLine, type OpenedLine } from './day-calls.view.ts';
import { dayTodo, isOverdue, type TodoLine } from './day-todo.view.ts';
import type { DayReader } from './day-reader.ts';
import { LUNCH, within } from './day-part.ts';
import { placesWords } from './paper-list.view.ts';

/** The board of the day (今日回访): who calls, what is left, what needs somebody. Every figure leads to its rows. */
export interface DayPage {
  day: BusinessDate;
  today: boolean;
  /** `HH:mm` of the store. */
  clock: string;
  previous: string;
  next: string | null;
  results: string;
  tiles: Tile[];
  /** The calm line over lunch: what is paused, who takes agreed calls. */
  lunch: string | null;
  agents: DayAgentLine[];
  barWidth: number;
  totals: {
    present: string;
    total: number;
    done: number;
    reached: number;
    valid: number;
    left: number;
    /** None before the first close of day. */
    carried: number;
    attempts: number;
  };
  todo: TodoLine[];
  /** Colour of the to-do list: that of its gravest line. */
  todoTone: TodoLine['tone'] | 'ok';
  appointments: AppointmentLine[];
  opened: OpenedLine[];
  /** Sheets with rows nobody has a result for; late when they should be back by now. */
  sheets: { number: string; href: string; agent: string; late: boolean; rows: string }[];
  mayAct: boolean;
  /** Where the live part is fetched again. */
  live: string;
}

/** A figure with what it is made of. */
export interface Tile {
  name: string;
  figure: string;
  words: string;
  href: string;
  tone: '' | 'warn' | 'bad';
}

export function dayPage(day: CallDay, reader: DayReader): DayPage {
  const { t, today } = reader;
  const totals = totalsOf(day, t);
  const scale = barScale(day.agents);
  const todo = dayTodo(day, reader);
  return {
    day: day.day,
    today: day.day === today,
    clock: reader.time,
    previous: dayPath(addDays(day.day, -1)),
    next: day.day < today ? dayPath(addDays(day.day, 1)) : null,
    results: `${RESULTS_PATH}?from=${day.day}&to=${day.day}`,
    tiles: tilesOf(day, totals, t),
    lunch: lunchWords(day, reader),
    agents: day.agents.map((agent) => agentLine(agent, day.day, scale, reader)),
    barWidth: BAR_WIDTH,
    totals,
    todo,
    todoTone: todo[0]?.tone ?? 'ok',
    appointments: appointmentLines(day, reader),
    opened: openedLines(day, reader),
    sheets: day.openSheets.map(({ number, agent, agentName, open, carried }) => {
      const late = isOverdue(agent, day, reader);
      const rows = [...open, ...carried].toSorted((a, b) => a - b);
      return {
        number,
        href: paperPath(number),
        agent: `${agent} ${agentName}`,
        late,
        rows: late
          ? t('callbacks.keyed.open-rows', { places: placesWords(rows, t) })
          : t('callbacks.day.sheet-left', { count: rows.length }),
      };
    }),
    mayAct: reader.mayAct,
    live: `${dayPath(day.day)}/live`,
  };
}

/** Address of the rows behind a figure. */
export function rowsPath(day: BusinessDate, of: string, agent: string | null): string {
  return `${dayPath(day)}/rows?of=${of}${agent === null ? '' : `&agent=${agent}`}`;
}

function totalsOf({ agents }: CallDay, t: Translate): DayPage['totals'] {
  const sum = (of: 'total' | 'done' | 'reached' | 'valid' | 'left' | 'carried' | 'attempts') =>
    agents.reduce((all, agent) => all + agent[of], 0);
  return {
    present: t('callbacks.day.present', {
      present: agents.filter(({ present }) => present).length,
      all: agents.length,
    }),
    total: sum('total'),
    done: sum('done'),
    reached: sum('reached'),
    valid: sum('valid'),
    left: sum('left'),
    carried: sum('carried'),
    attempts: sum('attempts'),
  };
}

const APPOINTMENT_STATES = ['late', 'due', 'coming', 'kept'] as const;

function tilesOf(day: CallDay, totals: DayPage['totals'], t: Translate): Tile[] {
  const { total, done, reached, valid, left, carried } = totals;
  const tile = (
    key: string,
    count: number,
    values: Record<string, string | number>,
    tone: Tile['tone'] = '',
  ) => ({
    name: t(`callbacks.day.tile.${key}.name`),
    figure: String(count),
    words: t(`callbacks.day.tile.${key}.words`, values),
    href: rowsPath(day.day, key, null),
    tone,
  });
  const states = (state: CallDay['appointments'][number]['state']) =>
    day.appointments.filter((each) => each.state === state).length;
  const [late, due] = [states('late'), states('due')];
  return [
    tile('done', done, { total, percent: percent(done, total) }),
    {
      ...tile('left', left, { count: day.agents.filter((agent) => agent.left > 0).length }),
      ...(carried > 0 ? { words: t('callbacks.day.tile.left.carried', { count: carried }) } : {}),
    },
    tile('reached', reached, {}),
    tile('valid', valid, { percent: percent(valid, total) }),
    {
      ...tile('appointments', day.appointments.length, {}, late > 0 ? 'bad' : due > 0 ? 'warn' : ''),
      words: APPOINTMENT_STATES.filter((state) => states(state) > 0)
        .map((state) => t(`callbacks.day.tile.appointments.${state}`, { count: states(state) }))
        .join(' · '),
    },
    tile('opened', day.openedWithoutResult.length, {}, day.openedWithoutResult.length > 0 ? 'warn' : ''),
  ];
}

/** `58.9%`; a dash where there is nothing to divide by. */
function percent(part: number, whole: number): string {
  return whole === 0 ? '–' : `${((part / whole) * 100).toFixed(1)}%`;
}

function lunchWords(day: CallDay, { t, time, today }: DayReader): string | null {
  if (day.day !== today || !within(time, LUNCH)) return null;
  const names = day.agents.filter(({ lunchDuty, present }) => lunchDuty && present).map(({ name }) => name);
  return names.length === 0
    ? t('callbacks.day.lunch-nobody', LUNCH)
    : t('callbacks.day.lunch', { ...LUNCH, names: names.join(t('callbacks.day.comma')) });
}
