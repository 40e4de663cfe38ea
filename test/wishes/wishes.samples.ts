import { businessDate, storeInstant } from '../../server/platform/business-date.ts';
import { loadWords } from '../../server/platform/i18n.ts';
import { NO_ERRORS } from '../../server/platform/web/form-errors.ts';
import type { Role } from '../../server/platform/roles.ts';
import { DEPARTMENTS } from '../../server/wishes/department.ts';
import { visitPaper } from '../../server/wishes/visit-paper.view.ts';
import { readListQuery } from '../../server/wishes/wish-list.form.ts';
import { wishExportPage } from '../../server/wishes/wish-export.view.ts';
import { wishListPage } from '../../server/wishes/wish-list.view.ts';
import type { RowReader } from '../../server/wishes/wish-row.view.ts';
import { asKept, dueAtOf } from '../../server/wishes/wish.ts';
import type { Wish, WishDetail, WishKind } from '../../server/wishes/wish.types.ts';
import { cardFor, complaint, flowersFor, visitAt } from './details.ts';

const day = businessDate('2026-11-23');
const at = storeInstant(day, '09:46');
const t = loadWords().in('zh-CN');

const wish = (detail: WishDetail, change: Partial<Wish> = {}): Wish => {
  const kept = asKept(detail, at);
  return {
    ...kept,
    _id: 'a1b2c3d4e5f6a1b2c3d4e5f6',
    customerId: 'c1',
    customerName: '王芳 女士',
    resultId: 'r1',
    state: 'wanted',
    on: day,
    at,
    dueAt: dueAtOf(kept, at),
    by: '0203',
    takenUpAt: null,
    takenUpBy: null,
    takenUpAs: null,
    takenUpByHand: false,
    arrivedAt: null,
    arrivedBy: null,
    ...change,
  } as Wish;
};

const done = {
  state: 'taken-up',
  takenUpAt: at,
  takenUpBy: '0301',
  takenUpAs: '已电话订花',
  takenUpByHand: true,
} as const satisfies Partial<Wish>;

const reader = (roles: Role[], typed: RowReader['typed'] = null): RowReader => ({
  t,
  now: storeInstant(businessDate('2026-11-24'), '11:00'),
  roles,
  nameOf: (staffNo) => (staffNo === '0203' ? '周丽娜' : '何建平'),
  departments: DEPARTMENTS,
  callHref: (resultId) => `/calls/results/${resultId}`,
  customerHref: (customerId) => `/customers/${customerId}`,
  typed,
});

const list = (
  kind: WishKind,
  rows: Wish[],
  {
    query = {},
    roles = ['leader'],
    typed = null,
  }: { query?: Record<string, string>; roles?: Role[]; typed?: RowReader['typed'] } = {},
) =>
  wishListPage(
    {
      query: readListQuery(kind, query, day),
      found: { rows, next: rows.length > 1 ? '0~1~a1b2c3d4e5f6a1b2c3d4e5f6' : null, total: rows.length },
      counts: { wanted: rows.length, 'taken-up': rows.length === 0 ? 0 : 3, withdrawn: 0 },
      open: { flower: 2, card: 0, ticket: 1, visit: 4 },
      counters: ['女装', '针织'],
      today: day,
      mayExport: roles.includes('leader'),
    },
    typed === null
      ? NO_ERRORS
      : {
          errors: { words: t('wishes.errors.taken-up-words') },
          errorList: [{ field: 'words', message: t('wishes.errors.taken-up-words') }],
        },
    reader(roles, typed),
  );

const flower = wish({ kind: 'flower', flower: flowersFor() });
const visit = wish({ kind: 'visit', visit: visitAt() });
export const samples: Record<string, object | object[]> = {
  'wishes/list': [
    list('flower', [flower, wish({ kind: 'flower', flower: flowersFor({ elseMayAccept: false }) }, done)]),
    list('flower', [flower], { typed: { id: flower._id, words: '' } }),
    list('card', [
      wish({ kind: 'card', card: cardFor() }),
      wish({ kind: 'card', card: cardFor({ postcode: null }) }, done),
    ]),
    list('ticket', [
      wish({ kind: 'ticket', ticket: complaint() }),
      wish({ kind: 'ticket', ticket: complaint({ kind: 'praise', remedy: null, receiptNo: null }) }),
    ]),
    list('visit', [
      visit,
      wish({ kind: 'visit', visit: visitAt() }, { ...done, takenUpAs: null, arrivedAt: at }),
    ]),
    list('visit', [visit], { roles: ['department'], query: { part: '针织', day: '2026-11-24' } }),
    list('ticket', [], { query: { day: 'bad', state: 'taken-up' } }),
    list('card', []),
  ],
  'wishes/visits-print': [
    visitPaper(day, [visit], { nameOf: () => '周丽娜', t, printed: null }),
    visitPaper(day, [], { nameOf: () => '周丽娜', t, printed: { by: '何建平', time: '09:00' } }),
  ],
  'wishes/export': [
    wishExportPage(
      {
        query: readListQuery('flower', { day: '2026-11-25' }, day),
        count: 3,
        allowance: { rowsADay: 5000, used: 0, left: 5000 },
        masked: false,
        typed: {},
      },
      NO_ERRORS,
      t,
    ),
    wishExportPage(
      {
        query: readListQuery('ticket', { state: 'all' }, day),
        count: 6000,
        allowance: { rowsADay: 5000, used: 0, left: 5000 },
        masked: true,
        typed: { why: '月底归档', format: 'csv' },
      },
      NO_ERRORS,
      t,
    ),
  ],
  'wishes/revealed': { number: '138 0013 8000', purpose: '拨打' },
  'wishes/revealed-page': {
    recipient: '王芳 女士',
    number: '138 0013 8000',
    purpose: '拨打',
    back: '/wishes/flowers',
  },
};
