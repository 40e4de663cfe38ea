import type { ListDefinition } from '../list-definition.ts';

/** Participants of activities (活动参加人员): one sheet per event, its name the event's; who came and who did not. */
export const activityParticipants: ListDefinition = {
  kind: 'activity-participants',
  columns: {
    eventName: ['活动名称', '活动', '活動名稱', 'event'],
    eventDate: ['活动日期', '日期', '活動日期', 'event date', 'date'],
    name: ['姓名', '顾客姓名', '参加人', 'name'],
    phone: ['手机', '电话', '联系电话', '手机号', '手机号码', '手機', '電話', 'phone', 'mobile'],
    cardNo: ['卡号', '贵宾卡号', '卡號', 'card no'],
    attended: ['是否到场', '到场', '是否参加', '签到', '是否到場', 'attended'],
    remark: ['备注', '備註', 'remark'],
  },
  required: [['name'], ['phone', 'cardNo'], ['eventDate'], ['eventName']],
  sheetNameAs: 'eventName',
};
