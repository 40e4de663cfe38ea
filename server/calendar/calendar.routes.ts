import { open } from 'node:fs/promises';
import type { Clock } from '../platform/clock.ts';
import { InvalidInput, RuleBroken, type FieldError } from '../platform/errors.ts';
import { page, redirect, type Answer, type Ask, type RouteEntry } from '../platform/web/route.ts';
import { departmentForm, readClosureForm, readDepartmentForm } from './calendar.form.ts';
import type { Calendar } from './calendar.service.ts';
import { calendarPage } from './calendar.view.ts';
import { LARGEST_HOLIDAY_FILE_BYTES } from './holiday-year.form.ts';
import { yearOf } from './office-calendar.ts';

/** Pages of the calendars: year view, closures, holiday files, departments' hours. */
export function calendarRoutes({ calendar, clock }: { calendar: Calendar; clock: Clock }): RouteEntry[] {
  const shown = async (ask: Ask, fieldErrors: readonly FieldError[] = []): Promise<Answer> => {
    const today = clock.today();
    const year = yearFrom(ask.query['year'] ?? ask.form['year']) ?? yearOf(today);
    const [store, office, missing, departments] = await Promise.all([
      calendar.storeCalendar(),
      calendar.officeCalendar(),
      calendar.missingYears(today),
      calendar.departments(),
    ]);
    const { roles } = ask.actor;
    const edited = departments.find(({ code }) => code === ask.query['edit']);
    const model = calendarPage(
      {
        year,
        today,
        store,
        office,
        missing,
        departments,
        mayClose: roles.includes('leader'),
        mayLoad: roles.includes('leader') || roles.includes('admin'),
        form: edited === undefined ? ask.form : departmentForm(edited),
        editing: edited !== undefined,
        fieldErrors,
      },
      ask.t,
    );
    return page('calendar/year', model, {
      title: ask.t(fieldErrors.length > 0 ? 'calendar.title-errors' : 'calendar.title'),
      status: fieldErrors.length > 0 ? 422 : 200,
    });
  };

  /** Does what the form asks; what cannot be taken comes back on the page with everything typed. */
  const submitted = async (ask: Ask, field: string, work: () => Promise<string>): Promise<Answer> => {
    try {
      const notice = await work();
      const year = yearFrom(ask.form['year']);
      return redirect(year === null ? '/calendar' : `/calendar?year=${year}`, notice);
    } catch (error) {
      if (error instanceof InvalidInput) return shown(ask, error.fields);
      if (error instanceof RuleBroken)
        return shown(ask, [{ field, message: error.message, values: error.values }]);
      throw error;
    }
  };

  return [
    {
      method: 'get',
      path: '/calendar',
      roles: ['leader', 'supervisor', 'admin'],
      audit: 'calendar.viewed',
      handler: (ask) => shown(ask),
    },
    {
      method: 'post',
      path: '/calendar/closures',
      roles: ['leader'],
      audit: 'calendar.closure-asked',
      traced: true,
      handler: (ask) =>
        submitted(ask, 'from', async () => {
          await calendar.addClosure(readClosureForm(ask.form), ask.actor);
          return 'calendar.notice.closed';
        }),
    },
    {
      method: 'post',
      path: '/calendar/closures/:id/remove',
      roles: ['leader'],
      audit: 'calendar.closure-removal-asked',
      traced: true,
      handler: (ask) =>
        submitted(ask, 'from', async () => {
          await calendar.removeClosure(ask.params['id'] ?? '', ask.actor);
          return 'calendar.notice.reopened';
        }),
    },
    {
      method: 'post',
      path: '/calendar/holidays',
      roles: ['leader', 'admin'],
      audit: 'calendar.holidays-sent',
      traced: true,
      upload: { field: 'file', maxBytes: LARGEST_HOLIDAY_FILE_BYTES },
      handler: (ask) =>
        submitted(ask, 'file', async () => {
          if (ask.file === null)
            throw new InvalidInput([{ field: 'file', message: 'calendar.errors.no-file' }]);
          const { state } = await calendar.loadHolidays(await textOf(ask.file.path), ask.actor);
          return `calendar.notice.${state}`;
        }),
    },
    {
      method: 'post',
      path: '/calendar/departments',
      roles: ['leader', 'admin'],
      audit: 'calendar.department-sent',
      traced: true,
      handler: (ask) =>
        submitted(ask, 'code', async () => {
          await calendar.saveDepartment(readDepartmentForm(ask.form), ask.actor);
          return 'calendar.notice.department-saved';
        }),
    },
  ];
}

function yearFrom(text: string | undefined): number | null {
  const year = /^\d{4}$/.test(text ?? '') ? Number(text) : Number.NaN;
  return year >= 2007 && year <= 2199 ? year : null;
}

/** The uploaded file as strict UTF-8. @throws InvalidInput for other encodings. */
async function textOf(path: string): Promise<string> {
  const file = await open(path);
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(await file.readFile());
  } catch {
    throw new InvalidInput([{ field: 'file', message: 'calendar.errors.not-json' }]);
  } finally {
    await file.close();
  }
}
