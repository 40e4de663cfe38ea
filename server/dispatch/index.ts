import { birthdayKeysFor, upcomingBirthday, type CustomerService } from '../customers/index.ts';
import { makeDispatchService } from './dispatch.service.ts';
import type { DispatchService } from './dispatch.types.ts';
import type { DispatchNeeds } from './parts.service.ts';

/** The dispatch's only door: rules and runs, board and sheets. */
export type * from './dispatch.types.ts';
export { RULE_CODES, SUPPRESSION_REASONS } from './rule.ts';
export { personLine, type PersonLine } from './person.view.ts';
export { allReasons, leadWords, reasonWords, type ReasonWords } from './reason.view.ts';
export { dispatchRoutes } from './dispatch.routes.ts';
export type { Desk } from './desk.ts';
export { makePress, type Press } from './press.service.ts';
export { madeByFixing } from './steps.view.ts';
export type { SheetPrinting } from './printing.service.ts';

/** Builds the dispatch and has its records follow merges of customers. */
export function makeDispatch(
  needs: Omit<DispatchNeeds, 'birthdays' | 'customers'> & { customers: CustomerService },
): DispatchService {
  const dispatch = makeDispatchService({
    ...needs,
    birthdays: { upcoming: upcomingBirthday, keysFor: birthdayKeysFor },
  });
  needs.customers.onMerge(dispatch.followMerge);
  needs.customers.onImportUndo(dispatch.importUndo);
  return dispatch;
}
