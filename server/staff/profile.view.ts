import type { FormErrors } from '../platform/web/form-errors.ts';
import type { Person } from './person.ts';

/** One's own settings; secrets typed are never shown again. */
export interface ProfilePage extends FormErrors {
  staffNo: string;
  name: string;
  hasPin: boolean;
  singleKeys: boolean;
}

export function profilePage(person: Person, problems: FormErrors): ProfilePage {
  const { staffNo, name, hasPin, singleKeys } = person;
  return { ...problems, staffNo, name, hasPin, singleKeys };
}

export interface PasswordPage extends FormErrors {
  staffNo: string;
  /** A one-time password was used: nothing else is possible before. */
  must: boolean;
}

export function passwordPage(person: Person, problems: FormErrors): PasswordPage {
  return { ...problems, staffNo: person.staffNo, must: person.mustChangePassword };
}
