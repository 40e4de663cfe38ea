import { Conflict, InvalidInput, NotFound, RuleBroken } from '../platform/errors.ts';
import { fieldErrors, NO_ERRORS, type FormErrors } from '../platform/web/form-errors.ts';
import { page, redirect, type Answer, type Ask, type RouteEntry } from '../platform/web/route.ts';
import { readNewPerson, readRoles, type NewPersonForm } from './person.form.ts';
import type { Person } from './person.ts';
import { newPersonPage, peoplePage, personPage, type OneTimePage, type PeopleState } from './people.view.ts';
import { oneTimePassword } from './one-time-password.ts';
import type { People } from './staff.service.ts';

const EMPTY: NewPersonForm = { staffNo: '', name: '', roles: [], locale: 'zh-CN' };

/** The administrator's pages about people: list, add, roles, disable, enable, a new one-time password. */
export function peopleRoutes(people: People): RouteEntry[] {
  const wanted = async (ask: Ask): Promise<Person> => {
    const person = await people.find(ask.params['staffNo'] ?? '');
    if (person === null) throw new NotFound('staff.errors.no-such-person');
    return person;
  };
  const showPerson = (
    ask: Ask,
    person: Person,
    roles = person.roles,
    problems = NO_ERRORS,
    refused?: string,
  ) => {
    const status = refused === undefined && problems.errorList.length === 0 ? 200 : 422;
    const model = personPage(person, roles, ask.actor.staffNo, problems, refused ?? null, ask.t);
    return page('staff/person', model, { status, title: person.name, zone: 'person' });
  };
  const showNew = (ask: Ask, form: NewPersonForm, problems: FormErrors): Answer =>
    page('staff/new-person', newPersonPage(form, problems, ask.t), {
      status: problems.errorList.length === 0 ? 200 : 422,
      title: ask.t('staff.new.title'),
    });
  const handOver = (ask: Ask, { staffNo, name }: Person, password: string): Answer => {
    const model: OneTimePage = { staffNo, name, password };
    return page('staff/one-time', model, { title: ask.t('staff.one-time.title') });
  };
  /** A change that a rule may refuse: then the page says so beside what was chosen. */
  const change = async (
    ask: Ask,
    person: Person,
    work: () => Promise<void>,
    done: string,
  ): Promise<Answer> => {
    try {
      await work();
    } catch (error) {
      if (error instanceof RuleBroken) return showPerson(ask, person, person.roles, NO_ERRORS, error.message);
      throw error;
    }
    return redirect(`/staff/${person.staffNo}`, done);
  };

  return [
    {
      method: 'get',
      path: '/staff',
      roles: ['admin'],
      audit: 'staff.list',
      handler: async (ask) =>
        page('staff/people', peoplePage(await people.list(), stateOf(ask.query['state']), ask.t), {
          title: ask.t('staff.people.title'),
          zone: 'people',
        }),
    },
    {
      method: 'get',
      path: '/staff/new',
      roles: ['admin'],
      audit: 'staff.new',
      handler: async (ask) => showNew(ask, EMPTY, NO_ERRORS),
    },
    {
      method: 'post',
      path: '/staff/new',
      roles: ['admin'],
      audit: 'staff.add',
      handler: async (ask) => {
        const form = readNewPerson(ask.form, ask.many('roles'));
        const password = oneTimePassword(form.staffNo);
        try {
          return handOver(ask, await people.add({ ...form, password, oneTime: true }, ask.actor), password);
        } catch (error) {
          const taken = error instanceof Conflict;
          const shown = taken ? new InvalidInput([{ field: 'staffNo', message: error.message }]) : error;
          return showNew(ask, form, fieldErrors(shown, ask.t));
        }
      },
    },
    {
      method: 'get',
      path: '/staff/:staffNo',
      roles: ['admin'],
      audit: 'staff.read',
      handler: async (ask) => showPerson(ask, await wanted(ask)),
    },
    {
      method: 'post',
      path: '/staff/:staffNo/roles',
      roles: ['admin'],
      audit: 'staff.roles',
      handler: async (ask) => {
        const person = await wanted(ask);
        const roles = readRoles(ask.many('roles'));
        if (roles.length === 0) {
          const message = ask.t('staff.errors.roles-none');
          return showPerson(ask, person, roles, {
            errors: { roles: message },
            errorList: [{ field: 'roles', message }],
          });
        }
        return change(
          ask,
          person,
          () => people.setRoles(person.staffNo, roles, ask.actor),
          'staff.person.roles-saved',
        );
      },
    },
    {
      method: 'post',
      path: '/staff/:staffNo/disable',
      roles: ['admin'],
      audit: 'staff.disable',
      handler: async (ask) => {
        const person = await wanted(ask);
        const work = async () => {
          if (person.staffNo === ask.actor.staffNo) throw new RuleBroken('staff.errors.own-account');
          await people.disable(person.staffNo, ask.actor);
        };
        return change(ask, person, work, 'staff.person.disabled-done');
      },
    },
    {
      method: 'post',
      path: '/staff/:staffNo/enable',
      roles: ['admin'],
      audit: 'staff.enable',
      handler: async (ask) => {
        const person = await wanted(ask);
        return change(
          ask,
          person,
          () => people.enable(person.staffNo, ask.actor),
          'staff.person.enabled-done',
        );
      },
    },
    {
      method: 'post',
      path: '/staff/:staffNo/reset-password',
      roles: ['admin'],
      audit: 'staff.reset-password',
      handler: async (ask) => {
        const person = await wanted(ask);
        return handOver(ask, person, await people.resetPassword(person.staffNo, ask.actor));
      },
    },
  ];
}

function stateOf(text: string | undefined): PeopleState {
  return text === 'active' || text === 'disabled' ? text : 'all';
}
