import { execFileSync } from 'node:child_process';
import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { beforeAll, expect, it } from 'vitest';
import { businessDate } from '../../server/platform/business-date.ts';
import { ROOT } from '../../server/platform/paths.ts';
import { makeExports } from '../../server/exports/index.ts';
import { wishRoutes, type WishDetail } from '../../server/wishes/index.ts';
import { settableClock } from '../support/clock.ts';
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
import { cardFor, complaint, flowersFor, visitAt } from './details.ts';
import { he, wishHouse, type WishHouse } from './wish-house.ts';

const clock = settableClock('2026-11-24T11:20:00+08:00');
const houses: WishHouse[] = [];
const office = await openOffice(
  (house, staff) => {
    const own = wishHouse(house, staff);
    houses.push(own);
    return wishRoutes({
      ...house,
      wishes: own.wishes,
      exports: makeExports(house),
      staffNames: async () => new Map((await staff.list()).map(({ staffNo, name }) => [staffNo, name])),
      callPath: (resultId) => `/calls/results/${resultId}`,
    });
  },
  { clock },
);
const { wishes, letIn, keep } = houses[0]!;
const day = businessDate('2026-11-25');

const COUNTERS = ['针织', '女装', '珠宝首饰', '家用电器'];
const ERRANDS = [
  '换羊绒衫',
  '取改好的西装外套',
  '看新到的翡翠，儿子订婚用，请留两三款等本人来挑',
  '洗衣机保修卡补盖章',
];

/** A morning's calls: flowers, cards, forms, and a full day of visits. */
beforeAll(async () => {
  for (const person of [people.leaderHe, people.agentZhou]) await office.signIn(person);
  const wang = await letIn();
  const visits = Array.from({ length: 46 }, (_, n): WishDetail => {
    const time = `${String(9 + Math.floor(n / 4)).padStart(2, '0')}:${n % 2 === 0 ? '00' : '30'}`;
    return {
      kind: 'visit',
      visit: visitAt({
        on: day,
        time,
        who: n === 7 ? '穆罕默德·艾合买提·阿卜杜热合曼 先生' : `顾客${n} 女士`,
        counter: COUNTERS[n % 4]!,
        what: ERRANDS[n % 4]!,
      }),
    };
  });
  for (const [n, visit] of visits.entries()) await keep(`v${n}`, wang, [visit]);
  clock.set('2026-11-23T09:46:00+08:00');
  await keep('r1', wang, [
    { kind: 'flower', flower: flowersFor() },
    { kind: 'card', card: cardFor({ postcode: null }) },
    { kind: 'ticket', ticket: complaint() },
    {
      kind: 'ticket',
      ticket: complaint({
        kind: 'suggestion',
        remedy: null,
        receiptNo: null,
        words:
          '希望电梯口多放几把椅子，老人逛累了可以坐一坐；还有，贵宾休息室的水壶常常是空的，问了两次才有人来加。',
      }),
    },
  ]);
  await keep('r2', wang, [
    {
      kind: 'flower',
      flower: flowersFor({
        deliverOn: businessDate('2026-11-24'),
        slot: 'morning',
        phone: '+862163221234;ext=802',
        elseMayAccept: false,
      }),
    },
  ]);
  await keep('r3', wang, [
    { kind: 'flower', flower: flowersFor({ occasion: 'birthday', bouquet: 'orchid-pot' }) },
  ]);
  const taken = (await wishes.ofResults(['r3']))[0]!;
  await wishes.takeUpByHand(taken._id, '已电话订花，花店李店长', he);
  clock.set('2026-11-24T11:20:00+08:00');
}, 60_000);

const LISTS = {
  flowers: '/wishes/flowers?state=all',
  cards: '/wishes/cards',
  tickets: '/wishes/tickets',
  visits: `/wishes/visits?day=${day}`,
  export: '/wishes/flowers/export?state=all',
  'no-match': '/wishes/visits?day=2026-12-24&state=taken-up',
};

