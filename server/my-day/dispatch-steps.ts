import { madeByFixing, type BoardState, type DispatchService } from '../dispatch/index.ts';
import { storeInstant } from '../platform/business-date.ts';
import type { DueSlot, Runs } from '../runs/index.ts';
import type { StepFacts } from './day-step.ts';
import type { DayMoment, Exception, ExceptionSource, StepSource } from './my-day.ts';
import { isRunning, runTrouble } from './run-step.ts';

/** What the page asks of the dispatch. */
export interface DispatchView {
  dispatch: Pick<DispatchService, 'board' | 'sheets'>;
  runs: Pick<Runs, 'slotsOf'>;
}

/** Steps the dispatch knows: 08:20 draft, 08:50 fixing and printing. */
export function dispatchSteps({ dispatch, runs }: DispatchView): StepSource[] {
  const boardOf = ({ day, once }: DayMoment) => once('board', () => dispatch.board(day));
  const runOf = async (job: string, { day, once }: DayMoment): Promise<DueSlot | undefined> =>
    (await once('slots', () => runs.slotsOf(day))).find((slot) => slot.job === job);
  return [
    {
      step: 'draft',
      facts: async (moment) =>
        draftFacts(await boardOf(moment), await runOf('dispatch-draft', moment), moment),
    },
    {
      step: 'fix',
      facts: async (moment) => fixFacts(await boardOf(moment), await runOf('daily-dispatch', moment), moment),
    },
  ];
}

/** Absent agents who hold people before the lists are fixed, and people who wait for a supplementary sheet after it. */
export function dispatchExceptions({ dispatch }: DispatchView): ExceptionSource {
  return {
    exceptions: async ({ day, actor, once }) => {
      if (!actor.roles.includes('leader')) return [];
      const { phase, absent, unsheeted } = await once('board', () => dispatch.board(day));
      const board = `/dispatch/board/${day}`;
      const toMove = absent
        .filter(({ people }) => people > 0)
        .map((each): Exception => ({
          severity: 'warn',
          title: { key: 'my-day.exception.absent', values: { name: each.name, people: each.people } },
          detail: {
            key: phase === 'fixed' ? 'my-day.exception.absent-fixed' : 'my-day.exception.absent-draft',
            values: { appointments: each.appointments.length },
          },
          due: phase === 'fixed' ? null : storeInstant(day, '08:50'),
          verb: { href: board, label: { key: 'my-day.verb.transfer' } },
        }));
      const late: Exception[] =
        unsheeted === 0
          ? []
          : [
              {
                severity: 'warn',
                title: { key: 'my-day.exception.unsheeted', values: { people: unsheeted } },
                detail: { key: 'my-day.exception.unsheeted-why' },
                due: null,
                verb: { href: board, label: { key: 'my-day.verb.supplement' } },
              },
            ];
      return [...toMove, ...late];
    },
  };
}

function draftFacts(board: BoardState, slot: DueSlot | undefined, { day, time }: DayMoment): StepFacts {
  const link = { href: `/dispatch/board/${day}`, label: { key: 'my-day.step.draft.link' } };
  const trouble = runTrouble(slot, 'dispatch-draft', day);
  if (board.phase === 'empty' && trouble !== null) return trouble;
  if (slot?.run?.state === 'skipped' || madeByFixing(board))
    return {
      look: 'over',
      word: { key: 'my-day.word.by-fixing' },
      lines: [{ key: 'my-day.step.draft.superseded' }],
      link,
    };
  if (board.phase === 'empty')
    return {
      look: time < '08:20' ? 'coming' : isRunning(slot?.run) ? 'running' : 'waiting',
      lines: [{ key: 'my-day.step.draft.plain' }],
    };
  const agents = board.agents.filter(({ present }) => present).length;
  const pool = board.pool.people;
  return {
    look: 'done',
    lines: [
      { key: 'my-day.step.draft.made', values: { people: board.steps.assign.assigned, agents } },
      ...(pool > 0 ? [{ key: 'my-day.step.draft.pool', values: { people: pool } }] : []),
    ],
    link,
  };
}

function fixFacts(board: BoardState, slot: DueSlot | undefined, { day, time }: DayMoment): StepFacts {
  const link = { href: `/dispatch/board/${day}`, label: { key: 'my-day.step.fix.link' } };
  const { fix, print, assign } = board.steps;
  if (board.phase === 'fixed') {
    const left = print.sheets - print.printed;
    const made = { key: 'my-day.step.fix.made', values: { sheets: fix.sheets, people: fix.people } };
    if (left <= 0) return { look: 'done', lines: [made, { key: 'my-day.step.fix.printed' }], link };
    return {
      look: 'late',
      word: { key: 'my-day.word.to-print' },
      lines: [made, { key: 'my-day.step.fix.to-print', values: { sheets: left } }],
      link,
      action: {
        href: `/dispatch/sheets/${day}`,
        label: { key: 'my-day.step.fix.print', values: { sheets: left } },
      },
    };
  }
  const trouble = runTrouble(slot, 'daily-dispatch', day);
  if (trouble !== null) return trouble;
  if (isRunning(slot?.run)) return { look: 'running', lines: [{ key: 'my-day.step.fix.running' }], link };
  if (time >= '08:50')
    return {
      look: 'late',
      lines: [{ key: 'my-day.step.fix.overdue' }],
      link,
      action: { href: `/dispatch/board/${day}`, label: { key: 'my-day.step.fix.now' } },
    };
  if (fix.blockedBy.length > 0) {
    const names = board.absent.filter(({ people }) => people > 0).map(({ name }) => name);
    return {
      look: 'blocked',
      word: { key: 'my-day.word.not-yet-fixable' },
      lines: [{ key: 'my-day.step.fix.blocked', values: { names, people: assign.toTransfer } }],
      link,
      action: { href: `/dispatch/board/${day}`, label: { key: 'my-day.verb.transfer' } },
    };
  }
  return { look: 'coming', lines: [{ key: 'my-day.step.fix.plain' }], link };
}
