import { randomInt } from 'node:crypto';
import type { Role } from '../platform/roles.ts';

/** How somebody of the demo office signs in; shown once, when the office is made. */
export interface SignIn {
  staffNo: string;
  name: string;
  roles: Role[];
  password: string;
  pin: string;
}

const CONSONANTS = 'bdfghjklmnprstwz';
const VOWELS = 'aeiou';

/** A password that is easy to type and different in every demo office: two made-up words and two digits. */
export function easyPassword(): string {
  return `${word()}-${word()}-${randomInt(10, 100)}`;
}

/** A PIN of four digits that is neither a row (1234), one digit (7777) nor the staff number. */
export function easyPin(staffNo: string): string {
  for (;;) {
    const pin = String(randomInt(1000, 10_000));
    const steps = new Set(Array.from(pin.slice(1), (digit, place) => Number(digit) - Number(pin[place])));
    if (pin !== staffNo && steps.size > 1) return pin;
  }
}

function word(): string {
  return [CONSONANTS, VOWELS, CONSONANTS, VOWELS].map((from) => from[randomInt(from.length)] ?? '').join('');
}
