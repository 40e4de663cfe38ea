/** The callback day: queues, calls, results and what they lead to. */
export type * from './callback.types.ts';
export { OUTCOME_TAGS } from './callback.types.ts';
export { dispositionRoutes } from './disposition.routes.ts';
export { makeDispositions, type Dispositions } from './disposition.service.ts';
