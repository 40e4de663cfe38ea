import type { Express } from 'express';
import { KEY_ZONES } from './keys.ts';
import { NAV, TOOLS } from './nav.ts';
import { makeWeb } from './platform/web/make-web.ts';
import type { RouteEntry } from './platform/web/route.ts';
import type { Signals } from './platform/web/signals.ts';
import type { ViewEngine } from './platform/web/view-engine.ts';
import type { Visitors } from './platform/web/visitor.ts';
import type { House } from './services.ts';

/** What the web needs besides the house and its routes. */
export interface Doors {
  /** Who stands behind a session (`services.staff.visitors`). */
  visitors: Visitors;
  /** Signs session cookies, 32 characters or more. */
  sessionSecret: string;
  /** State of Redis and of today's runs, for the header. */
  signals?: () => Promise<Signals>;
  /** Another view engine; measurements listen in on it. */
  engine?: ViewEngine;
}

/** The office's web application around route values: `makeApp(house, allRoutes(services, house), doors)`. */
export function makeApp(house: House, routes: readonly RouteEntry[], doors: Doors): Express {
  return makeWeb({ house, routes, nav: NAV, tools: TOOLS, zones: KEY_ZONES, ...doors });
}
