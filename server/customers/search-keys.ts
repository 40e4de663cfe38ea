import type { Customer } from './customer.ts';
import { lineOf } from './phone-number.ts';
import { simplified } from './person-name.ts';
import { initialsOf, type PinyinReading } from './pinyin-reading.ts';

/**
 * Kinds of search keys. One array of prefixed strings serves every search by range on one index: `n:` name, `p:`
 * pinyin, `s:` surname in full + initials, `i:` initials, `c:` card, `t:` telephone as dialled, `r:` the same reversed, so
 * that the last digits are a prefix.
 */
export type SearchKind = 'n' | 'p' | 's' | 'i' | 'c' | 't' | 'r';

/** One meaning of the words: records with a key of this kind that begins so. */
export interface SearchRange {
  kind: SearchKind;
  prefix: string;
}

/** The keys of a record; a tombstone has none. */
export function searchKeysOf(
  customer: Pick<Customer, 'nameKeys' | 'cards' | 'phones'>,
  reading: PinyinReading | null,
): string[] {
  const keys: string[] = [];
  for (const name of customer.nameKeys) if (name !== '') keys.push(`n:${name}`);
  if (reading !== null) keys.push(...pinyinKeys(reading));
  for (const { no } of customer.cards) {
    keys.push(`c:${no}`);
    const digits = no.replace(/^[A-Z]+/, '');
    if (digits !== no) keys.push(`c:${digits}`);
  }
  for (const phone of customer.phones) {
    if (phone.number === null) continue;
    const digits = nationalDigits(lineOf({ ...phone, number: phone.number, extension: null }));
    keys.push(`t:${digits}`, `r:${reversed(digits)}`);
  }
  return [...new Set(keys)];
}

/** Which ranges a query means, most likely first; empty for words too short to search by. */
export function searchRanges(words: string): SearchRange[] {
  const text = words.normalize('NFKC').trim().toLowerCase();
  if (text === '') return [];
  const compact = text.replace(/[\s\-'·]/g, '');
  if (/^\+?[\d*]+$/.test(compact)) return digitRanges(withoutCountry(compact));
  if (/^[a-z]+\d+$/.test(compact)) return [{ kind: 'c', prefix: compact.toUpperCase() }];
  if (/^[a-zü]+$/.test(compact)) {
    const latin = compact.replaceAll('ü', 'v');
    const ranges: SearchRange[] = [
      { kind: 'p', prefix: latin },
      { kind: 's', prefix: latin },
      { kind: 'n', prefix: text },
    ];
    if (latin.length <= 4) ranges.unshift({ kind: 'i', prefix: latin });
    return latin.length < 2 ? [] : ranges;
  }
  return [{ kind: 'n', prefix: simplified(text).replace(/(?<=\p{Script=Han})\s+(?=\p{Script=Han})/gu, '') }];
}

/** Up to six digits may be the end of a number, whatever they begin with; a longer text that begins so has the country in front. */
function withoutCountry(digits: string): string {
  return digits.startsWith('+') || digits.length > 6 ? digits.replace(/^\+?86(?=1[3-9])/, '') : digits;
}

/** National digits of an E.164 number: mobiles as dialled, landlines with area code and trunk 0. */
function nationalDigits(line: string): string {
  if (!line.startsWith('+86')) return line.slice(1);
  const national = line.slice(3);
  return /^1[3-9]\d{9}$/.test(national) || /^[48]00/.test(national) ? national : `0${national}`;
}

function pinyinKeys(reading: PinyinReading): string[] {
  const { syllables, surnameSyllables } = reading;
  if (syllables.length === 0) return [];
  const initials = initialsOf(reading);
  const surname = syllables.slice(0, surnameSyllables).join('');
  return [`p:${syllables.join('')}`, `s:${surname}${initials.slice(surnameSyllables)}`, `i:${initials}`];
}

function digitRanges(digits: string): SearchRange[] {
  if (digits.length < 3) return [];
  const tail = { kind: 'r' as const, prefix: reversed(digits) };
  const head = { kind: 't' as const, prefix: digits };
  const card = { kind: 'c' as const, prefix: digits };
  if (digits.length <= 6) return [tail, head, card];
  return /^(1[3-9]|0)/.test(digits) ? [head, tail, card] : [card, head, tail];
}

function reversed(text: string): string {
  return Array.from(text).reverse().join('');
}
