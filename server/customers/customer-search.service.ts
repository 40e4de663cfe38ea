import type { FoundCustomer } from './customer-doors.ts';
import type { CustomerModel, SearchHit, SearchPosition } from './customer.model.ts';
import { maskCardNo } from './card-number.ts';
import { maskPhone } from './phone-number.ts';
import { searchRanges, type SearchKind } from './search-keys.ts';
import { currentCardNo, titleKeyOf } from './sheet-customer.ts';

const MATCHED: Record<SearchKind, string> = {
  n: 'name',
  p: 'pinyin',
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
    const seen = new Set<string>();
    for (let at = start?.range ?? 0; at < ranges.length; at += 1) {
      const range = ranges[at];
      if (range === undefined) break;
      const prefix = `${range.kind}:${range.prefix}`;
      const from = at === start?.range ? start : null;
      const hits = await model.searchRange(prefix, from, limit - found.length + (from === null ? 0 : 1));
      for (const hit of hits) {
        if (hit._id === from?.id || seen.has(hit._id)) continue;
        seen.add(hit._id);
        found.push(shown(hit, MATCHED[range.kind]));
        if (found.length === limit) return { found, next: nextOf(at, prefix, hit, from) };
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

/** Where the next page begins: number of the range, key and record last shown. */
function nextOf(range: number, prefix: string, hit: SearchHit, from: SearchPosition | null): string {
  const keys = hit.search.filter((key) => key.startsWith(prefix) && key >= (from?.key ?? '')).sort();
  return Buffer.from(JSON.stringify([range, keys[0] ?? prefix, hit._id])).toString('base64url');
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
