import { RuleBroken } from '../platform/errors.ts';

/**
 * A file that cannot be taken as a list at all: wrong encoding, broken structure, no header, a bomb. Nothing of it was
 * written. The message key is one of `lists.refused.*`; values name the line, the columns or the limit.
 */
export class ListRefused extends RuleBroken {
  constructor(reason: string, values: Record<string, string | number> = {}) {
    super(`lists.refused.${reason}`, values);
  }
}
