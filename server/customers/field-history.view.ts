import { businessDateOf, storeTimeOf } from '../platform/business-date.ts';
import type { Translate } from '../platform/web/route.ts';
import { CALL_UNDONE, STOP_FIELD, TOLD_IN_CALL } from './call-change.ts';
import type { Customer } from './customer.ts';
import type { FieldHistory } from './field-history.ts';
import { IMPORT_UNDONE } from './import-trace.ts';
import { fieldWord } from './task.view.ts';

export interface HistoryPage {
  id: string;
  heading: string;
  count: number;
  lines: {
    at: string;
    by: string;
    /** Value in pieces; changed ones are marked. */
    pieces: { text: string; changed: boolean }[];
    cleared: boolean;
    from: string;
    why: string;
  }[];
  /** How the record began: where the first value came from. */
  beginning: { on: string; source: string } | null;
}

/** Reasons that the product gives itself. */
const WHY_CODES: readonly string[] = [TOLD_IN_CALL, CALL_UNDONE, IMPORT_UNDONE];

/** Changes of a field, newest first, with what differs from the value before marked. Numbers are masked. */
export function historyPage(
  customer: Customer,
  field: string,
  history: readonly FieldHistory[],
  { t, nameOf }: { t: Translate; nameOf: (staffNo: string) => string },
): HistoryPage {
  const [source] = customer.sources;
  return {
    id: customer._id,
    heading: t('customers.history.heading', { field: fieldWord(field, t) }),
    count: history.length,
    lines: history.map(({ at, by, from, to, source: origin, why }) => ({
      at: `${businessDateOf(at)} ${storeTimeOf(at)}`,
      by: nameOf(by),
      pieces:
        to === null
          ? [{ text: shown(field, from, t), changed: false }]
          : difference(shown(field, from, t), shown(field, to, t)),
      cleared: to === null,
      from: t(`customers.source.${origin}`),
      why: WHY_CODES.includes(why ?? '') ? t(`customers.history.${why ?? ''}`) : (why ?? ''),
    })),
    beginning: source === undefined ? null : { on: source.on, source: t(`customers.source.${source.kind}`) },
  };
}

function shown(field: string, text: string | null, t: Translate): string {
  if (text === null) return '';
  if (field === STOP_FIELD) return t(`customers.standing.${text}`);
  if (field.startsWith('consent.')) return t(`customers.consent.${text}`);
  return field === 'phones' ? text.replace(/(\+?\d{3,7})\d{4}(\d{4})/, '$1****$2') : text;
}

/** What the two texts share at both ends stays plain; the middle of the new one is marked. */
function difference(from: string, to: string): { text: string; changed: boolean }[] {
  const [before, after] = [Array.from(from), Array.from(to)];
  let head = 0;
  while (head < before.length && head < after.length && before[head] === after[head]) head += 1;
  let tail = 0;
  while (
    tail < before.length - head &&
    tail < after.length - head &&
    before[before.length - 1 - tail] === after[after.length - 1 - tail]
  ) {
    tail += 1;
  }
  const pieces = [
    { text: after.slice(0, head).join(''), changed: false },
    { text: after.slice(head, after.length - tail).join(''), changed: from !== '' },
    { text: after.slice(after.length - tail).join(''), changed: false },
  ];
  return pieces.filter(({ text }) => text !== '');
}
