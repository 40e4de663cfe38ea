import { expect, it } from 'vitest';
import { customerRoutes, makeCustomers, type Customers } from '../../server/customers/index.ts';
import { makePurchases } from '../../server/purchases/index.ts';
import { makeServiceHistory } from '../../server/service-history/index.ts';
import { fragment } from '../../server/platform/web/route.ts';
import {
  LOOKED_AT,
  describeInBrowser,
  expectCleanPage,
  openTab,
  screenshot,
  signInTab,
  useLanguage,
} from '../support/browser.ts';
import { openOffice, people } from '../support/page.ts';
import { clerk, member, participant, receipt, suggestion, TODAY, vip } from './house.ts';

let customers: Customers;
const office = await openOffice((house) => {
  const purchases = makePurchases(house);
  const history = makeServiceHistory({ ...house, purchases });
  customers = makeCustomers({ ...house, purchases, history });
  const staffNames = async () => new Map([['0101', '张丽']]);
  return [
    ...customerRoutes({ ...house, customers, staffNames }),
    {
      method: 'get',
      path: '/dispatch/explain/:customerId',
      roles: 'signed-in',
      audit: 'test.explain',
      handler: async () => fragment('customers/revealed', { number: '', purpose: '' }),
    },
  ];
});

const rows = [
  vip({
    cardNo: 'VIP00017850',
    name: '王芳',
    gender: '女',
    mobile: '13800138000',
    landline: '021-63221234 转 802',
    birthday: '1968-04-21',
    calendar: '农历',
    province: '上海市',
    city: '上海市',
    district: '黄浦区',
    street: '老西门街道',
    detail: '黄河路355弄21号2单元602室',
    postcode: '319700',
    occupation: '会计',
    callWindow: '上午',
    allowCall: '是',
    allowPost: '是',
    remark: '不喜欢百合花粉过敏',
    issuedOn: '2019-05-31',
  }),
  vip({
    cardNo: 'VIP00909534',
    name: '王芳',
    mobile: '13800138000',
    issuedOn: '2026-11-18',
    allowCall: '否',
  }),
  member({ name: '王芳', phone: '138 0013 8000', birthday: '4.21' }),
  vip({
    cardNo: 'VIP00000003',
    name: '王建国',
    gender: '男',
    mobile: '021-63221234-802',
    occupation: '教师',
  }),
  vip({
    cardNo: 'VIP00000004',
    name: '王思雨',
    mobile: '1582054068',
    birthday: '1948-02-30',
    calendar: '公历',
  }),
  participant({ name: '王芳', mobile: '13800138000', attended: '是' }),
  suggestion({
    name: '王芳',
    phone: '13800138000',
    prize: '一等奖',
    suggestion: '收银台前请多设几把椅子，老人站着等太久。',
  }),
  ...Array.from({ length: 26 }, (_, at) =>
    receipt({
      cardNo: 'VIP00909534',
      receiptNo: String(581_587 + at),
      boughtAt: `2026-${String(11 - (at % 11)).padStart(2, '0')}-02 10:${String(at + 10)}:00`,
      amount: at === 3 ? '-99.00' : '2380.00',
    }),
  ),
];
const context = { importId: 'import-1', actor: clerk, on: TODAY, rehearsal: null };
await customers!.intake(
  rows.slice(0, 1).map((row) => ({ ...row, cells: { ...row.cells, occupation: '', detail: '' } })),
  context,
);
await customers!.intake(rows, context);
const [found] = (await customers!.search('13800138000', 5)).found;
const path = `/customers/${found?.customerId ?? ''}`;

