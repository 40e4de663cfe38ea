import { makeCalendar, makeCalendarModel } from './calendar/index.ts';
import {
  makeCallbacks,
  makeDispositions,
  makeMessageTemplates,
  makeSheetReturns,
  makeUnknownCallers,
} from './callbacks/index.ts';
import { makeCustomers } from './customers/index.ts';
import { makeLists } from './lists/index.ts';
import { makeDemo, makeDemoModel } from './demo/index.ts';
import { makeDispatch, makePress } from './dispatch/index.ts';
import { makeExports } from './exports/index.ts';
import { makeMetrics } from './metrics/index.ts';
import { makeMyDay } from './my-day/index.ts';
import type { AuditTrail } from './platform/audit.ts';
import type { Clock } from './platform/clock.ts';
import type { Config } from './platform/config.ts';
import { loadWords } from './platform/i18n.ts';
import { makeKeptFilters } from './platform/kept-filters.model.ts';
import type { Log } from './platform/log.ts';
import type { Database } from './platform/mongo.ts';
import { makePurchases } from './purchases/index.ts';
import { makeRoster } from './roster/index.ts';
import { makeRuns } from './runs/index.ts';
import { makeScripts } from './scripts/index.ts';
import { makeServiceHistory } from './service-history/index.ts';
import { makeStaff } from './staff/index.ts';
import { makeWishes } from './wishes/index.ts';

/** What every part of the product stands on; made once per process, handed to every factory. */
export interface House {
  config: Config;
  db: Database;
  clock: Clock;
  log: Log;
  audit: AuditTrail;
}

/**
 * The whole product as values: one entry per feature, made in the order in which they may ask one another
 * (staff, calendar → roster, customers → lists, runs → dispatch → the pages over all of them).
 */
export async function makeServices(house: House) {
  const { db, clock, audit, config, log } = house;
  const staff = makeStaff(house);
  const exports = makeExports(house);
  const keptFilters = makeKeptFilters(db);
  const calendar = makeCalendar({ db, model: makeCalendarModel(db), clock, audit });
  const roster = makeRoster({ db, clock, audit, calendar, staff });
  const purchases = makePurchases({ db });
  const history = makeServiceHistory({ db, purchases });
  const customers = makeCustomers({ db, clock, audit, purchases, history });
  const wishes = makeWishes({ ...house, calendar, customers, staff });
  const lists = makeLists({ ...house, customers, words: loadWords() });
  const dispatch = makeDispatch({
    db,
    clock,
    log,
    audit,
    chunk: config.RUN_CHUNK,
    customers,
    purchases,
    history,
    roster,
  });
  const press = makePress({ db, config, clock, log, dispatch });
  const dispositions = makeDispositions(house);
  const runs = makeRuns({ db, clock, audit, calendar, config });
  const scripts = makeScripts(house);
  const unknownCallers = makeUnknownCallers(house);
  const sheetReturns = makeSheetReturns(house);
  const callbacks = makeCallbacks({
    ...house,
    customers,
    dispatch,
    roster,
    history,
    scripts,
    wishes,
    dispositions,
    unknownCallers,
    sheetReturns,
    staffNames: staff.names,
  });
  const metrics = makeMetrics({ db, clock, callbacks, worklist: dispatch.worklist });
  const messageTemplates = makeMessageTemplates(house);
  const myDay = makeMyDay({ clock, calendar, roster, dispatch, runs, lists, wishes, callbacks });
  const demo = makeDemo({
    db,
    model: makeDemoModel(db),
    clock,
    log,
    audit,
    parts: { staff, roster, customers, history, dispatch },
  });
  return {
    staff,
    exports,
    keptFilters,
    calendar,
    roster,
    purchases,
    history,
    customers,
    wishes,
    lists,
    runs,
    dispatch,
    press,
    dispositions,
    scripts,
    callbacks,
    metrics,
    unknownCallers,
    sheetReturns,
    messageTemplates,
    myDay,
    demo,
  };
}

export type Services = Awaited<ReturnType<typeof makeServices>>;
