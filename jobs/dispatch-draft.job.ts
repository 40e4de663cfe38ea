import type { RunHandle } from '../server/platform/run-handle.ts';
import { defineJob } from './define-job.ts';

interface DispatchDraft {
  dispatch: { draft(handle: RunHandle<unknown>): Promise<object> };
}

/** 08:20 预排: who is due today and who would call them, while absences can still be put right. */
export const dispatchDraft = defineJob<DispatchDraft>({
  id: 'dispatch-draft',
  run: (handle, { services }) => services.dispatch.draft(handle),
});
