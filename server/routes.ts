import type { RouteEntry } from './platform/web/route.ts';
import type { House, Services } from './services.ts';

/** Every page and action of the product, one line per feature; the route tests walk this list. */
export function allRoutes(_services: Services, _house: House): RouteEntry[] {
  return [];
}
