import { exportsPage } from '../../server/exports/export.view.ts';
import { businessDate } from '../../server/platform/business-date.ts';
import { loadWords } from '../../server/platform/i18n.ts';
import { NO_ERRORS } from '../../server/platform/web/form-errors.ts';

const t = loadWords().in('zh-CN');
const records = Array.from({ length: 50 }, (_, at) => ({
  _id: `e${at}`,
  day: businessDate('2026-11-23'),
  at: new Date('2026-11-23T02:06:00Z'),
  staffNo: '0101',
  name: '何建平',
  kind: 'call-results',
  format: 'xlsx' as const,
  rows: 1283,
  why: '十一月月报，核对接通率',
  filter: 'from=2026-11-01&to=2026-11-23',
  masked: at % 2 === 0,
}));
const problems = {
  errors: { rowsADay: '请填 0 到 500000 之间的整数' },
  errorList: [{ field: 'rowsADay', message: '请填 0 到 500000 之间的整数' }],
};

export const samples = {
  'exports/exports': [
    exportsPage({ records, typed: '5000', mayChange: true }, NO_ERRORS, t),
    exportsPage({ records: [], typed: 'x', mayChange: true }, problems, t),
    exportsPage({ records: records.slice(0, 1), typed: '5000', mayChange: false }, NO_ERRORS, t),
  ],
};
