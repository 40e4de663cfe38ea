import type { ListDefinition } from '../list-definition.ts';

/** The customer suggestion award (顾客建议奖): the suggestion's own words and the prize. */
export const suggestionAward: ListDefinition = {
  kind: 'suggestion-award',
  columns: {
    name: ['姓名', '顾客姓名', '建议人', 'name'],
    phone: ['电话', '联系电话', '手机', '手机号码', '電話', '聯絡電話', 'phone'],
    cardNo: ['卡号', '贵宾卡号', '卡號', 'card no'],
    suggestion: ['建议内容', '建议', '意见建议', '建議內容', 'suggestion'],
    submittedOn: ['提交日期', '日期', '建议日期', '提交時間', 'submitted on'],
    prize: ['奖项', '获奖', '获奖等级', '獎項', 'prize'],
  },
  required: [['name'], ['phone', 'cardNo'], ['suggestion'], ['submittedOn']],
};
