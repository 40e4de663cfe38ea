import type { Role } from '../platform/roles.ts';
import type { FormErrors } from '../platform/web/form-errors.ts';
import type { Person } from './person.ts';

/** One's own settings; secrets typed are never shown again. */
export interface ProfilePage extends FormErrors {
  staffNo: string;
  name: string;
  hasPin: boolean;
  singleKeys: boolean;
  /** What concerns telephoning; null for who makes no calls. */
  calls: { opensNext: boolean; outsidePrefix: string } | null;
}

/** Who sits at a telephone. */
const CALLERS: readonly Role[] = ['agent', 'leader', 'clerk'];

export function profilePage(person: Person, outsidePrefix: string, problems: FormErrors): ProfilePage {
  const { staffNo, name, roles, hasPin, singleKeys, opensNext } = person;
  const calls = roles.some((role) => CALLERS.includes(role)) ? { opensNext, outsidePrefix } : null;
  return { ...problems, staffNo, name, hasPin, singleKeys, calls };
}

export interface PasswordPage extends FormErrors {
  staffNo: string;
  /** A one-time password was used: nothing else is possible before. */
  must: boolean;
}

export function passwordPage(person: Person, problems: FormErrors): PasswordPage {
  return { ...problems, staffNo: person.staffNo, must: person.mustChangePassword };
}
