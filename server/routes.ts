import { calendarRoutes } from './calendar/index.ts';
import type { RouteEntry } from './platform/web/route.ts';
import type { House, Services } from './services.ts';
import { staffRoutes } from './staff/index.ts';

/** Every page and action of the product, one line per feature; the route tests walk this list. */
export function allRoutes(services: Services, house: House): RouteEntry[] {
  return [
    ...staffRoutes(services.staff),
    ...calendarRoutes({ calendar: services.calendar, clock: house.clock }),
  ];
}
