import { businessDateOf, storeTimeOf } from '../platform/business-date.ts';
import { LIST_KINDS } from '../customers/index.ts';
import type { Translate } from '../platform/web/route.ts';
import { rowsOf, type ImportRecord, type ImportRow } from './import.ts';
import { DEFINITIONS } from './kinds/index.ts';
import type { Tab } from './list.form.ts';
import { pageOf, rowLine, tabsOf } from './row.view.ts';
import { undoneBox, undoProgress, type StayedShown } from './undo.view.ts';
import { messageOf, sizeOf } from './upload.view.ts';
import { BUSY_STATES, type Upload } from './upload.ts';

/** The page of lists: what came in, what is on its way, and the form to bring another. */
export function listsPage(
  uploads: readonly Upload[],
  imports: readonly ImportRecord[],
  form: { kind: string; errors: { field: string; message: string }[] },
  t: Translate,
) {
  const errorOf = (field: string) => form.errors.find((error) => error.field === field)?.message ?? null;
  return {
    kinds: LIST_KINDS.map((kind) => ({
      value: kind,
      label: t(`lists.kind.${kind}`),
      chosen: kind === form.kind,
      columns: Object.values(DEFINITIONS[kind].columns)
        .map(([name]) => name)
        .join(' · '),
    })),
    errors: form.errors,
    kindError: errorOf('kind'),
    fileError: errorOf('list'),
    uploads: uploads.map((upload) => ({
      href: `/lists/uploads/${upload._id}`,
      no: upload.number,
      fileName: upload.fileName,
      kind: t(`lists.kind.${upload.kind}`),
      state: t(`lists.state.${upload.state}`),
      busy: BUSY_STATES.includes(upload.state),
      by: upload.by.name,
      at: momentOf(upload.at),
    })),
    imports: imports.map((record) => ({
      href: `/lists/imports/${record._id}`,
      no: record.number,
      fileName: record.fileName,
      kind: t(`lists.kind.${record.kind}`),
      by: record.by.staffNo === 'system' ? t('lists.by-command') : record.by.name,
      at: momentOf(record.startedAt),
      state: t(`lists.import-state.${record.state}`),
      good: record.state === 'done',
      bad: record.state === 'failed',
      read: rowsOf(record.counts),
      counts: record.counts,
    })),
  };
}

/** One import: its figures, its rows by outcome, what is still to be decided. */
export function importPage(
  record: ImportRecord,
  shown: { tab: Tab; from: number; rows: ImportRow[]; known: ReadonlySet<string>; stayed: StayedShown },
  t: Translate,
) {
  const base = `/lists/imports/${record._id}`;
  const tabs = tabsOf(record.counts, shown.tab, base, t);
  // Created and unchanged rows are counted only: their tabs say so instead of showing an empty table.
  const kept = record.counts.updated + record.counts.conflicts + record.counts.rejected;
  const total = shown.tab === 'all' ? kept : (tabs.find(({ current }) => current)?.count ?? 0);
  return {
    id: record._id,
    base,
    number: record.number,
    fileName: record.fileName,
    kind: t(`lists.kind.${record.kind}`),
    by: record.by.staffNo === 'system' ? t('lists.by-command') : record.by.name,
    at: momentOf(record.startedAt),
    finishedAt: record.finishedAt === null ? null : momentOf(record.finishedAt),
    size: sizeOf(record.bytes),
    encoding: t(`lists.encoding.${record.encoding}`),
    running: record.state === 'running',
    done: record.state === 'done',
    fault: record.fault === null ? null : messageOf(record.fault, t),
    undo: record.traced === true && ENDED.includes(record.state) ? `${base}/undo` : null,
    ...undoProgress(record, t),
    undone: undoneBox(record, shown.stayed, t),
    read: rowsOf(record.counts),
    counts: record.counts,
    tabs,
    tab: shown.tab,
    countedOnly: shown.tab === 'created' || shown.tab === 'unchanged',
    rows: shown.rows.map((row) =>
      rowLine(row, t, { decideAt: record.state === 'done' ? `${base}/rows` : null, known: shown.known }),
    ),
    page: pageOf(shown.rows, shown.from, total, shown.tab, base),
  };
}

/** An import that ended and still stands can be undone. */
const ENDED: readonly ImportRecord['state'][] = ['done', 'failed'];

function momentOf(at: Date): string {
  return `${businessDateOf(at)} ${storeTimeOf(at)}`;
}
