/**
 * Words that tell a stranger something about the customer: that they buy here, hold a card, complained, or what we
 * want from them. Both Chinese scripts and English; lower case.
 */
const TELLTALES = [
  ...[
    '购',
    '買',
    '买',
    '商品',
    '退货',
    '退貨',
    '换货',
    '換貨',
    '小票',
    '消费',
    '消費',
    '付款',
    '积分',
    '積分',
  ],
  ...[
    '生日',
    '生辰',
    '祝寿',
    '祝壽',
    '投诉',
    '投訴',
    '反馈',
    '反饋',
    '意见',
    '意見',
    '维修',
    '維修',
    '赔',
    '賠',
  ],
  ...[
    '会员',
    '會員',
    '贵宾',
    '貴賓',
    'vip',
    '金卡',
    '银卡',
    '銀卡',
    '钻卡',
    '鑽卡',
    '办卡',
    '辦卡',
    '新卡',
    '贺卡',
    '賀卡',
  ],
  ...[
    '鲜花',
    '鮮花',
    '送花',
    '花束',
    '礼品',
    '禮品',
    '礼物',
    '禮物',
    '奖',
    '獎',
    '活动',
    '活動',
    '优惠',
    '優惠',
    '促销',
  ],
  ...['售后', '售後', '回访', '回訪', '满意', '滿意', '周年', '週年', '柜组', '櫃組', '专柜', '專櫃'],
  ...['purchase', 'bought', 'birthday', 'complain', 'member', 'flower', 'award', 'refund', 'feedback'],
];

/** The first word of a text that would give something away, or null. */
export function telltaleIn(text: string): string | null {
  const lower = text.toLowerCase();
  return TELLTALES.find((word) => lower.includes(word)) ?? null;
}
