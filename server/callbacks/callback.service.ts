import type { ImportUndoParty } from '../customers/index.ts';
import { makeApplying } from './applying.service.ts';
import type { Callbacks } from './callback.types.ts';
import { makeCallDay } from './call-day.service.ts';
import { makeCandidates } from './candidates.service.ts';
import { makeClaiming } from './claiming.service.ts';
import { makeCloseOfDay } from './close-of-day.service.ts';
import { makeDesk } from './desk.service.ts';
import type { Dispositions } from './disposition.service.ts';
import { makeIncoming } from './incoming.service.ts';
import { makeJustClaimed } from './just-claimed.ts';
import { makeJudging } from './judging.service.ts';
import { makeImportUndoParty } from './import-undo.service.ts';
import { makeMerging } from './merging.service.ts';
import { makeMessages } from './message.service.ts';
import { makePaper } from './paper.service.ts';
import { makeParts, type CallbackNeeds } from './parts.service.ts';
import { makeQueueAheads } from './queue-ahead.service.ts';
import { makeQueues } from './queue.service.ts';
import { makeResults } from './results.service.ts';
import { makeSaving } from './saving.service.ts';
import { makeUndoing } from './undo.service.ts';
import type { SheetReturns } from './sheet-return.service.ts';
import type { UnknownCallers } from './unknown-caller.service.ts';

/** The callback day (回访): queues, claims, the desk, results and what they lead to, the board, the close of day. */
export function makeCallbackService({
  dispositions,
  unknownCallers,
  sheetReturns,
  ...needs
}: CallbackNeeds & {
  dispositions: Dispositions;
  unknownCallers: UnknownCallers;
  sheetReturns: Pick<SheetReturns, 'ofDay'>;
}): Callbacks & ReturnType<typeof makeMerging> & { importUndo: ImportUndoParty } {
  const parts = makeParts(needs);
  const candidates = makeCandidates(parts);
  const aheads = makeQueueAheads(parts, candidates);
  const justClaimed = makeJustClaimed();
  const judging = makeJudging(parts, candidates, dispositions);
  const apply = makeApplying(parts);
  const saving = makeSaving(parts, judging, { apply, justClaimed });
  const undoing = makeUndoing(parts);
  const { undo, undoable } = undoing;
  return {
    ...makeQueues(parts, candidates),
    ahead: aheads.ahead,
    ...makeClaiming(parts, candidates, { aheads, justClaimed }),
    ...makeDesk(parts, candidates, justClaimed),
    preview: saving.preview,
    save: saving.save,
    undo,
    undoable,
    ...makeIncoming(parts),
    noteUnknown: (caller, actor) => unknownCallers.note(caller, actor),
    ...makeMessages(parts, dispositions),
    ...makePaper(parts, judging, apply, saving, undoing),
    ...makeCallDay(parts, dispositions, unknownCallers, sheetReturns),
    ...makeResults(parts, dispositions),
    ...makeCloseOfDay(parts, candidates),
    ...makeMerging(parts),
    importUndo: makeImportUndoParty(parts),
  };
}
