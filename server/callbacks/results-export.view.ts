import type { Allowance } from '../exports/index.ts';
import type { FormErrors } from '../platform/web/form-errors.ts';
import type { Translate } from '../platform/web/route.ts';
import { RESULTS_PATH } from './call-paths.ts';
import { columnWords } from './result-cells.view.ts';

/** What stands before an export: how much, of what, and why. */
export interface ExportPage extends FormErrors {
  count: number;
  query: string;
  /** The filter in words, one a piece. */
  filter: string[];
  columns: string;
  numbers: string;
  left: string;
  /** More rows than may go out today: told before anybody writes a reason. */
  over: boolean;
  why: string;
  csv: boolean;
  back: string;
}

export function exportPage(
  {
    count,
    allowance,
    filter,
    chips,
    full,
    typed,
  }: {
    count: number;
    allowance: Allowance;
    filter: URLSearchParams;
    chips: readonly string[];
    full: boolean;
    typed: Record<string, string>;
  },
  problems: FormErrors,
  t: Translate,
): ExportPage {
  const { left, rowsADay } = allowance;
  return {
    ...problems,
    count,
    query: filter.toString(),
    filter: [...chips],
    columns: columnWords(t).join(t('callbacks.results.comma')),
    numbers: t(full ? 'callbacks.export.full' : 'callbacks.export.masked'),
    left: t('callbacks.export.left', { left, rowsADay }),
    over: count > left,
    why: typed['why'] ?? '',
    csv: typed['format'] === 'csv',
    back: `${RESULTS_PATH}?${filter.size === 0 ? 'all=1' : filter.toString()}`,
  };
}
