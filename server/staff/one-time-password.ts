import { randomInt } from 'node:crypto';
import { isStaffNo } from './person.ts';

/** Letters and digits that cannot be mistaken for one another when read aloud or copied by hand. */
const CLEAR = 'abcdefghjkmnpqrstuvwxyz23456789';

/**
 * A password to hand over in person: three groups of four, about 59 bits; it must be changed at the next sign-in.
 * Drawn again when it happens to hold the staff number, which no password may.
 */
export function oneTimePassword(staffNo: string): string {
  const group = () => Array.from({ length: 4 }, () => CLEAR[randomInt(CLEAR.length)]).join('');
  const drawn = `${group()}-${group()}-${group()}`;
  return isStaffNo(staffNo) && drawn.includes(staffNo) ? oneTimePassword(staffNo) : drawn;
}
