import { businessDate } from '../../server/platform/business-date.ts';
import type { CardWish, FlowerWish, TicketWish, VisitWish } from '../../server/wishes/index.ts';

/** Flowers for Madam Wang on the afternoon after next, as read aloud; right in everything. */
export function flowersFor(change: Partial<FlowerWish> = {}): FlowerWish {
  return {
    occasion: 'apology',
    recipient: '王芳 女士',
    phone: '+8613800138000',
    address: '上海市黄浦区黄河路355弄21号2单元602室',
    deliverOn: businessDate('2026-11-25'),
    slot: 'afternoon',
    bouquet: 'rose-champagne-11',
    cardText: '毛衣让您失望了，谨致歉意。滨江百货 敬上',
    elseMayAccept: true,
    readAloud: true,
    ...change,
  };
}

/** A birthday card by post. */
export function cardFor(change: Partial<CardWish> = {}): CardWish {
  return {
    occasion: 'birthday',
    recipient: '王芳 女士',
    address: '上海市黄浦区黄河路355弄21号2单元602室',
    postcode: '200003',
    words: '祝王女士生日快乐！滨江百货 敬上',
    ...change,
  };
}

/** A cardigan that pills, to be exchanged. */
export function complaint(change: Partial<TicketWish> = {}): TicketWish {
  return {
    kind: 'complaint',
    words: '袖口、腋下起球，吊牌还在，要换货',
    department: 'knitwear',
    remedy: 'exchange',
    receiptNo: '581587',
    firstReplyBy: null,
    ...change,
  };
}

/** Coming on Tuesday afternoon to exchange it. */
export function visitAt(change: Partial<VisitWish> = {}): VisitWish {
  return {
    who: '王芳 女士',
    on: businessDate('2026-11-24'),
    time: '14:00',
    what: '换羊绒衫',
    counter: '针织',
    ...change,
  };
}