describeInBrowser('the customers', () => {
  it('are found by the header search, with keys alone', async () => {
    const tab = await openTab(office);
    await signInTab(office, tab, people.clerkZhangLi);
    await tab.page.goto('/customers');
    await expectCleanPage(tab);
    await tab.page.locator('body').press('Escape');
    await tab.page.keyboard.press('/');
    await tab.page.keyboard.type('wang');
    await tab.page.keyboard.press('Enter');
    await tab.page.waitForURL(/q=wang/);
    await screenshot(tab.page, 'customers-search');
    await expectCleanPage(tab);
    await tab.page.goto('/customers?q=没有这个人');
    await screenshot(tab.page, 'customers-none');
    await expectCleanPage(tab);
  });

  it.each(LOOKED_AT)('show one customer cleanly in %s', async (locale) => {
    const tab = await openTab(office);
    await signInTab(office, tab, people.clerkZhangLi);
    await tab.page.goto('/customers');
    await useLanguage(tab.page, locale);
    await tab.page.goto(path);
    await screenshot(tab.page, `customer-${locale}`);
    await expectCleanPage(tab);
    await tab.page.goto(`${path}/edit`);
    await screenshot(tab.page, `customer-edit-${locale}`);
    await expectCleanPage(tab);
    await tab.page.goto('/customers?q=wang');
    await expectCleanPage(tab);
    await useLanguage(tab.page, 'zh-CN');
  });

  it('fit a low window and 200 % zoom', async () => {
    for (const size of ['compact', 'zoomed'] as const) {
      const tab = await openTab(office, { size });
      await signInTab(office, tab, people.clerkZhangLi);
      await tab.page.goto(path);
      await screenshot(tab.page, `customer-${size}`);
      await expectCleanPage(tab);
    }
  });

  it('show a full number for a purpose, with keys, and hide it again', async () => {
    const tab = await openTab(office);
    await signInTab(office, tab, people.agentZhou);
    await tab.page.goto(path);
    expect(await tab.page.content()).not.toContain('138 0013 8000');
    await tab.page.keyboard.press('v');
    await tab.page.locator('#purpose-0').selectOption('check');
    await tab.page.locator('.reveal[open] button').press('Enter');
    const number = tab.page.locator('#phone-0');
    await expect.poll(() => number.textContent()).toContain('138 0013 8000');
    await expectCleanPage(tab);
    await screenshot(tab.page, 'customer-revealed');
    const [line] = await office.house.audit.list({ event: 'phone.revealed' }, 1);
    expect(line).toMatchObject({ staffNo: '0203', why: 'check' });
  });

  it('open the evidence of a consent and the history of a field, and Esc leads back', async () => {
    const tab = await openTab(office);
    await signInTab(office, tab, people.clerkZhangLi);
    await tab.page.goto(path);
    await tab.page.locator('[data-panel="consent-service-phone"]').click();
    await expect
      .poll(() => tab.page.locator('#consent-service-phone').textContent())
      .toMatch(/2026-11-18\s*不同意[\s\S]*2019-05-31\s*同意/);
    const history = tab.page.locator('a[href$="/history/occupation"]');
    await history.click();
    await tab.page.locator('#history-popover table').waitFor();
    await screenshot(tab.page, 'customer-history');
    await expectCleanPage(tab);
    await tab.page.keyboard.press('Escape');
    await expect.poll(() => tab.page.locator('#history-popover').isVisible()).toBe(false);
    expect(await tab.page.locator('a[href$="/history/occupation"]:focus:not([aria-expanded])').count()).toBe(
      1,
    );
  });

  it('work without script: number, edit, older entries', async () => {
    const tab = await openTab(office, { javaScript: false });
    await signInTab(office, tab, people.clerkZhangLi);
    await tab.page.goto(path);
    await tab.page.locator('.reveal summary').first().click();
    await tab.page.locator('.reveal[open] button').click();
    expect(await tab.page.textContent('main')).toContain('138 0013 8000');
    await tab.page.goto(path);
    await tab.page.getByRole('link', { name: '更早' }).click();
    expect(await tab.page.locator('.timeline .entry').count()).toBe(8);
  });

  it('stopped by a call wait for the leader, who decides by keys', async () => {
    const id = found?.customerId ?? '';
    const told = { kind: 'do-not-disturb', deceased: false, words: '住院，家属请勿再打扰' } as const;
    const of = { on: TODAY, resultId: 'r-1', actor: people.agentZhou };
    await office.house.db.transaction((session) => customers.applyCall(id, [told], of, session));
    const tab = await openTab(office);
    await signInTab(office, tab, people.leaderHe);
    await tab.page.goto(path);
    await expectCleanPage(tab);
    await screenshot(tab.page, 'customer-stopped');
    await tab.page.locator('#stopWhy').focus();
    await tab.page.keyboard.type('与家属核实，已出院');
    await tab.page.locator('button[value="lifted"]').press('Enter');
    await expect.poll(() => tab.page.locator('.customer-banner').textContent()).not.toContain('待组长确认');
    expect((await customers.factsOf([id]))[0]?.doNotContact).toBe(false);
  });
});
