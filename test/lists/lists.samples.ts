import { businessDate, storeInstant } from '../../server/platform/business-date.ts';
import { loadWords } from '../../server/platform/i18n.ts';
import type { ImportRecord, ImportRow } from '../../server/lists/import.ts';
import { importPage, listsPage } from '../../server/lists/import.view.ts';
import { NO_ERRORS } from '../../server/platform/web/form-errors.ts';
import { undoPage } from '../../server/lists/undo.view.ts';
import type { Upload } from '../../server/lists/upload.ts';
import { uploadPage, uploadProgress } from '../../server/lists/upload.view.ts';

const day = businessDate('2026-11-23');
const at = storeInstant(day, '10:12');
const t = loadWords().in('zh-CN');
const by = { staffNo: '0101', name: '张丽' };
const counts = { created: 2, updated: 1, unchanged: 1, conflicts: 1, rejected: 1 };
const sheet = {
  name: '会员',
  headerRow: 1,
  headings: ['会员姓名', '联系电话', ''],
  fields: ['name', 'phone', null] as ImportRecord['sheets'][number]['fields'],
};

const checked: Upload = {
  _id: 'u1',
  number: '20261123-L02',
  kind: 'counter-members',
  fileName: '柜组会员.csv',
  storedAs: 'u1',
  bytes: 79_000,
  by,
  at,
  state: 'checked',
  round: 1,
  chosen: [],
  facts: {
    encoding: 'gb18030',
    delimiter: ',',
    sheets: [sheet],
    sample: { row: 6, cells: ['谭子', '13513469757/15718348357', ''] },
    readableName: '孔珍萱',
  },
  counts,
  checkedAt: at,
  fault: null,
  progress: { rows: 6, rowsExpected: 6, share: 1, waiting: false },
  importId: null,
  owner: null,
  leaseUntil: at,
  attempts: 1,
};
const checking: Upload = {
  ...checked,
  state: 'checking',
  counts: null,
  checkedAt: null,
  progress: { rows: 3, rowsExpected: null, share: 0.5, waiting: true },
};
const refused: Upload = {
  ...checking,
  state: 'refused',
  facts: null,
  fault: { key: 'lists.refused.no-such-file', values: {} },
};

const row: ImportRow = {
  _id: 'i1:00000006',
  importId: 'i1',
  row: 6,
  sheet: '会员',
  outcome: 'conflict',
  rank: 0,
  customerId: 'c1',
  reason: 'customers.intake.empty-row',
  field: 'name',
  column: '会员姓名',
  values: {},
  setAside: ['birthday'],
  changes: [],
  sides: null,
  cells: { name: '谭子', phone: '13513469757' },
  raw: null,
  decision: null,
};
const rows: ImportRow[] = [
  row,
  { ...row, row: 7, outcome: 'rejected', rank: 1, customerId: null },
  { ...row, row: 8, outcome: 'updated', rank: 2, reason: null },
];

const record: ImportRecord = {
  _id: 'i1',
  number: '20261123-L01',
  kind: 'counter-members',
  source: 'source',
  fileName: '柜组会员.csv',
  bytes: 79_000,
  encoding: 'gb18030',
  delimiter: ',',
  sheets: [sheet],
  state: 'done',
  cursor: 6,
  counts,
  rowsExpected: 6,
  share: 1,
  fault: null,
  on: day,
  startedAt: at,
  finishedAt: at,
  by,
  uploadId: 'u1',
};
const nobody = { people: [], cards: new Map(), numbers: new Map(), further: false };
const shown = { tab: 'all' as const, from: 1, rows, ahead: 0, known: new Set(['c1']), stayed: nobody };
const undo = { by, why: '选错种类', askedAt: at, finishedAt: at, removed: 2, restored: 1, stayed: 1 };
const kept = { customerId: 'c1', brought: false, reason: 'edited' as const, detail: '0101' };

const nothing = { ...shown, rows: [] };

/** Models of every view of the feature, made by the same functions as the pages. */
export const samples = {
  'lists/index': [
    listsPage([], [], { kind: 'vip-cards', errors: [] }, t),
    listsPage(
      [checked, checking],
      [record, { ...record, state: 'failed' }],
      { kind: 'purchases', errors: [{ field: 'list', message: '请选文件' }] },
      t,
    ),
  ],
  'lists/upload': [
    uploadPage(checked, shown, day, t),
    uploadPage(checking, nothing, day, t),
    uploadPage(refused, nothing, day, t),
    uploadPage({ ...checked, state: 'imported', importId: 'i1' }, nothing, day, t),
  ],
  'lists/progress': uploadProgress(checking, t),
  'lists/undo': undoPage(record, { why: '', ...NO_ERRORS }, t),
  'lists/import': [
    importPage(record, shown, t),
    importPage({ ...record, state: 'running', finishedAt: null }, nothing, t),
    importPage(record, { ...nothing, tab: 'created' }, t),
    importPage(
      { ...record, traced: true, state: 'undoing', undo: { ...undo, finishedAt: null } },
      nothing,
      t,
    ),
    importPage(
      { ...record, traced: true, state: 'undone', undo },
      { ...nothing, stayed: { ...nobody, people: [kept] } },
      t,
    ),
  ],
};
