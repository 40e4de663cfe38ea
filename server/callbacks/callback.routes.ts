import type { RouteEntry } from '../platform/web/route.ts';
import type { DayPages } from './day-page.service.ts';
import { dayRoutes } from './day.routes.ts';
import type { DeskPages } from './desk-page.service.ts';
import { deskRoutes } from './desk.routes.ts';
import { incomingRoutes } from './incoming.routes.ts';
import { messageRoutes, type MessagePages } from './message.routes.ts';
import type { PaperPages } from './paper-page.service.ts';
import { paperRoutes } from './paper.routes.ts';
import { queueRoutes } from './queue.routes.ts';
import type { ResultPages } from './results-page.service.ts';
import { resultRoutes } from './results.routes.ts';
import { sheetReturnRoutes } from './sheet-return.routes.ts';
import type { UnknownCallers } from './unknown-caller.service.ts';

/** What the pages of the calling day stand on. */
export type CallbackPages = DeskPages &
  DayPages &
  PaperPages &
  ResultPages &
  MessagePages & { unknownCallers: UnknownCallers };

/** The calling day: queue, desk, incoming calls, paper keyed back, the leader's board, results. */
export function callbackRoutes(pages: CallbackPages): RouteEntry[] {
  return [
    ...queueRoutes(pages),
    ...incomingRoutes(pages),
    // Its address would be a place of the sheet.
    ...sheetReturnRoutes(pages),
    ...paperRoutes(pages),
    ...deskRoutes(pages),
    ...dayRoutes(pages),
    ...resultRoutes(pages),
    ...messageRoutes(pages),
  ];
}
