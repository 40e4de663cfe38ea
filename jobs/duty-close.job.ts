import { closeFor, type Closed, type DayCloser } from './close-of-day.ts';
import { defineJob } from './define-job.ts';

/** 18:30 值班收尾: everything that is still open goes over to tomorrow. */
export const dutyClose = defineJob<DayCloser, Closed>({
  id: 'duty-close',
  run: (handle, { services }) => closeFor('duty', handle, services),
});
