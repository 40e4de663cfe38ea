/**
 * Lists in: the one engine that lets files of customers into the office, by the `office` command and by upload. The
 * feature's only door.
 */
export { makeLists } from './lists.service.ts';
export type { Lists, ListsParts } from './lists.service.ts';
export { listRoutes } from './list.routes.ts';
export { ListRefused } from './list-refused.ts';
export type { ImportOptions, ImportResult, NamedRow } from './file-import.service.ts';
export type { UndoResult } from './file-undo.service.ts';
export type { ImportProgress } from './import.service.ts';
