import { closeFor, type Closed, type DayCloser } from './close-of-day.ts';
import { defineJob } from './define-job.ts';

/** 17:00 日班收尾: what day staff did not work waits again and stands first tomorrow; rows for the evening stay for duty. */
export const dayClose = defineJob<DayCloser, Closed>({
  id: 'day-close',
  run: (handle, { services }) => closeFor('day-staff', handle, services),
});
