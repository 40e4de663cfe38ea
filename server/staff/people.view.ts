import { ROLES, type Role } from '../platform/roles.ts';
import type { Locale, Translate } from '../platform/web/route.ts';
import { LANGUAGES } from '../platform/i18n.ts';
import type { FormErrors } from '../platform/web/form-errors.ts';
import type { NewPersonForm } from './person.form.ts';
import type { Person } from './person.ts';

/** Which people the list shows; the state stands in the address. */
export type PeopleState = 'all' | 'active' | 'disabled';

export interface PeoplePage {
  total: number;
  active: number;
  states: { key: PeopleState; href: string; label: string; count: number; current: boolean }[];
  people: (Pick<Person, 'staffNo' | 'name' | 'active' | 'hasPin' | 'mustChangePassword'> & {
    roles: string[];
  })[];
}

export function peoplePage(everybody: readonly Person[], state: PeopleState, t: Translate): PeoplePage {
  const active = everybody.filter((person) => person.active);
  const byState = {
    all: everybody,
    active,
    disabled: everybody.filter((person) => !person.active),
  };
  const labels = {
    all: 'staff.people.all',
    active: 'staff.people.active',
    disabled: 'staff.people.disabled',
  };
  return {
    total: everybody.length,
    active: active.length,
    states: (['all', 'active', 'disabled'] as const).map((key) => ({
      key,
      href: key === 'all' ? '/staff' : `/staff?state=${key}`,
      label: t(labels[key]),
      count: byState[key].length,
      current: key === state,
    })),
    people: byState[state].map(({ staffNo, name, active: inUse, hasPin, mustChangePassword, roles }) => ({
      staffNo,
      name,
      active: inUse,
      hasPin,
      mustChangePassword,
      roles: roles.map((role) => t(`frame.role.${role}`)),
    })),
  };
}

/** One tick box per role. */
export interface RoleChoice {
  value: Role;
  label: string;
  ticked: boolean;
}

export function roleChoices(held: readonly Role[], t: Translate): RoleChoice[] {
  return ROLES.map((value) => ({ value, label: t(`frame.role.${value}`), ticked: held.includes(value) }));
}

export interface NewPersonPage extends FormErrors {
  staffNo: string;
  name: string;
  roles: RoleChoice[];
  languages: { value: Locale; label: string; chosen: boolean }[];
}

export function newPersonPage(form: NewPersonForm, problems: FormErrors, t: Translate): NewPersonPage {
  const { staffNo, name, roles, locale } = form;
  return {
    ...problems,
    staffNo,
    name,
    roles: roleChoices(roles, t),
    languages: LANGUAGES.map((value) => ({
      value,
      label: t(`frame.language.${value}.name`),
      chosen: value === locale,
    })),
  };
}

export interface PersonPage extends FormErrors {
  person: Pick<Person, 'staffNo' | 'name' | 'active' | 'hasPin' | 'mustChangePassword'>;
  roles: RoleChoice[];
  /** One cannot disable oneself. */
  own: boolean;
  /** Locale key of a refusal by a rule, or null. */
  refused: string | null;
}

export function personPage(
  person: Person,
  chosen: readonly Role[],
  viewer: string,
  problems: FormErrors,
  refused: string | null,
  t: Translate,
): PersonPage {
  const { staffNo, name, active, hasPin, mustChangePassword } = person;
  return {
    ...problems,
    person: { staffNo, name, active, hasPin, mustChangePassword },
    roles: roleChoices(chosen, t),
    own: staffNo === viewer,
    refused,
  };
}

/** Shown once: the password that is handed over in person. */
export interface OneTimePage {
  staffNo: string;
  name: string;
  password: string;
}
