import { storeTimeOf, type BusinessDate } from '../platform/business-date.ts';
import type { Translate } from '../platform/web/route.ts';
import type { BoardState, StepState } from './dispatch.types.ts';

/** One step of the day's task list. Status is shape, word and colour together. */
export interface StepLine {
  no: number;
  name: string;
  state: StepState;
  /** 完成, 进行中, 暂不能定稿, 未开始, 未完成. */
  word: string;
  count: string;
  note: string;
  /** The step somebody works on now. */
  current: boolean;
}

/** A scheduled run of the day as the board shows it. */
export interface BoardRun {
  /** `HH:mm`. */
  time: string;
  plannedAt: Date;
  state: 'none' | 'pending' | 'running' | 'done' | 'skipped' | 'failed';
  /** True when it should have been done by now. */
  overdue: boolean;
}

export interface StepsInput {
  board: BoardState;
  /** Sheets that fixing makes or has made. */
  sheets: number;
  draft: BoardRun;
  fix: BoardRun;
  /** Names of the agents by staff number. */
  nameOf: (staffNo: string) => string;
  t: Translate;
}

/** 预排 · 到岗 · 分派 · 定稿 · 打印. */
export function stepLines({ board, sheets, draft, fix, nameOf, t }: StepsInput): StepLine[] {
  const { steps } = board;
  const inPlace = madeByFixing(board);
  const late = steps.draft.at === null && draft.overdue && !inPlace;
  const draftState =
    steps.draft.at === null && !inPlace && (draft.state === 'failed' || late) ? 'failed' : steps.draft.state;
  const lines: Omit<StepLine, 'no' | 'current'>[] = [
    {
      name: t('dispatch.steps.draft.name'),
      state: draftState,
      word: t(
        inPlace
          ? 'dispatch.steps.draft.by-fixing'
          : `dispatch.steps.state.${late && draft.state !== 'failed' ? 'late' : draftState}`,
      ),
      count: t('dispatch.steps.people', { people: steps.draft.people }),
      note: inPlace
        ? t('dispatch.steps.draft.with-fixing', { at: fix.time })
        : draftNote(board, draft, draftState, t),
    },
    {
      name: t('dispatch.steps.presence.name'),
      state: steps.presence.state,
      word: t(`dispatch.steps.state.${steps.presence.state}`),
      count: t('dispatch.steps.presence.count', {
        present: steps.presence.present,
        rostered: steps.presence.rostered,
      }),
      note:
        steps.presence.absentees.length === 0
          ? t(
              steps.presence.rostered === 0
                ? 'dispatch.steps.presence.nobody'
                : 'dispatch.steps.presence.all',
            )
          : t('dispatch.steps.presence.absent', {
              names: someNames(steps.presence.absentees.map(nameOf), t),
            }),
    },
    {
      name: t('dispatch.steps.assign.name'),
      state: steps.assign.state,
      word: t(`dispatch.steps.state.${steps.assign.state}`),
      count: t('dispatch.steps.assign.count', {
        assigned: steps.assign.assigned,
        people: steps.assign.people,
      }),
      note:
        steps.assign.toTransfer + steps.assign.pool === 0
          ? t(board.phase === 'empty' ? 'dispatch.steps.assign.waiting' : 'dispatch.steps.assign.all')
          : t('dispatch.steps.assign.open', {
              transfer: steps.assign.toTransfer,
              pool: steps.assign.pool,
            }),
    },
    {
      name: t('dispatch.steps.fix.name', { at: fix.time }),
      state: steps.fix.state,
      word: t(
        steps.fix.state === 'blocked'
          ? 'dispatch.steps.fix.blocked'
          : `dispatch.steps.state.${steps.fix.state}`,
      ),
      count: t('dispatch.steps.sheets', { sheets }),
      note: fixNote(board, fix, nameOf, t),
    },
    {
      name: t('dispatch.steps.print.name'),
      state: steps.print.state,
      word: t(`dispatch.steps.state.${steps.print.state}`),
      count:
        board.phase === 'fixed'
          ? t('dispatch.steps.print.count', { printed: steps.print.printed, sheets: steps.print.sheets })
          : t('dispatch.steps.print.copies', { sheets }),
      note: printNote(board, fix, t),
    },
  ];
  const current = lines.findIndex(({ state }) => state === 'in-progress' || state === 'failed');
  const next = current >= 0 ? current : lines.findIndex(({ state }) => state !== 'done');
  return lines.map((line, at) => ({ ...line, no: at + 1, current: at === next }));
}

/** There is a plan, but the draft never made one: the fixing did its work in its place. */
export function madeByFixing({ phase, steps }: Pick<BoardState, 'phase' | 'steps'>): boolean {
  return phase !== 'empty' && steps.draft.at === null;
}

function draftNote(board: BoardState, run: BoardRun, state: StepState, t: Translate): string {
  const { at } = board.steps.draft;
  if (at !== null) return t('dispatch.steps.draft.done', { at: storeTimeOf(at) });
  if (run.state === 'running') return t('dispatch.steps.draft.running');
  if (state === 'failed' && !run.overdue) return t('dispatch.steps.draft.failed');
  return run.overdue
    ? t('dispatch.steps.draft.late', { at: run.time })
    : t('dispatch.steps.draft.waiting', { at: run.time });
}

function fixNote(board: BoardState, run: BoardRun, nameOf: StepsInput['nameOf'], t: Translate): string {
  const { fix, assign } = board.steps;
  if (fix.at !== null)
    return fix.by === null || fix.by === 'system'
      ? t('dispatch.steps.fix.done-by-itself', { at: storeTimeOf(fix.at) })
      : t('dispatch.steps.fix.done', { at: storeTimeOf(fix.at), name: nameOf(fix.by) });
  if (fix.state === 'blocked' && fix.blockedBy.length > 0)
    return t('dispatch.steps.fix.transfer-first', {
      names: someNames(fix.blockedBy.map(nameOf), t),
      people: assign.toTransfer,
    });
  if (run.state === 'failed') return t('dispatch.steps.fix.failed');
  if (run.overdue) return t('dispatch.steps.fix.late', { at: run.time });
  return t('dispatch.steps.fix.waiting', { at: run.time });
}

function printNote(board: BoardState, run: BoardRun, t: Translate): string {
  const { print } = board.steps;
  if (board.phase !== 'fixed') return t('dispatch.steps.print.waiting', { at: run.time });
  if (print.reprints > 0) return t('dispatch.steps.print.reprints', { reprints: print.reprints });
  return print.printed < print.sheets
    ? t('dispatch.steps.print.open', { left: print.sheets - print.printed })
    : t('dispatch.steps.print.done');
}

function someNames(names: string[], t: Translate): string {
  const shown = names.slice(0, 3).join(t('dispatch.paper.list-comma'));
  return names.length > 3 ? t('dispatch.steps.and-others', { names: shown, count: names.length }) : shown;
}

/** Board time line: how long until the lists fix themselves, null when it is over or not today. */
export function countdown(
  board: BoardState,
  fix: BoardRun,
  now: Date,
  today: BusinessDate,
): { at: string; seconds: number } | null {
  if (board.phase === 'fixed' || board.day !== today) return null;
  const seconds = Math.ceil((fix.plannedAt.getTime() - now.getTime()) / 1000);
  return seconds > 0 ? { at: fix.time, seconds } : null;
}
