import type { Role } from '../platform/roles.ts';
import type { FormErrors } from '../platform/web/form-errors.ts';
import { keycapFor } from '../platform/web/key-layout.ts';
import type { Person } from './person.ts';

/** One's own settings; secrets typed are never shown again. */
export interface ProfilePage extends FormErrors {
  staffNo: string;
  name: string;
  hasPin: boolean;
  singleKeys: boolean;
  /** Keys that were exchanged: what the product calls them and what is pressed, upper case. */
  keyMoves: { key: string; pressed: string }[];
  /** What stands in the fields for the next exchange. */
  keys: { one: string; other: string };
  /** What concerns telephoning; null for who makes no calls. */
  calls: { opensNext: boolean; outsidePrefix: string } | null;
}

/** Who sits at a telephone. */
const CALLERS: readonly Role[] = ['agent', 'leader', 'clerk'];

/** What was typed into the page's forms and refused. */
export interface TypedProfile {
  prefix?: string;
  keys?: ProfilePage['keys'];
}

export function profilePage(
  person: Person,
  { prefix = '', keys = { one: '', other: '' } }: TypedProfile,
  problems: FormErrors,
): ProfilePage {
  const { staffNo, name, roles, hasPin, singleKeys, keyLayout, opensNext } = person;
  const calls = roles.some((role) => CALLERS.includes(role)) ? { opensNext, outsidePrefix: prefix } : null;
  const keyMoves = Object.keys(keyLayout)
    .sort()
    .map((key) => ({ key: key.toUpperCase(), pressed: keycapFor(keyLayout, key) }));
  return { ...problems, staffNo, name, hasPin, singleKeys, keyMoves, keys, calls };
}

export interface PasswordPage extends FormErrors {
  staffNo: string;
  /** A one-time password was used: nothing else is possible before. */
  must: boolean;
}

export function passwordPage(person: Person, problems: FormErrors): PasswordPage {
  return { ...problems, staffNo: person.staffNo, must: person.mustChangePassword };
}
