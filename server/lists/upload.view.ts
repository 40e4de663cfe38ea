import type { BusinessDate } from '../platform/business-date.ts';
import { storeTimeOf } from '../platform/business-date.ts';
import type { Translate } from '../platform/web/route.ts';
import { NO_ROWS, rowsOf, type ImportRow, type Message } from './import.ts';
import { DEFINITIONS } from './kinds/index.ts';
import type { Tab } from './list.form.ts';
import { readSample } from './reading.view.ts';
import { grouped, pageOf, rowLine, tabsOf } from './row.view.ts';
import { BUSY_STATES, type Upload } from './upload.ts';

export type UploadPage = ReturnType<typeof uploadPage>;

/** A list on its way in: steps, facts and columns, rows by outcome, what can be done. */
export function uploadPage(
  upload: Upload,
  shown: { tab: Tab; from: number; rows: ImportRow[]; ahead: number; known: ReadonlySet<string> },
  today: BusinessDate,
  t: Translate,
) {
  const base = `/lists/uploads/${upload._id}`;
  const counts = upload.counts ?? NO_ROWS;
  const total = tabsOf(counts, shown.tab, base, t).find(({ current }) => current)?.count ?? 0;
  const enters = counts.created + counts.updated + shown.ahead;
  return {
    ...headOf(upload, t),
    base,
    steps: stepsOf(upload, t),
    busy: BUSY_STATES.includes(upload.state) ? progressOf(upload, t) : null,
    fault: upload.fault === null ? null : messageOf(upload.fault, t),
    refused: upload.state === 'refused',
    failed: upload.state === 'failed',
    cancelled: upload.state === 'cancelled',
    imported: upload.state === 'imported' ? `/lists/imports/${upload.importId ?? ''}` : null,
    cancellable: ['checked', 'refused', 'failed', 'check-due', 'checking'].includes(upload.state),
    facts: upload.facts === null ? null : factsOf(upload, t),
    columns: upload.facts === null ? null : columnsOf(upload, today, t),
    rows:
      upload.state === 'checked'
        ? shown.rows.map((row) => rowLine(row, t, { decideAt: `${base}/rows`, known: shown.known }))
        : null,
    tabs: tabsOf(counts, shown.tab, base, t),
    tab: shown.tab,
    page: pageOf(shown.rows, shown.from, total, shown.tab, base),
    counts,
    left: counts.conflicts - shown.ahead,
    enters,
    canImport: upload.state === 'checked' && enters + counts.unchanged > 0,
  };
}

/** The part of the page that is fetched again while work is going on. */
export function uploadProgress(upload: Upload, t: Translate) {
  return {
    base: `/lists/uploads/${upload._id}`,
    busy: BUSY_STATES.includes(upload.state) ? progressOf(upload, t) : null,
  };
}

function headOf(upload: Upload, t: Translate) {
  return {
    id: upload._id,
    number: upload.number,
    fileName: upload.fileName,
    kind: t(`lists.kind.${upload.kind}`),
    by: upload.by.name,
    at: storeTimeOf(upload.at),
    size: sizeOf(upload.bytes),
  };
}

const STEP_OF: Readonly<Record<Upload['state'], number>> = {
  'check-due': 3,
  checking: 3,
  refused: 2,
  checked: 3,
  cancelled: 3,
  'import-due': 4,
  importing: 4,
  failed: 4,
  imported: 5,
};

