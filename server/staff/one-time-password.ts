import { randomInt } from 'node:crypto';

/** Letters and digits that cannot be mistaken for one another when read aloud or copied by hand. */
const CLEAR = 'abcdefghjkmnpqrstuvwxyz23456789';

/** A password to hand over in person: three groups of four, about 59 bits; it must be changed at the next sign-in. */
export function oneTimePassword(): string {
  const group = () => Array.from({ length: 4 }, () => CLEAR[randomInt(CLEAR.length)]).join('');
  return `${group()}-${group()}-${group()}`;
}
