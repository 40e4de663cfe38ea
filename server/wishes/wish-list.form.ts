import { z } from 'zod';
import { readTypedDay } from '../calendar/index.ts';
import type { BusinessDate } from '../platform/business-date.ts';
import { InvalidInput } from '../platform/errors.ts';
import { DAY_OF, LIST_PATHS } from './wish-list.ts';
import type { WishFilter, WishKind, WishState } from './wish.types.ts';

/** A list as its address says; `null` stands for everything. */
export interface ListQuery {
  kind: WishKind;
  state: WishState | null;
  day: BusinessDate | null;
  /** A day was asked for that cannot be read. */
  dayError: string | null;
  part: string | null;
  after: string | null;
}

const state = z.enum(['wanted', 'taken-up', 'withdrawn', 'all']);
/** Longest words of a taking up, in characters. */
const LONGEST_WORDS = 200;

/**
 * Reads the address of a list. Without more it shows what waits; the list for the counter shows today, whether the
 * customer came or not. What cannot be read is as if it were not there.
 */
export function readListQuery(kind: WishKind, query: Record<string, string>, today: BusinessDate): ListQuery {
  const chosen = state.catch(kind === 'visit' ? 'all' : 'wanted').parse(query['state']);
  const typed = (query['day'] ?? '').trim();
  const day = typed === '' ? (kind === 'visit' ? today : null) : readTypedDay(typed);
  const part = (query['part'] ?? '').slice(0, 60);
  return {
    kind,
    state: chosen === 'all' ? null : chosen,
    day,
    dayError: typed !== '' && typed !== 'all' && day === null ? typed : null,
    part: part === '' ? null : part,
    after: query['after'] ?? null,
  };
}

/** The filter a list stands for. */
export function filterOf({ kind, state: chosen, day, part }: ListQuery): WishFilter {
  return {
    kind,
    ...(chosen === null ? {} : { state: chosen }),
    ...(day === null ? {} : { [DAY_OF[kind]]: day }),
    ...(part === null ? {} : { part }),
  };
}

/** The address of a list with some of it changed; a page further on is always left. */
export function listPath(query: ListQuery, change: Partial<ListQuery> = {}): string {
  const { kind, state: chosen, day, part, after } = { ...query, after: null, ...change };
  const params = new URLSearchParams();
  if (chosen !== (kind === 'visit' ? null : 'wanted')) params.set('state', chosen ?? 'all');
  if (day !== null) params.set('day', day);
  else if (kind === 'visit') params.set('day', 'all');
  if (part !== null) params.set('part', part);
  if (after !== null) params.set('after', after);
  const text = params.toString();
  return text === '' ? LIST_PATHS[kind] : `${LIST_PATHS[kind]}?${text}`;
}

/** What a wish was taken up as, in words. @throws InvalidInput (field words) */
export function readTakenUpAs(form: Record<string, string>): string {
  const words = (form['words'] ?? '').normalize('NFC').replace(/\s+/gu, ' ').trim();
  if (words === '') throw new InvalidInput([{ field: 'words', message: 'wishes.errors.taken-up-words' }]);
  if (Array.from(words).length > LONGEST_WORDS)
    throw new InvalidInput([
      { field: 'words', message: 'wishes.errors.too-long', values: { longest: LONGEST_WORDS } },
    ]);
  return words;
}
