import type { ListDefinition } from '../list-definition.ts';

/** Members kept by a counter (柜组会员): name and phone, birthday without year. */
export const counterMembers: ListDefinition = {
  kind: 'counter-members',
  columns: {
    counter: ['柜组', '专柜', '柜台', '櫃組', 'counter'],
    name: ['会员姓名', '姓名', '顾客姓名', '會員姓名', 'name'],
    phone: ['联系电话', '电话', '手机', '手机号', '手机号码', '聯絡電話', '電話', 'phone'],
    birthday: ['生日(月.日)', '生日', '生日(月日)', '出生日期', 'birthday'],
    calendar: ['历法', '公历/农历', '曆法', 'calendar'],
    gender: ['性别', '性別', 'gender'],
    cardNo: ['卡号', '贵宾卡号', '卡號', 'card no'],
    level: ['级别', '等级', 'level'],
    registeredOn: ['登记日期', '入会日期', '登记时间', '登記日期', 'registered on'],
    allowCall: ['允许电话回访', '允許電話回訪', 'allow calls'],
    allowPost: ['允许邮寄', '允許郵寄', 'allow post'],
    remark: ['备注', '備註', 'remark'],
  },
  required: [['name'], ['phone', 'cardNo']],
};
