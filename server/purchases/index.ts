/** Till receipts of customers. */
export { netReceipts } from './receipt.ts';
export type { NetReceipt, Receipt } from './receipt.ts';
export { makePurchases } from './purchase.service.ts';
export type { PurchaseService, StoredReceipt } from './purchase.service.ts';
