import type { Clock } from '../platform/clock.ts';
import { fieldErrors, NO_ERRORS, type FormErrors } from '../platform/web/form-errors.ts';
import { page, redirect, type Answer, type Ask, type RouteEntry } from '../platform/web/route.ts';
import { readNotice } from './notice.form.ts';
import { NOTICE_LENGTH } from './notice.ts';
import type { Notices } from './notice.service.ts';

/** The administrator's page for the line on the sign-in page. */
export function noticeRoutes({ notices, clock }: { notices: Notices; clock: Clock }): RouteEntry[] {
  const show = async (
    ask: Ask,
    typed: Record<string, string> | null,
    problems: FormErrors,
  ): Promise<Answer> => {
    const now = await notices.current();
    const model = {
      version: typed?.['version'] ?? String(now.version),
      text: typed?.['text'] ?? now.text,
      lastDay: typed?.['lastDay'] ?? now.lastDay ?? '',
      shown: await notices.today(),
      max: NOTICE_LENGTH,
      ...problems,
    };
    return page('staff/notice', model, {
      title: ask.t('staff.notice.title'),
      zone: 'notice',
      status: problems.errorList.length === 0 ? 200 : 422,
    });
  };
  return [
    {
      method: 'get',
      path: '/notice',
      roles: ['admin'],
      audit: 'notice.page',
      handler: (ask) => show(ask, null, NO_ERRORS),
    },
    {
      method: 'post',
      path: '/notice',
      roles: ['admin'],
      audit: 'notice.write',
      handler: async (ask) => {
        try {
          await notices.write(readNotice(ask.form, clock.today()), ask.actor);
        } catch (error) {
          return show(ask, ask.form, fieldErrors(error, ask.t));
        }
        return redirect('/notice', 'staff.notice.saved');
      },
    },
  ];
}
