import { isBusinessDate } from '../platform/business-date.ts';
import type { Translate } from '../platform/web/route.ts';
import { DEPARTMENTS } from '../wishes/index.ts';
import type { Consequence } from './callback.types.ts';

/** Where codes have words of their own: name of the value → locale key before the code. */
const CODES: Readonly<Record<string, string>> = {
  occasion: 'wishes.occasion',
  bouquet: 'wishes.bouquet',
  channel: 'customers.channel',
  countsAs: 'callbacks.disposition',
  fault: 'callbacks.disposition',
};

/** What a save makes, in words; codes become words, days are shown as `11-24`. `departments`: as the office has them now. */
export function consequenceWords(
  { key, values }: Pick<Consequence, 'key' | 'values'>,
  t: Translate,
  departments: readonly { code: string; name: string }[] = DEPARTMENTS,
): string {
  const shown = Object.entries(values).map(([name, value]): [string, string] => {
    const words = CODES[name];
    if (words !== undefined) return [name, t(`${words}.${value}`)];
    if (name === 'purposes') return [name, purposesIn(value, t)];
    if (name === 'department' && value !== '')
      return [name, departments.find(({ code }) => code === value)?.name ?? value];
    if (value === '') return [name, t('callbacks.makes.not-said')];
    if (key === 'correction.callWindow') return [name, t(`customers.call-window.${value}`)];
    return [name, isBusinessDate(value) ? value.slice(5) : value];
  });
  return t(`callbacks.makes.${key}`, Object.fromEntries(shown));
}

function purposesIn(codes: string, t: Translate): string {
  return codes
    .split(' ')
    .filter((code) => code !== '')
    .map((code) => t(`customers.consent-purpose.${code}`))
    .join(t('callbacks.queue.list-comma'));
}
