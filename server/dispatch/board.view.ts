import { storeTimeOf, weekdayOf } from '../platform/business-date.ts';
import type { Translate } from '../platform/web/route.ts';
import { BAR_WIDTH, barScale, loadBar, type LoadBar } from './load-bar.view.ts';
import type { AgentLoad, BoardChange, BoardState, TransferSuggestion } from './dispatch.types.ts';
import { stepLines, type BoardRun, type StepLine } from './steps.view.ts';

/** All of the board but its list and its person: shapes ready for the template. */
export interface BoardView {
  day: string;
  weekday: string;
  version: number;
  phase: BoardState['phase'];
  rulesVersion: number;
  steps: StepLine[];
  barWidth: number;
  agents: AgentLine[];
  totals: BoardState['totals'] & { present: string; sum: string };
  hint: string;
  absent: AbsentBox[];
  dock: Dock;
}

export interface AgentLine {
  staffNo: string;
  name: string;
  notes: string;
  present: boolean;
  presence: string;
  capacity: number;
  carriedOver: number;
  appointments: number;
  today: number;
  units: number;
  /** People when a family shares a number, so that 31 calls and 33 people can both be seen; else null. */
  people: number | null;
  free: number;
  /** Fewer than three calls left. */
  scarce: boolean;
  bar: LoadBar;
  barWords: string;
  mustMove: string | null;
  /** Width of an absent agent's bar, so that the words fit beside it; null for everybody else. */
  short: number | null;
  selected: boolean;
  href: string;
}

export interface AbsentBox {
  staffNo: string;
  title: string;
  held: string;
  to: { name: string; people: number; known: string | null }[];
  toPool: string | null;
  button: string;
  href: string;
}

/** The action bar. Every button names object and number; a blocked one tells why. */
export interface Dock {
  mayAct: boolean;
  drafted: boolean;
  fixed: boolean;
  /** Agents somebody can be moved to, the pool last. */
  targets: { value: string; label: string }[];
  undo: { words: string } | null;
  /** What the fix button says, and why it is blocked. */
  fix: { label: string; confirm: string; blocked: string | null; note: string };
  /** After fixing: how many sheets the print button prints. */
  print: { label: string; sheets: string[]; first: boolean } | null;
  supplement: { label: string } | null;
}

export interface BoardInput {
  board: BoardState;
  draft: BoardRun;
  fix: BoardRun;
  /** Path and query of the board as shown, for links that keep the rest. */
  link: (change: Record<string, string | null>) => string;
  /** Agent whose people are listed, null for the pool. */
  shown: string | null;
  mayAct: boolean;
  /** Names of all staff, for who fixed and who moved. */
  names: ReadonlyMap<string, string>;
  /** Sheets come out of the office printer without a browser. */
  printsItself: boolean;
  t: Translate;
}

export function boardView(input: BoardInput): BoardView {
  const { board, draft, fix, t } = input;
  const nameOf = (staffNo: string) => input.names.get(staffNo) ?? staffNo;
  const scale = barScale(board.agents);
  const { totals, steps } = board;
  return {
    day: board.day,
    weekday: t(`dispatch.weekday.${weekdayOf(board.day)}`),
    version: board.version,
    phase: board.phase,
    rulesVersion: board.rulesVersion,
    steps: stepLines({ board, sheets: sheetsAhead(board).sheets, draft, fix, nameOf, t }),
    barWidth: BAR_WIDTH,
    agents: board.agents.map((agent) => agentLine(agent, scale, input)),
    totals: {
      ...totals,
      present: t('dispatch.board.present', { present: steps.presence.present }),
      sum: t('dispatch.board.sum', {
        assigned: totals.people,
        transfer: steps.assign.toTransfer,
        pool: board.pool.people,
        people: steps.assign.people,
      }),
    },
    hint: t('dispatch.board.hint', { free: totals.free, open: board.pool.people + steps.assign.toTransfer }),
    absent: board.absent.map((one) => absentBox(one, input)),
    dock: dockOf(input, nameOf),
  };
}

/** Why somebody is away, in words: a code of the roster, or the words typed there. */
export function absenceWords(reason: string | null, t: Translate): string {
  if (reason === null) return t('dispatch.board.away');
  const key = `roster.absence.${reason}`;
  const known = t(key);
  return known === key ? reason : known;
}

/** The last act in a sentence: `2 人 张慧敏→陈国栋`. */
export function changeWords(change: BoardChange, nameOf: (staffNo: string) => string, t: Translate): string {
  return t(`dispatch.changes.${change.kind}`, {
    people: change.people,
    from: change.from === null ? t('dispatch.board.pool') : nameOf(change.from),
    to: change.to === null ? t('dispatch.board.pool') : nameOf(change.to),
  });
}

