/**
 * The people who are called on the rehearsed day, and what happens each time their telephone rings. Names, numbers and
 * the address are invented and stand nowhere else, so that any of them in a log betrays a leak.
 */

/** What comes of one call: a disposition, and what the customer wants besides. */
export interface Ring {
  code: string;
  /** Tag that is set, with what it leads to. */
  wants?: Want;
  /** B1: day and time as an agent types them. */
  agrees?: { on: string; at: string };
  /** The script is answered with the lowest score, which makes a complaint of it. */
  angry?: true;
}

export type Want = 'suggestion' | 'praise' | 'flower' | 'card' | 'correction' | 'department' | 'visit';

/**
 * How a customer stands when the day is over: `called` and other ends without a further call, `retry` and `promised` for
 * another day, `carried` to tomorrow's sheets because nobody got to them.
 */
export type End =
  | 'called'
  | 'stopped'
  | 'number-gone'
  | 'interrupted-twice'
  | 'after-window'
  | 'retry'
  | 'promised'
  | 'carried';

export interface Person {
  name: string;
  mobile: string;
  landline: string;
  cardNo: string;
  /** Each time the telephone rings, in order; whoever is rung more often was called without need. */
  rings: readonly Ring[];
  /** How they stand once all of it has happened. */
  ends: End;
  /** Day the card was issued; old cards are due for nothing by themselves. */
  issuedOn: string;
  bornOn: string;
  window: '' | '晚上';
  remark: string;
  /** Bought something a week ago. */
  bought: boolean;
  /** Calls us, before the lists are fixed or after having been missed. */
  callsUs?: true;
}

const ADDRESS = { province: '上海市', city: '上海市', district: '黄浦区', detail: '望潮里七十七弄三号' };

const NEW_CARD = '2026-11-18';
const OLD_CARD = '2024-06-20';

const said = (...codes: string[]): Ring[] => codes.map((code) => ({ code }));
const v1 = (wants: Want): Ring[] => [{ code: 'V1', wants }];

type Sketch = Pick<Person, 'rings' | 'ends'> & Partial<Person>;

/** So many people of whom nothing is known but what they say. */
function some(count: number, rings: Ring[], ends: End, more: Partial<Person> = {}): Sketch[] {
  return Array.from({ length: count }, () => ({ rings, ends, ...more }));
}

const SKETCHES: Sketch[] = [
  // Reached at once, most of them with nothing more to say.
  ...some(6, said('V1'), 'called'),
  ...some(2, said('V1'), 'called', { bought: true, issuedOn: OLD_CARD }),
  ...some(1, [{ code: 'V1', angry: true }], 'called'),
  ...some(1, v1('suggestion'), 'called'),
  ...some(1, v1('praise'), 'called'),
  ...some(1, v1('card'), 'called'),
  ...some(1, v1('correction'), 'called'),
  ...some(1, v1('department'), 'called'),
  ...some(1, v1('visit'), 'called'),
  ...some(1, v1('flower'), 'called', { remark: '忌百合', bornOn: '1988-11-25', issuedOn: OLD_CARD }),

  // Missed in the morning, and in the afternoon reached or missed again.
  ...some(2, said('N1', 'V1'), 'called'),
  ...some(1, said('N1', 'R1'), 'called'),
  ...some(3, said('N1', 'N1'), 'retry'),
  ...some(1, said('N2', 'V1'), 'called'),
  ...some(1, said('N2', 'R1'), 'called'),
  ...some(1, said('N2', 'N2'), 'retry'),
  ...some(1, said('N3'), 'retry'),
  ...some(1, said('N4', 'R1'), 'called'),
  ...some(1, said('B2', 'V1'), 'called'),
  ...some(1, said('B2', 'R1'), 'called'),
  ...some(1, said('B3', 'V1'), 'called'),
  ...some(1, said('V2', 'V1'), 'called'),
  ...some(1, said('V2', 'V2'), 'interrupted-twice'),
  ...some(1, said('N6', 'N6'), 'retry'),
  ...some(1, said('N5'), 'retry'),
  ...some(1, said('W4'), 'retry'),
  ...some(1, said('O1'), 'retry'),
  ...some(1, said('S1', 'R1'), 'called'),
  ...some(1, said('N1', 'N1'), 'after-window', { bornOn: '1979-11-23', issuedOn: OLD_CARD }),

  // Over for this time, or for good.
  ...some(2, said('R1'), 'called'),
  ...some(1, said('R2'), 'called'),
  ...some(1, said('O2'), 'stopped'),
  ...some(1, said('O3'), 'called'),
  ...some(1, said('W1'), 'number-gone'),
  ...some(1, said('W2'), 'number-gone'),
  ...some(1, said('W3'), 'number-gone'),
  ...some(1, said('W1', 'V1'), 'called', { landline: '021-63770077' }),

  // Agreed times: later today, in the evening, tomorrow.
  ...some(1, [{ code: 'B1', agrees: { on: '今天', at: '1406' } }, ...said('R1')], 'called'),
  ...some(1, [{ code: 'B1', agrees: { on: '今天', at: '1701' } }, ...said('V1')], 'called'),
  ...some(2, [{ code: 'B1', agrees: { on: '明天', at: '1000' } }], 'promised'),

  // They call us: two before the lists are fixed, one after having been missed.
  ...some(1, [{ code: 'B1', agrees: { on: '今天', at: '1030' } }, ...said('V1')], 'called', {
    issuedOn: OLD_CARD,
    callsUs: true,
  }),
  ...some(1, [{ code: 'B1', agrees: { on: '今天', at: '1210' } }, ...said('V1')], 'called', {
    issuedOn: OLD_CARD,
    callsUs: true,
  }),
  ...some(1, said('N1', 'V1'), 'called', { callsUs: true }),

  // Not at every hour.
  ...some(1, said('V1'), 'called', { remark: '上午不要打电话' }),
  ...some(1, said('V1'), 'called', { remark: '只能晚上打' }),
  ...some(1, said('V1'), 'called', { bornOn: '1950-03-08' }),

  // Those who like to be called in the evening: as many as duty gets to.
  ...some(3, said('V1'), 'called', { window: '晚上' }),
  ...some(2, said('R1'), 'called', { window: '晚上' }),
  ...some(3, said('N1'), 'retry', { window: '晚上' }),
  ...some(2, said('R1'), 'called', { window: '晚上' }),

  // Two families, each with one telephone.
  ...some(2, said('V1'), 'called', { mobile: '13988770901' }),
  ...some(2, said('V1'), 'called', { mobile: '13988770902' }),
];

