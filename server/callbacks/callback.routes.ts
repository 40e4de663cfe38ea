import type { RouteEntry } from '../platform/web/route.ts';
import type { DeskPages } from './desk-page.service.ts';
import { deskRoutes } from './desk.routes.ts';
import { incomingRoutes } from './incoming.routes.ts';
import { queueRoutes } from './queue.routes.ts';
import type { UnknownCallers } from './unknown-caller.service.ts';

/** What the pages of the calling day stand on. */
export type CallbackPages = DeskPages & { unknownCallers: UnknownCallers };

/** The calling day: queue, desk, incoming calls. */
export function callbackRoutes(pages: CallbackPages): RouteEntry[] {
  return [...queueRoutes(pages), ...incomingRoutes(pages), ...deskRoutes(pages)];
}
