import type { BusinessDate } from '../platform/business-date.ts';
import type { Database, Session } from '../platform/mongo.ts';
import { makePurchaseModel, receiptId, type StoredReceipt } from './purchase.model.ts';
import { netReceipts, type NetReceipt } from './receipt.ts';

export type { StoredReceipt };
export { receiptId };

export type PurchaseService = ReturnType<typeof makePurchases>;

/** Use cases over till receipts. Who a receipt belongs to is decided by the customers' intake. */
export function makePurchases({ db }: { db: Database }) {
  const model = makePurchaseModel(db);
  return {
    /** Id a receipt gets, whenever and however it arrives. */
    receiptId,

    /** Appends receipts known to be new (see {@link withNumbers}), in the caller's transaction. */
    recordMany: (receipts: readonly StoredReceipt[], session?: Session): Promise<void> =>
      model.insertMany(receipts, session),

    /** Takes back the receipts an import brought for these customers. */
    withdraw: model.removeOf,

    /** Stored receipts of these customers with any of these numbers. */
    withNumbers: (
      customerIds: readonly string[],
      receiptNos: readonly string[],
      session?: Session,
    ): Promise<StoredReceipt[]> => model.withNumbers(customerIds, receiptNos, session),

    /**
     * Purchases from `since` to `today` with what returns left of them, per customer, in order of time. Customers
     * without purchases are absent.
     */
    netReceiptsSince: async (
      customerIds: readonly string[],
      since: BusinessDate,
      today: BusinessDate,
    ): Promise<Map<string, NetReceipt[]>> => {
      const byCustomer = new Map<string, StoredReceipt[]>();
      for (const receipt of await model.between(customerIds, since, today)) {
        const list = byCustomer.get(receipt.customerId);
        if (list === undefined) byCustomer.set(receipt.customerId, [receipt]);
        else list.push(receipt);
      }
      return new Map([...byCustomer].map(([customerId, list]) => [customerId, netReceipts(list)]));
    },

    /** A page of one customer's receipts, newest first. */
    page: model.page,
    count: model.count,
    /** Receipts follow a merge of two customer records. */
    move: model.move,
  };
}
