import type { BusinessDate } from '../server/platform/business-date.ts';
import type { Session } from '../server/platform/mongo.ts';
import { closeFor, type Closed, type DayCloser } from './close-of-day.ts';
import { defineJob } from './define-job.ts';

/** The last close of the day also keeps its figures as they are then. */
interface DutyCloser extends DayCloser {
  metrics: { freeze(day: BusinessDate, session: Session): Promise<boolean> };
}

/** 18:30 值班收尾: everything that is still open goes over to tomorrow, and the day's figures are frozen. */
export const dutyClose = defineJob<DutyCloser, Closed>({
  id: 'duty-close',
  run: (handle, { services }) =>
    closeFor('duty', handle, services, (session) => services.metrics.freeze(handle.businessDate, session)),
});
