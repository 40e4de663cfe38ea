import type { CustomerService } from '../customers/index.ts';
import { makeCallbackService } from './callback.service.ts';
import type { Callbacks } from './callback.types.ts';
import type { CallbackNeeds } from './parts.service.ts';
import type { Dispositions } from './disposition.service.ts';
import type { SheetReturns } from './sheet-return.service.ts';
import type { UnknownCallers } from './unknown-caller.service.ts';

/** The callback day: queues, calls, results and what they lead to. */
export type * from './call-day.types.ts';
export type * from './callback.types.ts';
export { OUTCOME_TAGS } from './callback.types.ts';
export { resultPath } from './call-paths.ts';
export { callbackRoutes, type CallbackPages } from './callback.routes.ts';
export { dispositionRoutes } from './disposition.routes.ts';
export { makeDispositions, type Dispositions } from './disposition.service.ts';
export { stands } from './call-result.ts';
export { messageTemplateRoutes } from './message-template.routes.ts';
export { makeMessageTemplates, type MessageTemplates } from './message-template.service.ts';
export { makeSheetReturns, type SheetReturns } from './sheet-return.service.ts';
export { makeUnknownCallers, type UnknownCallers } from './unknown-caller.service.ts';

/** Builds the calling, has its records follow merges of customers, and tells the dispatch who is on the telephone. */
export function makeCallbacks({
  customers,
  ...needs
}: Omit<CallbackNeeds, 'customers'> & {
  customers: CustomerService;
  dispositions: Dispositions;
  unknownCallers: UnknownCallers;
  sheetReturns: SheetReturns;
}): Callbacks {
  const { followMerge, heldRows, importUndo, ...callbacks } = makeCallbackService({ ...needs, customers });
  customers.onMerge(followMerge);
  customers.onImportUndo(importUndo);
  needs.dispatch.onHeld(heldRows);
  return callbacks;
}
export { dispositionWords } from './disposition-words.ts';
