import type { Services } from '../server/services.ts';
import { dailyDispatch } from './daily-dispatch.job.ts';
import { dayClose } from './day-close.job.ts';
import type { JobDefinition } from './define-job.ts';
import { dispatchDraft } from './dispatch-draft.job.ts';
import { dutyClose } from './duty-close.job.ts';

/** Every job of the product; each stands in the timetable (`schedule.ts`), or no process starts. */
export const ALL_JOBS: readonly JobDefinition<Services>[] = [
  dispatchDraft,
  dailyDispatch,
  dayClose,
  dutyClose,
];
