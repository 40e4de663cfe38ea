import type { Translate } from '../platform/web/route.ts';
import type { ImportRow } from './import.ts';

/** Why a row was not taken, or waits for a person, in the reader's words; empty for the others. */
export function reasonOf({ reason, values }: Pick<ImportRow, 'reason' | 'values'>, t: Translate): string {
  return reason === null ? '' : t(reason, values);
}
