import type { TestPerson } from '../support/page.ts';

/** Three agents at their screens, of whom Zhou keeps the stock as well, Chen takes lunch and Sun stays for duty. */
export const zhou: TestPerson = { staffNo: '0301', name: '周丽娜', roles: ['agent', 'stock'] };
export const chen: TestPerson = { staffNo: '0302', name: '陈国栋', roles: ['agent'] };
export const sun: TestPerson = { staffNo: '0303', name: '孙倩', roles: ['agent'] };
/** Works on paper, and goes home ill in the middle of the morning. */
export const li: TestPerson = { staffNo: '0304', name: '李红梅', roles: ['agent'] };
export const he: TestPerson = { staffNo: '0101', name: '何建平', roles: ['leader'] };
/** Keys the sheet back. */
export const zhang: TestPerson = { staffNo: '0201', name: '张丽', roles: ['clerk'] };

export const STAFF = [he, zhang, zhou, chen, sun, li];
