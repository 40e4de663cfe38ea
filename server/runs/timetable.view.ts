import { DateTime } from 'luxon';
import { STORE_ZONE } from '../platform/business-date.ts';
import type { FieldError } from '../platform/errors.ts';
import type { Translate } from '../platform/web/route.ts';
import { jobName, withJobNames } from './run.view.ts';
import type { Timetable, TimetableChange } from './timetable.ts';

/** The times as a form, with what was changed before. */
export function timesPage(
  given: {
    timetable: Timetable;
    changes: TimetableChange[];
    typed: Record<string, string>;
    fieldErrors: readonly FieldError[];
    mayChange: boolean;
  },
  t: Translate,
) {
  const { timetable, changes, typed, fieldErrors, mayChange } = given;
  const errors = fieldErrors.map(({ field, message, values }) => ({
    field,
    message: t(message, withJobNames(values ?? {}, t)),
  }));
  const errorOf = (field: string) => errors.find((error) => error.field === field)?.message ?? null;
  return {
    version: timetable.version,
    mayChange,
    errors,
    lines: timetable.slots.map(({ job, time, defaultTime, calendar, until, after }) => ({
      job,
      name: jobName(job, t),
      time: typed[job] ?? time,
      defaultTime,
      changed: time !== defaultTime,
      calendar: t(`runs.calendar.${calendar}`),
      until: until ?? '',
      after: after.map((other) => jobName(other, t)).join(t('runs.list-join')),
      error: errorOf(job),
    })),
    why: { value: typed['why'] ?? '', error: errorOf('why') },
    changes: changes.map(({ version, at, by, why, times }) => ({
      version,
      at: DateTime.fromJSDate(at, { zone: STORE_ZONE }).toFormat('yyyy-MM-dd HH:mm'),
      by,
      why,
      times: Object.entries(times)
        .map(([job, time]) => `${jobName(job, t)} ${time}`)
        .join(t('runs.list-join')),
    })),
  };
}
