import type { RouteEntry } from '../platform/web/route.ts';
import { boardRoutes } from './board.routes.ts';
import type { Desk } from './desk.ts';
import { peopleRoutes } from './people.routes.ts';
import { rulesRoutes } from './rules.routes.ts';
import { sheetRoutes } from './sheet.routes.ts';

/** Every page of dispatch: board, people behind figures, sheets and paper, rules and backlog. */
export function dispatchRoutes(desk: Desk): RouteEntry[] {
  return [...boardRoutes(desk), ...peopleRoutes(desk), ...sheetRoutes(desk), ...rulesRoutes(desk)];
}
