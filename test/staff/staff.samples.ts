import type { AuditPage } from '../../server/staff/audit.view.ts';
import type { NewPersonPage, OneTimePage, PeoplePage, PersonPage } from '../../server/staff/people.view.ts';
import type { PasswordPage, ProfilePage } from '../../server/staff/profile.view.ts';
import type { SignInPage, SwitchPage } from '../../server/staff/sign-in.view.ts';

const NO_ERRORS = { errors: {}, errorList: [] };
const roles = [
  { value: 'clerk' as const, label: '录入员', ticked: true },
  { value: 'agent' as const, label: '回访员', ticked: false },
];
const person = { staffNo: '0203', name: '周丽娜', active: true, hasPin: true, mustChangePassword: false };

const signIn: SignInPage[] = [
  { staffNo: '', next: null, refusal: null, colleagues: false, notice: '中秋安排：9 月 25 日休息' },
  {
    staffNo: '0203',
    next: '/me',
    refusal: { wrong: true, left: 2, seconds: null },
    colleagues: true,
    notice: null,
  },
  {
    staffNo: '0203',
    next: null,
    refusal: { wrong: false, left: null, seconds: 60 },
    colleagues: false,
    notice: null,
  },
];
const change: SwitchPage[] = [
  { known: [], staffNo: '', from: null, refusal: null, current: null },
  {
    known: [
      { staffNo: '0203', name: '周丽娜', pinDigits: 4, digit: 1, picked: true },
      { staffNo: '0204', name: '陈国栋', pinDigits: null, digit: 2, picked: false },
    ],
    staffNo: '0101',
    from: '/me',
    refusal: { wrong: true, left: 1, seconds: null },
    current: { staffNo: '0301', name: '何建平' },
  },
];
const states = [{ key: 'all' as const, href: '/staff', label: '全部', count: 1, current: true }];
const peoplePages: PeoplePage[] = [
  { total: 1, active: 1, states, people: [{ ...person, roles: ['回访员'] }] },
  { total: 0, active: 0, states, people: [] },
];
const personPages: PersonPage[] = [
  { ...NO_ERRORS, person, roles, own: false, refused: null },
  {
    errors: { roles: '至少选一个岗位。' },
    errorList: [{ field: 'roles', message: '至少选一个岗位。' }],
    person: { ...person, active: false, mustChangePassword: true },
    roles,
    own: true,
    refused: 'staff.errors.last-admin',
  },
];
const newPerson: NewPersonPage = {
  errors: { staffNo: '工号应为 2 至 8 位数字。' },
  errorList: [{ field: 'staffNo', message: '工号应为 2 至 8 位数字。' }],
  staffNo: 'x',
  name: '钱芳',
  roles,
  languages: [{ value: 'zh-CN', label: '简体中文', chosen: true }],
};
const oneTime: OneTimePage = { staffNo: '0102', name: '钱芳', password: 'abcd-efgh-jkmn' };
const profile: ProfilePage[] = [
  {
    ...NO_ERRORS,
    staffNo: '0203',
    name: '周丽娜',
    hasPin: true,
    singleKeys: true,
    keyMoves: [
      { key: 'L', pressed: 'N' },
      { key: 'N', pressed: 'L' },
    ],
    keys: { one: '', other: '' },
    calls: { opensNext: true, outsidePrefix: '9' },
  },
  {
    ...NO_ERRORS,
    errors: { one: '请填一个字母或标点；数字键不能换。' },
    errorList: [{ field: 'one', message: '请填一个字母或标点；数字键不能换。' }],
    staffNo: '0203',
    name: '周丽娜',
    hasPin: false,
    singleKeys: true,
    keyMoves: [],
    keys: { one: '1', other: 'l' },
    calls: null,
  },
  {
    ...NO_ERRORS,
    staffNo: '0203',
    name: '周丽娜',
    hasPin: false,
    singleKeys: false,
    keyMoves: [],
    keys: { one: '', other: '' },
    calls: null,
  },
];
const password: PasswordPage = { ...NO_ERRORS, staffNo: '0203', must: true };
const audit: AuditPage[] = [
  {
    event: 'staff.added',
    person: '',
    record: '',
    searched: true,
    lines: [
      {
        date: '2026-11-23',
        time: '08:41',
        who: '0901 赵敏',
        event: 'staff.added',
        subject: 'person 0102',
        why: '新来',
        detail: 'roles=clerk',
        requestId: 'abc',
      },
    ],
    older: '/audit?before=2026-11-23',
  },
  { event: '', person: '', record: '', searched: false, lines: [], older: null },
];
const failure = {
  status: 503,
  title: '暂时不能用',
  text: '数据库暂时没有应答',
  advice: '请等几秒再试',
  fields: ['请填姓名'],
  requestId: 'abc',
  signIn: '/sign-in',
  again: '/me',
};

/** One model or several for every view of the feature, and of the error pages. */
export const samples = {
  'staff/sign-in': signIn,
  'staff/notice': [
    { version: '0', text: '', lastDay: '', shown: null, max: 120, ...NO_ERRORS },
    {
      ...{ version: '1', text: '中秋安排', lastDay: 'x', shown: '中秋安排', max: 120 },
      errors: { lastDay: '请写成年-月-日' },
      errorList: [{ field: 'lastDay', message: '请写成年-月-日' }],
    },
  ],
  'staff/switch': change,
  'staff/people': peoplePages,
  'staff/person': personPages,
  'staff/new-person': newPerson,
  'staff/one-time': oneTime,
  'staff/profile': profile,
  'staff/password': password,
  'staff/audit': audit,
  'errors/page': failure,
  'errors/fragment': failure,
};