function stepsOf(upload: Upload, t: Translate) {
  const current = STEP_OF[upload.state];
  const fields = upload.facts?.sheets[0]?.fields ?? [];
  const used = fields.filter((field) => field !== null).length;
  const rows = upload.counts === null ? null : rowsOf(upload.counts);
  const details = [
    rows === null
      ? sizeOf(upload.bytes)
      : t('lists.step.upload-detail', { count: grouped(rows), size: sizeOf(upload.bytes) }),
    upload.facts === null ? '' : t('lists.step.columns-detail', { used, all: fields.length }),
    upload.checkedAt === null
      ? ''
      : t('lists.step.check-detail', {
          time: storeTimeOf(upload.checkedAt),
          count: upload.counts?.conflicts ?? 0,
        }),
    current > 4 ? '' : t('lists.step.import-detail'),
  ];
  return ['upload', 'columns', 'check', 'import'].map((name, at) => {
    const state = at + 1 < current ? 'done' : at + 1 === current ? 'current' : 'todo';
    return {
      name: t(`lists.step.${name}`),
      no: at + 1,
      state,
      word: t(`lists.step.${state}`),
      detail: details[at] ?? '',
      done: state === 'done',
      current: state === 'current',
    };
  });
}

/** Whole percents only: what is spoken out loud must not change every second. */
function progressOf({ state, progress }: Upload, t: Translate) {
  const percent = Math.floor(progress.share * 100);
  const checking = state === 'check-due' || state === 'checking';
  return {
    percent,
    label: t(checking ? 'lists.progress.checking' : 'lists.progress.importing'),
    spoken: t('lists.progress.spoken', { percent: percent - (percent % 10) }),
    rows:
      progress.rowsExpected === null
        ? t('lists.progress.rows', { rows: grouped(progress.rows) })
        : t('lists.progress.rows-of', { rows: grouped(progress.rows), all: grouped(progress.rowsExpected) }),
    waiting: progress.waiting ? t('lists.progress.waiting') : null,
  };
}

function factsOf({ facts, fileName }: Upload, t: Translate) {
  const delimiter = facts?.delimiter ?? null;
  return {
    encoding: t(`lists.encoding.${facts?.encoding ?? 'utf-8'}`),
    readableName: facts?.readableName ?? null,
    sheets: facts?.sheets.map(({ name }) => name) ?? [],
    workbook: facts?.encoding === 'xlsx',
    fileName,
    headerRow: facts?.sheets[0]?.headerRow ?? 1,
    delimiter: delimiter === null ? null : t(`lists.delimiter.${DELIMITER_NAMES[delimiter] ?? 'comma'}`),
  };
}

const DELIMITER_NAMES: Readonly<Record<string, string>> = { ',': 'comma', '\t': 'tab', ';': 'semicolon' };

/** Columns of the (first) sheet: heading, chosen field, sample, how the sample is read. */
function columnsOf(upload: Upload, today: BusinessDate, t: Translate) {
  const sheet = upload.facts?.sheets[0];
  if (sheet === undefined) return null;
  const sample = upload.facts?.sample ?? null;
  const readings = sample === null ? [] : readSample(upload.kind, sheet, sample, today, t);
  const fields = Object.keys(DEFINITIONS[upload.kind].columns);
  return {
    sampleRow: sample?.row ?? null,
    list: sheet.headings.map((heading, at) => ({
      at,
      heading: heading === '' ? t('lists.columns.unnamed', { no: at + 1 }) : heading,
      field:
        sheet.fields[at] === null || sheet.fields[at] === undefined
          ? null
          : t(`lists.fields.${sheet.fields[at]}`),
      options: [
        { value: '', label: t('lists.columns.leave-out'), chosen: (sheet.fields[at] ?? null) === null },
        ...fields.map((field) => ({
          value: field,
          label: t(`lists.fields.${field}`),
          chosen: sheet.fields[at] === field,
        })),
      ],
      sample: sample?.cells[at] ?? '',
      reading: readings[at] ?? null,
    })),
  };
}

/** A stored message in the reader's language. */
export function messageOf({ key, values }: Message, t: Translate): string {
  return t(key, values);
}

/** `79 KB`, `2.4 MB`. */
export function sizeOf(bytes: number): string {
  return bytes < 1_000_000
    ? `${Math.max(1, Math.round(bytes / 1_000))} KB`
    : `${(bytes / 1_000_000).toFixed(1)} MB`;
}
