import type { FoundCustomer } from './customer-doors.ts';
import type { CustomerModel, SearchHit, SearchPosition } from './customer.model.ts';
import { maskCardNo } from './card-number.ts';
import { maskPhone } from './phone-number.ts';
import { searchRanges, type SearchKind, type SearchRange } from './search-keys.ts';
import { currentCardNo, titleKeyOf } from './sheet-customer.ts';

const MATCHED: Record<SearchKind, string> = {
  n: 'name',
  p: 'pinyin',
  s: 'pinyin',
  i: 'initials',
  c: 'card',
  t: 'phone',
  r: 'tail',
};

/**
 * Finds customers by the first characters of card, number, name, pinyin or initials, or the last digits of a number.
 * Each meaning of the words is one range of the search index; pages continue by key, never by counting.
 */
export function makeCustomerSearch(model: CustomerModel) {
  return async (
    words: string,
    limit: number,
    after?: string,
  ): Promise<{ found: FoundCustomer[]; next: string | null }> => {
    const ranges = searchRanges(words);
    const start = positionOf(after);
    const found: FoundCustomer[] = [];
    for (let at = start?.range ?? 0; at < ranges.length; at += 1) {
      const range = ranges[at];
      if (range === undefined) break;
      const prefix = `${range.kind}:${range.prefix}`;
      let from: SearchPosition | null = at === start?.range ? start : null;
      for (let more = true; more;) {
        const wanted = limit - found.length + (from === null ? 0 : 1);
        const hits = await model.searchRange(prefix, from, wanted);
        for (const hit of hits) {
          const key = keyMet(hit, prefix, from);
          if (key === null) continue;
          from = { key, id: hit._id };
          // Met again under a second number or name, or found by an earlier meaning: it was shown there.
          if (key !== keyMet(hit, prefix, null) || meant(hit, ranges.slice(0, at))) continue;
          found.push(shown(hit, MATCHED[range.kind]));
          if (found.length === limit) return { found, next: positionText(at, from) };
        }
        more = hits.length === wanted;
      }
    }
    return { found, next: null };
  };
}

function shown(hit: SearchHit, matched: string): FoundCustomer {
  const card = currentCardNo(hit);
  const phone = hit.phones.find(({ valid }) => valid) ?? hit.phones[0];
  return {
    customerId: hit._id,
    name: hit.name ?? (card === null ? '' : maskCardNo(card)),
    titleKey: titleKeyOf(hit),
    pinyin: hit.pinyin,
    card: card === null ? null : maskCardNo(card),
    phone: phone === undefined ? null : maskPhone(phone, '-'),
    district: hit.address.district ?? null,
    lastContactOn: hit.facts.lastContactOn,
    matched,
  };
}

/** True when the record answers one of these meanings of the words. */
function meant({ search }: SearchHit, ranges: readonly SearchRange[]): boolean {
  return ranges.some(({ kind, prefix }) => search.some((key) => key.startsWith(`${kind}:${prefix}`)));
}

/** The key of the range under which the index meets a record behind a position; null when it does not. */
function keyMet(hit: SearchHit, prefix: string, from: SearchPosition | null): string | null {
  let met: string | null = null;
  for (const key of hit.search) {
    if (!key.startsWith(prefix) || (met !== null && key >= met)) continue;
    if (from === null || key > from.key || (key === from.key && hit._id > from.id)) met = key;
  }
  return met;
}

/** Where the next page begins: number of the range, key and record last shown. */
function positionText(range: number, { key, id }: SearchPosition): string {
  return Buffer.from(JSON.stringify([range, key, id])).toString('base64url');
}

function positionOf(text: string | undefined): (SearchPosition & { range: number }) | null {
  if (text === undefined || !/^[\w-]{1,400}$/.test(text)) return null;
  try {
    const parsed: unknown = JSON.parse(Buffer.from(text, 'base64url').toString('utf8'));
    if (!Array.isArray(parsed)) return null;
    const [range, key, id] = parsed as unknown[];
    if (typeof range !== 'number' || typeof key !== 'string' || typeof id !== 'string') return null;
    return { range, key, id };
  } catch {
    return null;
  }
}
