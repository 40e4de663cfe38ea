import type { Department } from './wish.types.ts';

/**
 * Counters (柜组) as the store's lists and receipts name them, and the offices that answer for what belongs to no counter.
 * One that the leader gives hours of its own on the calendar page takes the place of the one here of the same name.
 */
export const DEPARTMENTS: readonly Department[] = [
  { code: 'service-desk', name: '总服务台' },
  { code: 'womenswear', name: '女装' },
  { code: 'menswear', name: '男装' },
  { code: 'childrenswear', name: '童装' },
  { code: 'knitwear', name: '针织' },
  { code: 'shoes-bags', name: '鞋帽箱包' },
  { code: 'cosmetics', name: '化妆品' },
  { code: 'jewellery', name: '珠宝首饰' },
  { code: 'watches-glasses', name: '钟表眼镜' },
  { code: 'sports', name: '运动户外' },
  { code: 'appliances', name: '家用电器' },
  { code: 'phones', name: '手机数码' },
  { code: 'home', name: '家居床品' },
  { code: 'food', name: '食品礼盒' },
  { code: 'cashier', name: '收银' },
  { code: 'property', name: '物业' },
];

/** All departments: those of the calendar first in authority, the list above in order, each name once. */
export function departmentsWith(own: readonly Department[]): Department[] {
  const byName = new Map(own.map(({ code, name }) => [plain(name), { code, name }]));
  const shipped = DEPARTMENTS.map((each) => byName.get(plain(each.name)) ?? each);
  const codes = new Set(shipped.map(({ code }) => code));
  return [
    ...shipped,
    ...own.filter(({ code }) => !codes.has(code)).map(({ code, name }) => ({ code, name })),
  ];
}

/** Code of the department that a counter's name on a receipt means (针织柜, 针织部 → 针织); null when there is none. */
export function departmentNamed(departments: readonly Department[], counter: string): string | null {
  return departments.find(({ name }) => plain(name) === plain(counter))?.code ?? null;
}

function plain(name: string): string {
  return name
    .normalize('NFKC')
    .replace(/\s/g, '')
    .replace(/(?:专柜|柜组|柜台|柜|部)$/u, '');
}
