import { z } from 'zod';
import { isLocale } from '../platform/i18n.ts';
import { ownPath } from '../platform/web/own-path.ts';
import type { Locale } from '../platform/web/route.ts';
import type { LeftOpen } from '../platform/web/seat.ts';
import { normaliseStaffNo } from './person.ts';

const staffNo = z.string().max(40).transform(normaliseStaffNo).default('');
const path = z
  .string()
  .max(2_000)
  .optional()
  .transform((text) => ownPath(text));

const signIn = z.object({ staffNo, password: z.string().max(200).default(''), next: path });
const change = z.object({
  staffNo,
  otherStaffNo: staffNo,
  pin: z
    .string()
    .max(12)
    .transform((text) => text.normalize('NFKC'))
    .default(''),
  from: path,
});
const typed = z.array(z.tuple([z.string().max(120), z.string().max(20_000)])).max(300);

export interface SignInForm {
  staffNo: string;
  password: string;
  /** Own path to go to, or null. */
  next: string | null;
}

export interface SwitchForm {
  staffNo: string;
  pin: string;
  /** Page the leaving person has open, or null. */
  from: string | null;
}

/** Reads the sign-in form; what is missing or too long becomes empty and is then simply wrong. */
export function readSignIn(form: Record<string, string>): SignInForm {
  const parsed = signIn.safeParse(form);
  return parsed.success ? parsed.data : { staffNo: '', password: '', next: null };
}

export function readSwitch(form: Record<string, string>): SwitchForm {
  const parsed = change.safeParse(form);
  if (!parsed.success) return { staffNo: '', pin: '', from: null };
  const { staffNo: picked, otherStaffNo, pin, from } = parsed.data;
  // A number typed counts more than a colleague picked before.
  return { staffNo: otherStaffNo === '' ? picked : otherStaffNo, pin, from };
}

/** What the leaving person has open: own path, and the typed pairs as JSON; null when it is not that. */
export function readLeft(form: Record<string, string>): LeftOpen | null {
  const own = ownPath(form['path']);
  if (own === null) return null;
  const pairs = typed.safeParse(jsonOf(form['typed']));
  return { path: own, typed: pairs.success ? pairs.data : [] };
}

/** The language asked for, or null. */
export function readLanguage(form: Record<string, string>): Locale | null {
  return isLocale(form['to']) ? form['to'] : null;
}

function jsonOf(text: string | undefined): unknown {
  try {
    return JSON.parse(text ?? '[]');
  } catch {
    return [];
  }
}
