import type { Slot } from '../server/runs/index.ts';

/**
 * The day, in one file. Times are store time and can be changed by a leader (page "今日自动任务", times); the changes
 * lie over these defaults. Runs of missed hours follow `catchUp` and `until`.
 */
export const SCHEDULE: readonly Slot[] = [
  {
    // 预排: so that absences can be put right during the meeting.
    job: 'dispatch-draft',
    time: '08:20',
    calendar: 'store',
    catchUp: 'latest',
    until: '16:30',
    doneWithinMinutes: 10,
    after: [],
    supersededBy: 'daily-dispatch',
    again: 'remakes',
  },
  {
    // 定稿: numbered sheets for everybody on duty; works alone when there is no draft.
    job: 'daily-dispatch',
    time: '08:50',
    calendar: 'store',
    catchUp: 'latest',
    until: '16:30',
    doneWithinMinutes: 10,
    after: ['dispatch-draft'],
    supersededBy: null,
    again: 'adds',
  },
  {
    // 日班收尾: unworked calls go over to tomorrow; a missed one is done by the close of duty or by tomorrow's lists.
    job: 'day-close',
    time: '17:00',
    calendar: 'store',
    catchUp: 'latest',
    until: null,
    doneWithinMinutes: 10,
    after: ['daily-dispatch'],
    supersededBy: 'duty-close',
    again: 'adds',
  },
  {
    // 值班收尾: the same for what duty was to call.
    job: 'duty-close',
    time: '18:30',
    calendar: 'store',
    catchUp: 'latest',
    until: null,
    doneWithinMinutes: 10,
    after: ['day-close'],
    supersededBy: null,
    again: 'adds',
  },
];
