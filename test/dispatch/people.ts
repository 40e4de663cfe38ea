import type { Evidence } from '../../server/customers/index.ts';

type Cells = Evidence['cells'];

/** A member with a new card that is due on Monday 2026-11-23; `n` makes card, name and number. */
export function member(n: number, with_: Cells = {}): Cells {
  const pick = (words: string, place: number) => words[Math.floor(n / place) % words.length] ?? '';
  return {
    cardNo: `VIP5${String(n).padStart(7, '0')}`,
    name: `${pick('赵钱孙李周吴郑王冯陈', 1)}${pick('敏静丽强磊洋艳勇军杰', 10)}${pick('芳伟娜秀英华慧明红霞', 100)}`,
    mobile: `139${String(10_000_000 + n)}`,
    issuedOn: '2026-11-18',
    allowCall: '是',
    ...with_,
  };
}

export function members(from: number, to: number, with_: Cells = {}): Cells[] {
  return Array.from({ length: to - from + 1 }, (_, i) => member(from + i, with_));
}

/** A line of the till's list. */
export function receipt(
  n: number,
  cardNo: string,
  boughtAt: string,
  amount: string,
  counter = '女装',
): Cells {
  return {
    receiptNo: `${amount.startsWith('-') ? 'C' : ''}7${String(n).padStart(5, '0')}`,
    cardNo,
    boughtAt,
    counter,
    item: '羊绒衫',
    quantity: amount.startsWith('-') ? '-1' : '1',
    amount,
  };
}
