import { calendarPage } from '../../server/calendar/calendar.view.ts';
import { SHIPPED_YEARS } from '../../server/calendar/shipped-years.ts';
import { businessDate } from '../../server/platform/business-date.ts';
import { loadWords } from '../../server/platform/i18n.ts';

const t = loadWords().in('zh-CN');
const given = {
  year: 2026,
  today: businessDate('2026-12-01'),
  store: {
    version: 1,
    closures: [
      {
        id: 'c1',
        from: businessDate('2026-12-30'),
        to: businessDate('2026-12-31'),
        reason: '年终盘点',
        by: '0301',
        at: new Date('2026-11-23T00:00:00Z'),
        sinceVersion: 1,
        endedInVersion: null,
      },
    ],
  },
  office: { version: 2, years: [...SHIPPED_YEARS] },
  missing: [{ year: 2027, firstUnknownDay: businessDate('2027-01-01') }],
  departments: [
    {
      code: 'knitwear',
      name: '针织部',
      hours: [{ from: '10:00', to: '22:00' }],
      basis: 'store' as const,
      version: 1,
    },
  ],
  mayClose: true,
  mayLoad: true,
  form: {},
  editing: false,
  fieldErrors: [],
};

export const samples = {
  'calendar/year': [
    calendarPage(given, t),
    calendarPage({ ...given, year: 2027, mayClose: false, mayLoad: false, missing: [], departments: [] }, t),
    calendarPage(
      {
        ...given,
        form: { from: '2026-02-30', reason: '', code: '针织', hours: 'x', department: '', basis: 'store' },
        fieldErrors: [
          { field: 'from', message: 'calendar.errors.day' },
          { field: 'file', message: 'calendar.errors.not-a-day', values: { at: 'days.0.date' } },
          { field: 'code', message: 'calendar.errors.code' },
        ],
      },
      t,
    ),
  ],
};
