import type { RunHandle } from '../server/platform/run-handle.ts';
import { defineJob } from './define-job.ts';

interface DailyDispatch {
  dispatch: { fix(handle: RunHandle<unknown>): Promise<object> };
}

/** 08:50 定稿: tops the draft up, moves absent agents' people, fixes and numbers the sheets; asked again it adds supplements. */
export const dailyDispatch = defineJob<DailyDispatch>({
  id: 'daily-dispatch',
  run: (handle, { services }) => services.dispatch.fix(handle),
});
