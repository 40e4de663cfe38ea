import type { ListDefinition } from '../list-definition.ts';

/** Till receipts by card number (消费小票); a negative amount is a return. */
export const purchases: ListDefinition = {
  kind: 'purchases',
  columns: {
    receiptNo: ['小票号', '小票编号', '收据号', '小票號', 'receipt no', 'receipt'],
    cardNo: ['卡号', '贵宾卡号', '会员卡号', '卡號', 'card no'],
    boughtAt: ['时间', '购买时间', '交易时间', '消费时间', '日期', '時間', 'time'],
    counter: ['柜组', '专柜', '櫃組', 'counter'],
    item: ['商品', '商品名称', '品名', 'item'],
    quantity: ['数量', '件数', '數量', 'quantity'],
    amount: ['金额', '实付金额', '消费金额', '金額', 'amount'],
  },
  required: [['receiptNo'], ['cardNo'], ['boughtAt'], ['amount']],
};
