import type { Calendar } from '../calendar/index.ts';
import { callExceptions } from './call-exceptions.ts';
import { callSteps, type CallView } from './call-steps.ts';
import { closeSteps } from './close-steps.ts';
import { dispatchExceptions, dispatchSteps } from './dispatch-steps.ts';
import { makeMyDays, type MyDays } from './my-day.service.ts';
import { myDayRoutes as routesOf, type MyDayParts } from './my-day.routes.ts';
import { importExceptions, runExceptions } from './other-exceptions.ts';
import { rosterExceptions, rosterSteps } from './roster-steps.ts';
import type { Runs } from '../runs/index.ts';
import { TIMETABLE } from './timetable.ts';
import { wishExceptions, wishSteps, type WishView } from './wish-steps.ts';

export type { MyDays } from './my-day.service.ts';
export type { DayMoment, Exception, ExceptionSource, StepSource } from './my-day.ts';
export type { StepFacts } from './day-step.ts';

/**
 * Everybody's day from the parts that exist. A later part adds its step here: one {@link StepSource} for the id it has
 * in the timetable, one {@link ExceptionSource} for what it wants looked at.
 */
export function makeMyDay({
  clock,
  calendar,
  roster,
  dispatch,
  runs,
  lists,
  wishes,
  callbacks,
}: Omit<MyDayParts, 'myDays' | 'staff' | 'runs'> & {
  calendar: Calendar;
  runs: Pick<Runs, 'slotsOf' | 'alerts'>;
  wishes: WishView;
  callbacks: CallView['callbacks'];
}): MyDays {
  return makeMyDays({
    clock,
    calendar,
    timetable: TIMETABLE,
    sources: [
      ...dispatchSteps({ dispatch, runs }),
      ...rosterSteps({ roster }),
      ...closeSteps({ runs }),
      ...callSteps({ callbacks, roster }),
      ...wishSteps({ wishes }),
    ],
    exceptionSources: [
      dispatchExceptions({ dispatch, runs }),
      rosterExceptions({ roster }),
      callExceptions({ callbacks, roster }),
      wishExceptions({ wishes }),
      runExceptions({ runs }, ['leader', 'supervisor', 'admin']),
      importExceptions({ lists }),
    ],
  });
}

/** The home page. */
export function myDayRoutes(parts: MyDayParts) {
  return routesOf(parts);
}
