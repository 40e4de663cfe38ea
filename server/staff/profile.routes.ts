import { NotFound } from '../platform/errors.ts';
import { fieldErrors, NO_ERRORS } from '../platform/web/form-errors.ts';
import { page, redirect, type Answer, type Ask, type RouteEntry } from '../platform/web/route.ts';
import { readKeyExchange, readOutsidePrefix, readPasswordChange, readPinChange } from './person.form.ts';
import { passwordPage, profilePage, type TypedProfile } from './profile.view.ts';
import { PASSWORD_PATH, type People } from './staff.service.ts';
import type { Workstations } from './workstation.service.ts';

/**
 * One's own settings: password, PIN, single keys and where they are, what happens after a call (the language stands in the
 * header of every page); and for this PC how its telephone gets an outside line.
 */
export function profileRoutes(people: People, workstations: Workstations): RouteEntry[] {
  const self = async (ask: Ask) => {
    const person = await people.find(ask.actor.staffNo);
    if (person === null) throw new NotFound('staff.errors.no-such-person');
    return person;
  };
  const showProfile = async (ask: Ask, problems = NO_ERRORS, typed: TypedProfile = {}) => {
    const person = await self(ask);
    const prefix = typed.prefix ?? (await workstations.outsidePrefix(ask.seat.device));
    return page('staff/profile', profilePage(person, { ...typed, prefix }, problems), {
      status: problems.errorList.length === 0 ? 200 : 422,
      title: ask.t('staff.me.title'),
    });
  };
  /** Makes a change that the page asks for; what is refused stands beside its field, and what was `typed` stays. */
  const changed = async (
    ask: Ask,
    notice: string,
    change: () => Promise<void>,
    typed: TypedProfile = {},
  ): Promise<Answer> => {
    try {
      await change();
    } catch (error) {
      return showProfile(ask, fieldErrors(error, ask.t), typed);
    }
    return redirect('/me', notice);
  };
  const showPassword = async (ask: Ask, problems = NO_ERRORS) =>
    page('staff/password', passwordPage(await self(ask), problems), {
      status: problems.errorList.length === 0 ? 200 : 422,
      title: ask.t('staff.me.password'),
    });

  return [
    {
      method: 'get',
      path: '/me',
      roles: 'signed-in',
      audit: 'me.page',
      handler: async (ask) => showProfile(ask),
    },
    {
      method: 'get',
      path: PASSWORD_PATH,
      roles: 'signed-in',
      audit: 'me.password-page',
      handler: async (ask) => showPassword(ask),
    },
    {
      method: 'post',
      path: PASSWORD_PATH,
      roles: 'signed-in',
      audit: 'me.password',
      handler: async (ask) => {
        try {
          const { old, password } = readPasswordChange(ask.form);
          // Every session dies with the old stamp; this one alone goes on, under a new id.
          await ask.seat.restamp(await people.changePassword(ask.actor.staffNo, old, password));
        } catch (error) {
          return showPassword(ask, fieldErrors(error, ask.t));
        }
        return redirect('/me', 'staff.me.password-saved');
      },
    },
    {
      method: 'post',
      path: '/me/pin',
      roles: 'signed-in',
      audit: 'me.pin',
      handler: async (ask) => {
        const { pin, password } = readPinChange(ask.form);
        return changed(ask, pin === null ? 'staff.me.pin-dropped' : 'staff.me.pin-saved', () =>
          people.changePin(ask.actor.staffNo, password, pin),
        );
      },
    },
    {
      method: 'post',
      path: '/me/keys',
      roles: 'signed-in',
      audit: 'me.keys',
      handler: async (ask) => {
        await people.setSingleKeys(ask.actor.staffNo, ask.form['single'] === 'on');
        return redirect('/me', 'staff.me.keys-saved');
      },
    },
    {
      method: 'post',
      path: '/me/keys/exchange',
      roles: 'signed-in',
      audit: 'me.keys-exchanged',
      handler: async (ask) => {
        const keys = { one: ask.form['one'] ?? '', other: ask.form['other'] ?? '' };
        return changed(
          ask,
          'staff.me.keys-exchanged',
          async () => people.exchangeKeys(ask.actor.staffNo, readKeyExchange(ask.form)),
          { keys },
        );
      },
    },
    {
      method: 'post',
      path: '/me/keys/as-printed',
      roles: 'signed-in',
      audit: 'me.keys-as-printed',
      handler: async (ask) => {
        await people.keysAsPrinted(ask.actor.staffNo);
        return redirect('/me', 'staff.me.keys-back');
      },
    },
    {
      method: 'post',
      path: '/me/calls',
      roles: 'signed-in',
      audit: 'me.calls',
      handler: async (ask) => {
        await people.setOpensNext(ask.actor.staffNo, ask.form['next'] === 'on');
        return redirect('/me', 'staff.me.calls-saved');
      },
    },
    {
      method: 'post',
      path: '/me/workstation',
      roles: 'signed-in',
      audit: 'me.workstation',
      handler: async (ask) => {
        const digits = readOutsidePrefix(ask.form);
        return changed(
          ask,
          'staff.me.workstation-saved',
          () => workstations.setOutsidePrefix(ask.seat.device, digits),
          { prefix: digits },
        );
      },
    },
  ];
}