const SURNAMES = '魏蒋沈韩杨朱秦尤许';
const GIVEN = ['汐岚', '桐屿', '砚秋', '霁川', '棠野', '渡舟', '苇杭', '栖梧'];

/** Everybody of the day. */
export const PEOPLE: readonly Person[] = SKETCHES.map((sketch, at) => ({
  name: `${SURNAMES[at % SURNAMES.length] ?? ''}${GIVEN[Math.floor(at / SURNAMES.length)] ?? ''}`,
  mobile: `1398877${String(100 + at).padStart(4, '0')}`,
  landline: '',
  cardNo: `VIP0077${String(1000 + at)}`,
  issuedOn: NEW_CARD,
  bornOn: '1985-07-09',
  window: '',
  remark: '',
  bought: false,
  ...sketch,
}));

/** The list of card holders as the card counter sends it. */
export function cardList(): string {
  const head = [
    ...['卡号', '姓名', '性别', '出生日期', '历法', '手机', '固定电话', '省', '市', '区县', '详细地址'],
    ...['办卡日期', '方便接听时段', '允许电话回访', '允许邮寄', '备注'],
  ];
  const { province, city, district, detail } = ADDRESS;
  return csv(
    head,
    PEOPLE.map(({ cardNo, name, bornOn, mobile, landline, issuedOn, window, remark }) => [
      ...[cardNo, name, '女', bornOn, '公历', mobile, landline, province, city, district, detail],
      ...[issuedOn, window, '是', '是', remark],
    ]),
  );
}

/** The till's list. */
export function receiptList(): string {
  return csv(
    ['小票号', '卡号', '时间', '柜组', '商品', '数量', '金额'],
    PEOPLE.filter(({ bought }) => bought).map(({ cardNo }, at) => [
      ...[`770${at + 1}`, cardNo, '2026-11-15 15:20:00', '女装', '羊绒衫', '1', '1280.00'],
    ]),
  );
}

/** Everything that must not be read anywhere but on the office's own pages. */
export function secrets(): string[] {
  const { detail } = ADDRESS;
  return [
    detail,
    ...PEOPLE.flatMap(({ name, mobile, landline }) => [
      name,
      mobile,
      ...(landline === '' ? [] : [landline, landline.replace('-', '')]),
    ]),
  ];
}

function csv(head: string[], rows: string[][]): string {
  return [head, ...rows].map((cells) => cells.join(',')).join('\n');
}
