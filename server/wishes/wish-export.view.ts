import type { Allowance, ExportRecord } from '../exports/index.ts';
import { storeTimeOf } from '../platform/business-date.ts';
import type { FormErrors } from '../platform/web/form-errors.ts';
import type { Translate } from '../platform/web/route.ts';
import { wishColumns } from './wish-cells.view.ts';
import { LIST_PATHS } from './wish-list.ts';
import { listPath, type ListQuery } from './wish-list.form.ts';

/** What stands before a list leaves the house: how much, of what, and why. */
export interface WishExportPage extends FormErrors {
  title: string;
  count: number;
  /** The filter in words, one a piece. */
  filter: string[];
  columns: string;
  /** Whether numbers go out whole, in words. */
  numbers: string;
  left: string;
  /** More rows than may go out today: told before anybody writes a reason. */
  over: boolean;
  why: string;
  csv: boolean;
  /** Where the form goes: the address with its filter. */
  action: string;
  back: string;
}

export function wishExportPage(
  {
    query,
    count,
    allowance,
    masked,
    typed,
  }: {
    query: ListQuery;
    count: number;
    allowance: Allowance;
    masked: boolean;
    typed: Record<string, string>;
  },
  problems: FormErrors,
  t: Translate,
): WishExportPage {
  const { left, rowsADay } = allowance;
  const { kind } = query;
  return {
    ...problems,
    title: t('wishes.export.title', { list: t(`wishes.title.${kind}`) }),
    count,
    filter: filterWords(query, t),
    columns: wishColumns(kind, t)
      .map(({ heading }) => heading)
      .join(t('wishes.export.comma')),
    numbers: kind === 'flower' ? t(`wishes.export.${masked ? 'masked' : 'full'}`) : '',
    left: t('wishes.export.left', { left, rowsADay }),
    over: count > left,
    why: typed['why'] ?? '',
    csv: typed['format'] === 'csv',
    action: exportPath(query),
    back: listPath(query),
  };
}

/** Address of the page that asks why a list leaves the house, with the list's filter. */
export function exportPath(query: ListQuery): string {
  return listPath(query).replace(LIST_PATHS[query.kind], `${LIST_PATHS[query.kind]}/export`);
}

/** Who took the file out, when and why: its last row. */
export function markWords({ staffNo, name, day, at, rows, why }: ExportRecord, t: Translate): string {
  return t('wishes.export.mark', { who: `${staffNo} ${name}`, day, time: storeTimeOf(at), count: rows, why });
}

function filterWords({ kind, state, day, part }: ListQuery, t: Translate): string[] {
  return [
    ...(state === null ? [] : [t(`wishes.state.${state}`)]),
    ...(day === null ? [] : [t(`wishes.day.of-${kind}`, { day })]),
    ...(part === null ? [] : [kind === 'ticket' ? t(`wishes.ticket.${part}`) : part]),
  ];
}
