import type { Role } from '../platform/roles.ts';

/** One invented member of the demo office. */
export interface DemoColleague {
  staffNo: string;
  name: string;
  roles: readonly Role[];
}

/** The staff of the demo office: names for every role, eight agents, one of whom keeps the stock. */
export const DEMO_STAFF: readonly DemoColleague[] = [
  { staffNo: '0001', name: '徐明远', roles: ['admin'] },
  { staffNo: '0100', name: '梁素云', roles: ['supervisor'] },
  { staffNo: '0101', name: '何建平', roles: ['leader'] },
  { staffNo: '0102', name: '方雅文', roles: ['leader', 'clerk'] },
  { staffNo: '0201', name: '张丽', roles: ['clerk'] },
  { staffNo: '0202', name: '钱芳', roles: ['clerk'] },
  { staffNo: '0203', name: '冯涛', roles: ['clerk'] },
  { staffNo: '0204', name: '沈洁', roles: ['clerk'] },
  { staffNo: '0301', name: '张慧敏', roles: ['agent'] },
  { staffNo: '0302', name: '周丽娜', roles: ['agent', 'stock'] },
  { staffNo: '0303', name: '陈国栋', roles: ['agent'] },
  { staffNo: '0304', name: '赵雪琴', roles: ['agent'] },
  { staffNo: '0305', name: '欧阳静', roles: ['agent'] },
  { staffNo: '0306', name: '吴佳怡', roles: ['agent'] },
  { staffNo: '0307', name: '孙倩', roles: ['agent'] },
  { staffNo: '0308', name: '李红梅', roles: ['agent'] },
  { staffNo: '0401', name: '罗文', roles: ['mail'] },
  { staffNo: '0501', name: '针织部 陈立', roles: ['department'] },
  { staffNo: '0502', name: '家电部 许海', roles: ['department'] },
];
