import { ownPath } from '../platform/web/own-path.ts';
import { page, redirect, type Answer, type Ask, type RouteEntry } from '../platform/web/route.ts';
import type { Seat } from '../platform/web/seat.ts';
import { readLanguage, readLeft, readSignIn, readSwitch } from './sign-in.form.ts';
import type { Notices } from './notice.service.ts';
import type { SignInResult, SignIns } from './sign-in.service.ts';
import { PASSWORD_PATH, type People } from './staff.service.ts';
import { signInPage, switchPage } from './sign-in.view.ts';

/** Signing in and out, changing the person at a shared PC, changing the language. */
export function signInRoutes({
  people,
  signIns,
  notices,
}: {
  people: People;
  signIns: SignIns;
  notices: Pick<Notices, 'today'>;
}): RouteEntry[] {
  const show = async (
    ask: Ask,
    staffNo: string,
    next: string | null,
    result: SignInResult | null,
  ): Promise<Answer> =>
    page(
      'staff/sign-in',
      signInPage({
        ...{ staffNo, next, result, notice: await notices.today() },
        colleagues: ask.seat.open && ask.seat.people.length > 0,
      }),
      {
        layout: 'bare',
        title: ask.t('staff.sign-in.title'),
        ...failed(result),
      },
    );

  const showSwitch = async (ask: Ask, staffNo: string, from: string | null, result: SignInResult | null) => {
    const others = ask.seat.people.filter((person) => person.staffNo !== ask.seat.staffNo);
    const known = await people.colleagues(others.map((person) => person.staffNo));
    return page('staff/switch', switchPage({ known, staffNo, from, result, current: ask.actor }), {
      layout: 'bare',
      title: ask.t('staff.switch.title'),
      zone: 'switch',
      ...failed(result),
    });
  };

  return [
    {
      method: 'get',
      path: '/sign-in',
      roles: 'anyone',
      audit: 'sign-in.page',
      handler: async (ask) => {
        const next = ownPath(ask.query['next']);
        return ask.actor.staffNo === '' ? show(ask, '', next, null) : redirect(next ?? '/');
      },
    },
    {
      method: 'post',
      path: '/sign-in',
      roles: 'anyone',
      audit: 'sign-in.try',
      handler: async (ask) => {
        const { staffNo, password, next } = readSignIn(ask.form);
        const result = await signIns.withPassword(staffNo, password, ask.seat.device, ask.address);
        if (result.kind !== 'in') return show(ask, staffNo, next, result);
        await ask.seat.signIn(result, { fresh: true });
        if (ask.seat.device !== null) await signIns.rememberDevice(staffNo, ask.seat.device);
        return redirect(result.mustChangePassword ? PASSWORD_PATH : comeBack(ask.seat, staffNo, next));
      },
    },
    {
      method: 'post',
      path: '/sign-out',
      roles: 'anyone',
      audit: 'sign-out.done',
      traced: true,
      handler: async (ask) => {
        await ask.seat.signOut();
        return redirect('/sign-in', 'staff.sign-in.signed-out');
      },
    },
    {
      method: 'get',
      path: '/switch',
      roles: 'anyone',
      audit: 'switch.page',
      handler: async (ask) =>
        ask.seat.open ? showSwitch(ask, '', ownPath(ask.query['from']), null) : redirect('/sign-in'),
    },
    {
      method: 'post',
      path: '/switch/leave',
      roles: 'signed-in',
      audit: 'switch.leave',
      handler: async (ask) => {
        const left = readLeft(ask.form);
        if (left !== null) ask.seat.leave(left);
        return redirect('/switch');
      },
    },
    {
      method: 'post',
      path: '/switch/back',
      roles: 'signed-in',
      audit: 'switch.back',
      handler: async (ask) => redirect(comeBack(ask.seat, ask.actor.staffNo, null)),
    },
    {
      method: 'post',
      path: '/switch',
      roles: 'anyone',
      audit: 'switch.try',
      handler: async (ask) => {
        // Without a password given at this PC a few digits are not enough.
        if (!ask.seat.open) return redirect('/sign-in');
        const { staffNo, pin, from } = readSwitch(ask.form);
        const result = await signIns.withPin(staffNo, pin);
        if (result.kind !== 'in') return showSwitch(ask, staffNo, from, result);
        const alreadyLeft = ask.seat.people.some((p) => p.staffNo === ask.seat.staffNo && p.left !== null);
        if (from !== null && !alreadyLeft) ask.seat.leave({ path: from, typed: [] });
        await ask.seat.signIn(result, { fresh: false });
        return redirect(comeBack(ask.seat, staffNo, null));
      },
    },
    {
      method: 'post',
      path: '/language',
      roles: 'anyone',
      audit: 'language.changed',
      handler: async (ask) => {
        const to = readLanguage(ask.form);
        if (to !== null) {
          ask.seat.setLocale(to);
          if (ask.actor.staffNo !== '') await people.setLocale(ask.actor.staffNo, to);
        }
        return redirect(ownPath(ask.form['here']) ?? '/');
      },
    },
  ];
}

/** Where a person continues: the page asked for, else what was left open here, else home. */
function comeBack(seat: Seat, staffNo: string, next: string | null): string {
  const left = seat.takeLeft(staffNo);
  if (left !== null && left.typed.length > 0 && (next === null || next === left.path)) {
    seat.restoreTyped(left);
  }
  return next ?? left?.path ?? '/';
}

function failed(result: SignInResult | null): { status?: number; retryAfter?: number } {
  if (result === null || result.kind === 'in') return {};
  return result.kind === 'paused' ? { status: 429, retryAfter: result.seconds } : { status: 422 };
}
