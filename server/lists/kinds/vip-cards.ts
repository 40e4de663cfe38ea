import type { ListDefinition } from '../list-definition.ts';

/** Keyed VIP-card forms (贵宾卡办卡表): one person and card per row. */
export const vipCards: ListDefinition = {
  kind: 'vip-cards',
  columns: {
    cardNo: ['卡号', '贵宾卡号', '会员卡号', 'VIP卡号', '卡號', '貴賓卡號', 'card no', 'card number'],
    name: ['姓名', '顾客姓名', '持卡人', '会员姓名', '顧客姓名', 'name'],
    gender: ['性别', '性別', 'gender', 'sex'],
    birthday: ['出生日期', '生日', '出生年月日', 'birthday', 'date of birth'],
    calendar: ['历法', '公历/农历', '公农历', '曆法', 'calendar'],
    mobile: ['手机', '手机号', '手机号码', '移动电话', '手機', '手機號碼', 'mobile'],
    landline: ['固定电话', '座机', '宅电', '住宅电话', '固定電話', 'landline'],
    phone: ['电话', '联系电话', '電話', '聯絡電話', 'phone'],
    province: ['省', '省份', '省/自治区/直辖市', 'province'],
    city: ['市', '城市', '地级市', 'city'],
    district: ['区县', '区/县', '县区', '區縣', 'district'],
    street: ['街道', '街道/镇', '乡镇街道', '街道鄉鎮', 'street'],
    detail: ['详细地址', '地址', '通讯地址', '详址', '詳細地址', 'address'],
    postcode: ['邮编', '邮政编码', '郵編', '郵遞區號', 'postcode'],
    occupation: ['职业', '職業', 'occupation'],
    employer: ['单位', '工作单位', '單位', 'employer'],
    level: ['卡级别', '级别', '等级', '卡種', '级別', 'level'],
    issuedOn: ['办卡日期', '发卡日期', '開卡日期', '办卡时间', '辦卡日期', 'issued on'],
    counter: ['办卡柜组', '柜组', '发卡柜组', '辦卡櫃組', 'counter'],
    callWindow: ['方便接听时段', '方便时间', '接听时段', '方便接聽時段', 'call window'],
    allowCall: ['允许电话回访', '电话回访', '允許電話回訪', 'allow calls'],
    allowPost: ['允许邮寄', '邮寄', '允許郵寄', 'allow post'],
    remark: ['备注', '備註', 'remark', 'remarks'],
  },
  required: [['cardNo', 'mobile', 'landline', 'phone'], ['name']],
};
