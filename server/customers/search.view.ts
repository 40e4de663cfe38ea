import type { Translate } from '../platform/web/route.ts';
import type { FoundCustomer } from './customer-doors.ts';

/** Rows of a result page. */
export const SEARCH_ROWS = 20;

export interface SearchPage {
  words: string;
  searched: boolean;
  rows: (FoundCustomer & { title: string; why: string })[];
  /** Address of the next page, null at the end. */
  next: string | null;
  /** Address of the first page, when this is a later one. */
  first: string | null;
  tooShort: boolean;
}

/** Results in words; numbers and cards come masked. */
export function searchPage(
  words: string,
  { found, next }: { found: FoundCustomer[]; next: string | null },
  later: boolean,
  t: Translate,
): SearchPage {
  const base = `/customers?${new URLSearchParams({ q: words }).toString()}`;
  return {
    words,
    searched: words !== '',
    rows: found.map((row) => ({
      ...row,
      title: t(row.titleKey),
      why: t(`customers.search.by.${row.matched}`),
    })),
    next: next === null ? null : `${base}&after=${next}`,
    first: later ? base : null,
    tooShort: words !== '' && found.length === 0 && Array.from(words).length < 2,
  };
}
