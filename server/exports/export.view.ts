import { businessDateOf, storeTimeOf } from '../platform/business-date.ts';
import type { FormErrors } from '../platform/web/form-errors.ts';
import type { Translate } from '../platform/web/route.ts';
import type { ExportRecord } from './export.ts';

/** Lines on one page. */
export const EXPORT_LINES = 50;

export interface ExportsPage extends FormErrors {
  rowsADay: string;
  /** Administrators set the limit; supervisors read. */
  mayChange: boolean;
  lines: {
    date: string;
    time: string;
    who: string;
    what: string;
    format: string;
    rows: number;
    masked: boolean;
    why: string;
    filter: string;
  }[];
  older: string | null;
}

export function exportsPage(
  { records, typed, mayChange }: { records: readonly ExportRecord[]; typed: string; mayChange: boolean },
  problems: FormErrors,
  t: Translate,
): ExportsPage {
  const last = records.at(-1);
  return {
    ...problems,
    rowsADay: typed,
    mayChange,
    lines: records.map((record) => ({
      date: businessDateOf(record.at),
      time: storeTimeOf(record.at),
      who: `${record.staffNo} ${record.name}`,
      what: t(`exports.kind.${record.kind}`),
      format: record.format.toUpperCase(),
      rows: record.rows,
      masked: record.masked,
      why: record.why,
      filter: record.filter,
    })),
    older:
      last === undefined || records.length < EXPORT_LINES
        ? null
        : `/exports?before=${encodeURIComponent(last.at.toISOString())}`,
  };
}
