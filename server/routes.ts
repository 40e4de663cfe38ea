import { calendarRoutes } from './calendar/index.ts';
import { callbackRoutes, dispositionRoutes, messageTemplateRoutes, resultPath } from './callbacks/index.ts';
import { dispatchRoutes } from './dispatch/index.ts';
import { customerRoutes } from './customers/index.ts';
import { exportRoutes } from './exports/index.ts';
import { listRoutes } from './lists/index.ts';
import { metricsRoutes } from './metrics/index.ts';
import { myDayRoutes } from './my-day/index.ts';
import type { RouteEntry } from './platform/web/route.ts';
import type { House, Services } from './services.ts';
import { rosterRoutes } from './roster/index.ts';
import { runsRoutes } from './runs/index.ts';
import { EXAMPLE_PERSON, scriptRoutes } from './scripts/index.ts';
import { staffRoutes } from './staff/index.ts';
import { wishRoutes } from './wishes/index.ts';

/** Every page and action of the product, one line per feature; the route tests walk this list. */
export function allRoutes(services: Services, house: House): RouteEntry[] {
  return [
    ...staffRoutes(services.staff),
    ...myDayRoutes({ ...services, myDays: services.myDay, clock: house.clock }),
    ...calendarRoutes({ calendar: services.calendar, clock: house.clock }),
    ...rosterRoutes({ roster: services.roster, clock: house.clock }),
    ...customerRoutes({
      customers: services.customers,
      clock: house.clock,
      audit: house.audit,
      staffNames: services.staff.names,
    }),
    ...listRoutes({ lists: services.lists, clock: house.clock }),
    ...dispatchRoutes({
      ...services,
      ...services.press,
      staffNames: services.staff.names,
      clock: house.clock,
    }),
    ...callbackRoutes({
      ...services,
      ...services.press,
      workstations: services.staff.workstations,
      opensNext: async (staffNo) => (await services.staff.find(staffNo))?.opensNext ?? false,
      leaseMs: house.config.CALL_LEASE,
      store: house.config.STORE_NAME,
      staffNames: services.staff.names,
      clock: house.clock,
    }),
    ...exportRoutes({ exports: services.exports }),
    ...dispositionRoutes({
      dispositions: services.dispositions,
      staffNames: services.staff.names,
    }),
    ...messageTemplateRoutes({
      messageTemplates: services.messageTemplates,
      example: { ...EXAMPLE_PERSON, store: house.config.STORE_NAME },
    }),
    ...wishRoutes({
      wishes: services.wishes,
      exports: services.exports,
      clock: house.clock,
      audit: house.audit,
      staffNames: services.staff.names,
      callPath: resultPath,
    }),
    ...metricsRoutes({
      ...services,
      staffNames: services.staff.names,
      clock: house.clock,
    }),
    ...scriptRoutes({
      scripts: services.scripts,
      clock: house.clock,
      storeName: house.config.STORE_NAME,
      staffNames: services.staff.names,
    }),
    ...runsRoutes({ runs: services.runs, clock: house.clock }),
  ];
}
