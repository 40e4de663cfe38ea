import { makeBoardReader } from './board.service.ts';
import { makeCommands } from './commands.service.ts';
import type { DispatchService } from './dispatch.types.ts';
import { makeExplaining } from './explain.service.ts';
import { makeFeeding } from './feed.service.ts';
import { makeFixing } from './fixing.service.ts';
import { makeHeldRows } from './held-rows.ts';
import { makeImportUndoParty } from './import-undo.service.ts';
import { makeParts, type DispatchNeeds } from './parts.service.ts';
import { makePlanning } from './planning.service.ts';
import { makePrints } from './prints.service.ts';
import { makeRulesDesk } from './rules.service.ts';
import { makeRuns } from './run.service.ts';
import { makeSettling } from './settling.service.ts';
import { makeStandingAgain } from './standing-again.service.ts';
import { makeSurvey } from './survey.service.ts';
import { makeTransfers } from './transfers.service.ts';
import { makeWorklistReader } from './worklist.service.ts';

/** The dispatch (派工): who is called today, by whom, why, and on which paper. */
export function makeDispatchService(needs: DispatchNeeds): DispatchService {
  const parts = makeParts(needs);
  const planning = makePlanning(parts);
  const fixing = makeFixing(parts);
  const { draft, fix } = makeRuns(parts, planning, fixing);
  const { board, pool, itemsOf, sheets } = makeBoardReader(parts);
  const commands = makeCommands(parts, planning);
  const { move, moveCount, balance, assign, undo } = commands;
  const held = makeHeldRows();
  const transfers = makeTransfers(parts, fixing, commands, held);
  const feeding = makeFeeding(parts);
  return {
    draft,
    fix,
    board,
    pool,
    itemsOf,
    sheets,
    move,
    moveCount,
    balance,
    assign,
    undo,
    ...transfers,
    ...makePrints(parts),
    ...makeExplaining(parts),
    ...makeRulesDesk(parts, makeSurvey(parts)),
    ...feeding,
    importUndo: makeImportUndoParty(parts),
    onHeld: held.onHeld,
    worklist: { ...makeWorklistReader(parts), ...makeSettling(parts), ...makeStandingAgain(parts) },
  };
}