describeInBrowser('the lists', () => {
  it.each(LOOKED_AT)('are clean in %s, at every size', async (locale) => {
    for (const size of ['roomy', 'zoomed'] as const) {
      const tab = await openTab(office, { size });
      await signInTab(office, tab, people.leaderHe);
      await tab.page.goto('/me');
      await useLanguage(tab.page, locale);
      for (const [name, path] of Object.entries(LISTS)) {
        await tab.page.goto(path);
        await expectCleanPage(tab);
        if (size === 'roomy') await screenshot(tab.page, `wishes-${name}-${locale}`);
      }
      await useLanguage(tab.page, 'zh-CN');
      await tab.context.close();
    }
  });

  it('shows a full number for a minute where the masked one stood', async () => {
    const tab = await openTab(office);
    await signInTab(office, tab, people.leaderHe);
    await tab.page.goto(LISTS.flowers);
    const row = tab.page.locator('tbody tr').first();
    await row.locator('.reveal summary').click();
    await expectCleanPage(tab);
    await screenshot(tab.page, 'wishes-reveal');
    await row.locator('.reveal button').click();
    await row.getByText('021 6322 1234 转 802').waitFor();
    expect(await row.locator('[data-seconds]').count()).toBe(1);
    await tab.context.close();
  });

  it('is taken up with the keyboard alone: open, type, Enter', async () => {
    const tab = await openTab(office);
    await signInTab(office, tab, people.leaderHe);
    await tab.page.goto('/wishes/cards');
    await tab.page.locator('.take-up summary').focus();
    await tab.page.keyboard.press('Enter');
    await tab.page.locator('.take-up[open] input[name=words]:focus').waitFor();
    await screenshot(tab.page, 'wishes-take-up');
    await expectCleanPage(tab);
    await tab.page.keyboard.press('Enter');
    await tab.page.locator('#error-summary:focus').waitFor();
    await expectCleanPage(tab);
    await tab.page.locator('input[name=words]').fill('邮编已问到，明天寄');
    await tab.page.keyboard.press('Enter');
    await tab.page.getByText('已记为已处理。').waitFor();
    await tab.page.goto('/wishes/cards?state=taken-up');
    expect(await tab.page.locator('tbody').innerText()).toContain('邮编已问到，明天寄');
    await tab.context.close();
  });

  it('works without script: ticking a visit, a full number on a page of its own', async () => {
    const tab = await openTab(office, { javaScript: false });
    await signInTab(office, tab, people.leaderHe);
    await tab.page.goto(`${LISTS.visits}&part=${encodeURIComponent('针织')}`);
    await tab.page.getByRole('button', { name: /到店/ }).first().click();
    expect(await tab.page.locator('.status.ok').count()).toBe(1);
    expect(tab.page.url()).toContain('part=');
    await tab.page.goto(LISTS.flowers);
    await tab.page.locator('.reveal summary').first().click();
    await tab.page.locator('.reveal button').first().click();
    expect(await tab.page.locator('.revealed').innerText()).toContain('021 6322 1234 转 802');
    await tab.context.close();
  });
});

describeInBrowser('the visits of a day on paper', () => {
  it('are A4, counter by counter with a box each, heads repeated, nothing lost', async () => {
    const tab = await openTab(office);
    await signInTab(office, tab, people.leaderHe);
    await tab.page.goto(`/wishes/visits/print?day=${day}`);
    await screenshot(tab.page, 'wishes-paper');
    expect(tab.complaints).toEqual([]);
    const folder = join(ROOT, '.test', 'paper');
    mkdirSync(folder, { recursive: true });
    const path = join(folder, 'visits.pdf');
    await tab.page.emulateMedia({ media: 'print' });
    writeFileSync(path, await tab.page.pdf({ preferCSSPageSize: true }));
    await tab.context.close();
    const info = execFileSync('pdfinfo', ['-l', '99', path], { encoding: 'utf8' });
    const sizes = [...info.matchAll(/Page +\d+ size: +([\d.]+) x ([\d.]+) pts/g)];
    expect(sizes.length).toBeGreaterThanOrEqual(2);
    for (const [, width, height] of sizes) {
      expect(Math.abs(Number(width) - 595)).toBeLessThanOrEqual(1);
      expect(Math.abs(Number(height) - 842)).toBeLessThanOrEqual(1);
    }
    const pages = execFileSync('pdftotext', ['-layout', path, '-'], { encoding: 'utf8' })
      .split('\f')
      .map((page) => page.replace(/\s/g, ''))
      .filter((page) => page !== '');
    const all = pages.join('');
    for (const counter of COUNTERS) expect(all).toContain(counter);
    for (let n = 0; n < 46; n += 1) if (n !== 7) expect(all).toContain(`顾客${n}女士`);
    expect(all).toContain('穆罕默德·艾合买提');
    expect(all).toContain('预览，未记打印');
    expect(pages.map((page) => page.includes('来办'))).toEqual(pages.map(() => true));
    expect(pages[0]).toContain(`1/${pages.length}`);
  });

  it('open the print window once when the printing was recorded', async () => {
    const tab = await openTab(office);
    await signInTab(office, tab, people.leaderHe);
    await tab.page.addInitScript('window.print = () => { window.printed = (window.printed ?? 0) + 1; };');
    await tab.page.goto(`/wishes/visits/print?day=${day}`);
    await tab.page.getByRole('button', { name: '打印' }).click();
    await tab.page.waitForURL(/go=1/);
    await tab.page.waitForFunction('window.printed === 1');
    await tab.page.reload();
    expect(await tab.page.evaluate('window.printed ?? 0')).toBe(0);
    expect(tab.complaints).toEqual([]);
    await tab.context.close();
  });
});
