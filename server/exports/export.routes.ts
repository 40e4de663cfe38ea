import { fieldErrors, NO_ERRORS, type FormErrors } from '../platform/web/form-errors.ts';
import { page, redirect, type Answer, type Ask, type RouteEntry } from '../platform/web/route.ts';
import { readBefore, readRowsADay } from './export.form.ts';
import type { Exports } from './export.service.ts';
import { EXPORT_LINES, exportsPage } from './export.view.ts';

/** What left the house as a file: who took it, how much, why; and how much one person may take a day. */
export function exportRoutes({ exports }: { exports: Exports }): RouteEntry[] {
  const show = async (ask: Ask, problems: FormErrors = NO_ERRORS): Promise<Answer> => {
    const typed = ask.form['rowsADay'] ?? String(await exports.rowsADay());
    const records = await exports.list(readBefore(ask.query), EXPORT_LINES);
    const mayChange = ask.actor.roles.includes('admin');
    return page('exports/exports', exportsPage({ records, typed, mayChange }, problems, ask.t), {
      status: problems.errorList.length === 0 ? 200 : 422,
      title: ask.t('exports.title'),
      zone: 'exports',
    });
  };
  return [
    {
      method: 'get',
      path: '/exports',
      roles: ['admin', 'supervisor'],
      audit: 'export.list',
      traced: true,
      handler: (ask) => show(ask),
    },
    {
      method: 'post',
      path: '/exports/limit',
      roles: ['admin'],
      audit: 'export.limit',
      handler: async (ask) => {
        try {
          await exports.setRowsADay(readRowsADay(ask.form), ask.actor);
        } catch (error) {
          return show(ask, fieldErrors(error, ask.t));
        }
        return redirect('/exports', 'exports.limit-saved');
      },
    },
  ];
}
