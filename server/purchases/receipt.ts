import type { BusinessDate } from '../platform/business-date.ts';

/** One till receipt of a customer; returns have negative amounts (and, at the till, a number beginning with C). */
export interface Receipt {
  customerId: string;
  receiptNo: string;
  /** Store day. */
  on: BusinessDate;
  /** `HH:mm:ss`, or `''` when only the day is known. */
  time: string;
  /** Counter (柜组) as on the receipt. */
  counter: string;
  item: string;
  quantity: number;
  /** Total in fen, negative for a return. */
  amountFen: number;
  /** Card the receipt was rung up on. */
  cardNo: string | null;
}

/** A purchase with what returns left of it. */
export interface NetReceipt extends Receipt {
  /** 0 … amountFen. */
  netFen: number;
}

/**
 * Purchases of one customer with their net amounts: every return cancels the same customer's newest earlier purchases,
 * newest first, by amount, until it is used up (reference.md, `after-purchase`). Because the newest go first, a window
 * of receipts gives exact nets for the purchases in it. Returns themselves are not in the result; order is by time.
 */
export function netReceipts(receipts: readonly Receipt[]): NetReceipt[] {
  const inOrder = [...receipts].sort(byTime);
  const bought: NetReceipt[] = [];
  /** Indexes of purchases with something left, newest last. */
  const open: NetReceipt[] = [];
  for (const receipt of inOrder) {
    if (receipt.amountFen >= 0) {
      const purchase = { ...receipt, netFen: receipt.amountFen };
      bought.push(purchase);
      open.push(purchase);
      continue;
    }
    cancelNewest(open, -receipt.amountFen);
  }
  return bought;
}

function cancelNewest(open: NetReceipt[], amountFen: number): void {
  let left = amountFen;
  for (let newest = open.at(-1); left > 0 && newest !== undefined; newest = open.at(-1)) {
    const taken = Math.min(left, newest.netFen);
    newest.netFen -= taken;
    left -= taken;
    if (newest.netFen === 0) open.pop();
  }
}

/** By store time; at the same second a purchase stands before the return of it. */
function byTime(a: Receipt, b: Receipt): number {
  return (
    compare(a.on, b.on) ||
    compare(a.time, b.time) ||
    Number(a.amountFen < 0) - Number(b.amountFen < 0) ||
    compare(a.receiptNo, b.receiptNo)
  );
}

function compare(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}
