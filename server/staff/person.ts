import { ROLES, type Role } from '../platform/roles.ts';
import type { KeyLayout } from '../platform/web/key-layout.ts';
import type { Locale } from '../platform/web/route.ts';

/** One employee with an account. Secrets never leave the feature: this is what others may see. */
export interface Person {
  staffNo: string;
  name: string;
  roles: Role[];
  active: boolean;
  locale: Locale;
  /** Single-character shortcuts are on. */
  singleKeys: boolean;
  /** Where they have those keys. */
  keyLayout: KeyLayout;
  /** After a result the next call opens by itself. */
  opensNext: boolean;
  hasPin: boolean;
  /** A one-time password was given out: the next sign-in must set an own one. */
  mustChangePassword: boolean;
}

/** What a new person is made from. */
export interface NewPerson {
  staffNo: string;
  name: string;
  roles: Role[];
  password: string;
  pin?: string;
  /** The password was given out by somebody else and must be changed at the first sign-in. */
  oneTime?: boolean;
  locale?: Locale;
}

export const PASSWORD_LENGTH = { least: 8, most: 128 } as const;
export const PIN_LENGTH = { least: 4, most: 6 } as const;

/** Staff numbers are 2–8 digits as printed on the badge; full-width digits and spaces are forgiven. */
export function normaliseStaffNo(text: string): string {
  return text.normalize('NFKC').replace(/\s+/g, '');
}

export function isStaffNo(text: string): boolean {
  return /^\d{2,8}$/.test(text);
}

export function isRole(text: string): text is Role {
  return (ROLES as readonly string[]).includes(text);
}

/** What is wrong with a new password, as a locale key; null when it may be used. */
export function passwordProblem(password: string, staffNo: string): string | null {
  const length = Array.from(password).length;
  if (length < PASSWORD_LENGTH.least) return 'staff.errors.password-short';
  if (length > PASSWORD_LENGTH.most) return 'staff.errors.password-long';
  if (isStaffNo(staffNo) && password.includes(staffNo)) return 'staff.errors.password-staff-no';
  if (new Set(password).size < 4 || COMMON.has(password.toLowerCase())) return 'staff.errors.password-common';
  return null;
}

/** What is wrong with a new PIN, as a locale key; null when it may be used. */
export function pinProblem(pin: string, staffNo: string): string | null {
  if (!/^\d+$/.test(pin) || pin.length < PIN_LENGTH.least || pin.length > PIN_LENGTH.most) {
    return 'staff.errors.pin-digits';
  }
  if (pin === staffNo || new Set(pin).size === 1 || isRun(pin)) return 'staff.errors.pin-easy';
  return null;
}

/** Digits in a row, up or down: 1234, 9876. */
function isRun(pin: string): boolean {
  const steps = new Set(
    Array.from(pin)
      .slice(1)
      .map((digit, i) => Number(digit) - Number(pin[i])),
  );
  return steps.size === 1 && (steps.has(1) || steps.has(-1));
}

/** Passwords that every guesser tries first; length and variety rules leave only these few to name. */
const COMMON = new Set([
  'password',
  'password1',
  '12345678',
  '123456789',
  'qwertyuiop',
  'abcd1234',
  '11223344',
  'passw0rd',
]);