function agentLine(agent: AgentLoad, scale: number, { shown, link, t }: BoardInput): AgentLine {
  const { carriedOver, appointments, today, units, capacity, present } = agent;
  const notes = [
    ...(agent.stockKeeper ? [t('dispatch.board.stock-keeper')] : []),
    ...(agent.lunchDuty ? [t('dispatch.board.lunch-duty')] : []),
    ...(agent.duty ? [t('dispatch.board.duty')] : []),
  ];
  return {
    staffNo: agent.staffNo,
    name: agent.name,
    notes: notes.join(t('dispatch.paper.list-comma')),
    present,
    presence: present ? t('dispatch.board.there') : absenceWords(agent.reason, t),
    capacity,
    carriedOver,
    appointments,
    today,
    units,
    people: agent.people === units ? null : agent.people,
    free: agent.free,
    scarce: present && agent.free < 3,
    bar: loadBar(agent, scale),
    barWords: t('dispatch.board.bar', { carriedOver, appointments, today, units, capacity }),
    mustMove: !present && agent.people > 0 ? t('dispatch.board.must-move', { people: agent.people }) : null,
    short: !present && agent.people > 0 ? Math.min(130, loadBar(agent, scale).end) : null,
    selected: shown === agent.staffNo,
    href: link({ agent: agent.staffNo, reason: null, after: null }),
  };
}

function absentBox(one: TransferSuggestion, { link, t }: BoardInput): AbsentBox {
  const times = one.appointments.join(t('dispatch.paper.list-comma'));
  return {
    staffNo: one.staffNo,
    title: t('dispatch.absent.title', {
      name: one.name,
      reason: absenceWords(one.reason, t),
      people: one.people,
    }),
    held: t(times === '' ? 'dispatch.absent.held' : 'dispatch.absent.held-times', {
      carried: one.carriedOver,
      appointments: one.appointments.length,
      times,
    }),
    to: one.to.map(({ name, people, known }) => ({
      name,
      people,
      known: known > 0 ? t('dispatch.absent.known', { known }) : null,
    })),
    toPool: one.toPool > 0 ? t('dispatch.absent.to-pool', { people: one.toPool }) : null,
    button: t('dispatch.absent.button', { people: one.people }),
    href: link({ agent: one.staffNo, reason: null, after: null }),
  };
}

function dockOf(input: BoardInput, nameOf: (staffNo: string) => string): Dock {
  const { board, fix, mayAct, printsItself, t } = input;
  const { undoable, pool } = board;
  const fixed = board.phase === 'fixed';
  const drafted = board.phase === 'draft';
  const figures = sheetsAhead(board);
  const first = board.sheets.filter(({ prints }) => prints.length === 0);
  const toPrint = first.length > 0 ? first : board.sheets;
  return {
    mayAct,
    drafted,
    fixed,
    targets: [
      ...board.agents
        .filter(({ present }) => present)
        .map(({ staffNo, name, free }) => ({
          value: staffNo,
          label: t('dispatch.board.target', { no: staffNo, name, free }),
        })),
      ...(fixed ? [] : [{ value: 'pool', label: t('dispatch.board.target-pool') }]),
    ],
    undo: undoable === null || fixed ? null : { words: changeWords(undoable, nameOf, t) },
    fix: {
      label: t('dispatch.dock.fix', figures),
      confirm: t('dispatch.dock.confirm', figures),
      blocked: fixBlock(input, nameOf),
      note: fixed
        ? t('dispatch.dock.fixed-note')
        : t(pool.people > 0 ? 'dispatch.dock.note-pool' : 'dispatch.dock.note', {
            at: fix.time,
            pool: pool.people,
            printing: t(printsItself ? 'dispatch.dock.prints-itself' : 'dispatch.dock.prints-by-hand'),
          }),
    },
    print:
      !fixed || board.sheets.length === 0
        ? null
        : {
            label: t(first.length > 0 ? 'dispatch.dock.print' : 'dispatch.dock.reprint', {
              sheets: toPrint.length,
            }),
            sheets: toPrint.map(({ number }) => number),
            first: first.length > 0,
          },
    supplement:
      fixed && board.unsheeted > 0
        ? { label: t('dispatch.dock.supplement', { people: board.unsheeted }) }
        : null,
  };
}

/** What fixing now would make: one sheet for everybody present who holds work. */
export function sheetsAhead(board: BoardState): { sheets: number; people: number } {
  if (board.phase === 'fixed') return { sheets: board.steps.fix.sheets, people: board.steps.fix.people };
  const working = board.agents.filter(({ present, people }) => present && people > 0);
  return { sheets: working.length, people: working.reduce((sum, { people }) => sum + people, 0) };
}

/** Why the lists cannot be fixed now; null when they can. */
function fixBlock({ board, t }: BoardInput, nameOf: (staffNo: string) => string): string | null {
  const { fix } = board.steps;
  if (board.phase === 'fixed') return null;
  if (board.phase === 'empty') return t('dispatch.dock.blocked-empty');
  if (fix.blockedBy.length > 0)
    return t('dispatch.dock.blocked-absent', {
      names: fix.blockedBy.map(nameOf).join(t('dispatch.paper.list-comma')),
      people: board.steps.assign.toTransfer,
    });
  return sheetsAhead(board).sheets === 0 ? t('dispatch.dock.blocked-nobody') : null;
}

/** `08:41:20`, the store's time with seconds. */
export function clockText(now: Date): string {
  return `${storeTimeOf(now)}:${String(now.getUTCSeconds()).padStart(2, '0')}`;
}
