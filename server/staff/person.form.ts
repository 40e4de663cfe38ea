import { z } from 'zod';
import { InvalidInput } from '../platform/errors.ts';
import { isLocale } from '../platform/i18n.ts';
import type { Role } from '../platform/roles.ts';
import { readKey } from '../platform/web/key-layout.ts';
import type { Locale } from '../platform/web/route.ts';
import { isRole, normaliseStaffNo } from './person.ts';

const text = (most: number) => z.string().max(most).default('');

const newPerson = z.object({
  staffNo: text(40).transform(normaliseStaffNo),
  name: text(80).transform((name) => name.trim()),
  locale: text(10),
});
const passwords = z.object({ old: text(200), password: text(200), again: text(200) });
const pin = z.object({
  pin: text(12).transform((digits) => digits.normalize('NFKC').trim()),
  'pin-password': text(200),
  drop: text(4),
});

/** What the page for a new person asks; the password is made here and given out once. */
export interface NewPersonForm {
  staffNo: string;
  name: string;
  roles: Role[];
  locale: Locale;
}

/** Reads the form of a new person; what the service finds wrong is named there. */
export function readNewPerson(form: Record<string, string>, roles: readonly string[]): NewPersonForm {
  const parsed = newPerson.safeParse(form);
  const { staffNo, name, locale } = parsed.success ? parsed.data : { staffNo: '', name: '', locale: '' };
  return { staffNo, name, roles: readRoles(roles), locale: isLocale(locale) ? locale : 'zh-CN' };
}

/** Ticked roles; anything that is not a role is left out. */
export function readRoles(values: readonly string[]): Role[] {
  return values.filter(isRole);
}

/**
 * A new password typed twice.
 * @throws InvalidInput when the two differ.
 */
export function readPasswordChange(form: Record<string, string>): { old: string; password: string } {
  const parsed = passwords.safeParse(form);
  const { old, password, again } = parsed.success ? parsed.data : { old: '', password: '', again: '' };
  if (password !== again) {
    throw new InvalidInput([{ field: 'again', message: 'staff.errors.password-again' }]);
  }
  return { old, password };
}

/**
 * Two single keys that shall change places, and the layout that the page showed.
 * @throws InvalidInput for what is no key that can be exchanged
 */
export function readKeyExchange(form: Record<string, string>): { one: string; other: string; seen: string } {
  const [one, other] = [readKey(form['one'] ?? ''), readKey(form['other'] ?? '')];
  if (one === null || other === null) {
    const wrong = [...(one === null ? ['one'] : []), ...(other === null ? ['other'] : [])];
    throw new InvalidInput(wrong.map((field) => ({ field, message: 'staff.errors.key' })));
  }
  if (one === other) throw new InvalidInput([{ field: 'other', message: 'staff.errors.key-same' }]);
  return { one, other, seen: form['seen'] ?? '' };
}

/** Digits for an outside line as typed: full-width ones and blanks are forgiven. */
export function readOutsidePrefix(form: Record<string, string>): string {
  const parsed = text(40).safeParse(form['prefix']);
  return parsed.success ? parsed.data.normalize('NFKC').replace(/\s+/g, '') : '';
}

/** A new PIN with the password that allows it; `pin` null takes the PIN away. */
export function readPinChange(form: Record<string, string>): { pin: string | null; password: string } {
  const parsed = pin.safeParse(form);
  if (!parsed.success) return { pin: '', password: '' };
  return { pin: parsed.data.drop === '' ? parsed.data.pin : null, password: parsed.data['pin-password'] };
}
