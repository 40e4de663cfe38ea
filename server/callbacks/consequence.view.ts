import { isBusinessDate } from '../platform/business-date.ts';
import type { Translate } from '../platform/web/route.ts';
import type { Consequence } from './callback.types.ts';

/** What a save makes, in words; days come as codes and are shown as `11-24`. */
export function consequenceWords({ key, values }: Consequence, t: Translate): string {
  const shown = Object.fromEntries(
    Object.entries(values).map(([name, value]) => [name, isBusinessDate(value) ? value.slice(5) : value]),
  );
  return t(`callbacks.makes.${key}`, shown);
}
