import { execFileSync } from 'node:child_process';
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { beforeAll, expect, it } from 'vitest';
import type { SheetSnapshot } from '../../server/dispatch/index.ts';
import { makePapers } from '../../server/dispatch/paper.service.ts';
import { NotFound } from '../../server/platform/errors.ts';
import { makeLog } from '../../server/platform/log.ts';
import { makePdf } from '../../server/platform/pdf.ts';
import { ROOT } from '../../server/platform/paths.ts';
import type { Locale } from '../../server/platform/web/route.ts';
import { LOOKED_AT, browser, CHROMIUM, describeInBrowser } from '../support/browser.ts';
import { readPgm, readQr } from './qr-reader.ts';
import { businessDate } from '../../server/platform/business-date.ts';
import { PICTURED, sampleSheet, type SampleRow } from './sheet-sample.ts';

/** The longest that the lists of a store hold, all at once. */
const AWKWARD: SampleRow[] = [
  {
    name: '穆罕默德·艾合买提·阿卜杜热合曼·图尔荪江·买买提明',
    phones: [
      '021 5550 0132 转 80245',
      '老家的座机，晚饭后打|0991 2855 0132 转 8002',
      '女婿|138 0000 1111',
      '女儿|138 0000 1112',
    ],
    rule: 'activity',
    detail: { eventName: '二〇二六年秋季高级会员珠宝品鉴与养护讲座暨答谢会', attended: false },
    taboos: [
      '花粉过敏，对百合、康乃馨、满天星均有严重反应，送花只可送无粉品种且须先征得其夫人同意',
      '来电请找李先生，他人接听勿提购买，尤其不要提珠宝、手表与价格，也不要说明来意',
    ],
  },
  { name: 'Wolfgang Amadeus Maximilian Fürstenberg', salutation: null, phones: ['+852 2123 4567'] },
  {
    name: '欧阳上官诸葛',
    phones: ['138 0000 0001', '单位总机转人事部|021 6322 1234 转 802'],
    taboos: ['忌百合', '12–14 勿打', '请用粤语'],
    moved: '欧阳静娴',
    detail: {
      counter: '三楼国际名品女装特卖专柜（东区）',
      item: '加拿大鹅绒长款连帽羽绒服限量版',
      receiptNo: '2026112000581587',
    },
  },
  {
    name: '单晓燕',
    pinyin: 'shàn',
    rule: 'retry',
    detail: {
      retries: 'after-purchase',
      attempt: 3,
      on: businessDate('2026-11-18'),
      counter: '女装三柜',
      item: '羊绒衫',
      receiptNo: '581587',
    },
  },
  {
    name: '诸葛明远',
    salutation: '先生',
    rule: 'promised',
    at: '15:30',
    detail: {
      retries: 'birthday',
      promisedBy: '欧阳静娴',
      on: businessDate('2026-11-24'),
      lunar: { month: 10, day: 15, leap: true },
    },
  },
];

/** Characters that the common fonts lack; each must be drawn, not boxed. */
const RARE = ['㐂', '𠮷', '喆', '堃', '䶮'];

const sheets: Record<string, SheetSnapshot> = {
  'SC20261123-03': sampleSheet(PICTURED),
  'SC20261123-04': sampleSheet([...AWKWARD, ...RARE.map((sign) => ({ name: `${sign}田芳` }))], {
    number: 'SC20261123-04',
    agent: { staffNo: '0204', name: '陈国栋' },
  }),
  'SC20261123-05': sampleSheet(PICTURED.slice(0, 3), { number: 'SC20261123-05' }),
};

const papers = makePapers({
  storeName: '滨江百货',
  dispatch: {
    sheets: async () => Object.values(sheets),
    sheet: async (number) => {
      const found = sheets[number];
      if (found === undefined) throw new NotFound('dispatch.errors.no-such-sheet');
      return found;
    },
  },
});
const pdf = makePdf({ chromiumPath: CHROMIUM ?? undefined, log: makeLog('silent') });
const folder = join(ROOT, '.test', 'paper');

/** All three sheets in one document, as the leader prints them. */
async function printAll(locale: Locale): Promise<string> {
  const html = await papers.file(
    {
      sheets: Object.keys(sheets).map((number, at) => ({
        number,
        stamp: at === 2 ? { kind: 'reprint', n: 2 } : { kind: 'original' },
      })),
      fromPage: 1,
    },
    locale,
  );
  const path = join(folder, `sheets-${locale}.pdf`);
  writeFileSync(path, await pdf.render(html));
  return path;
}

describeInBrowser('dispatch sheets as PDF', () => {
  let path = '';
  let pages: string[] = [];

  beforeAll(async () => {
    mkdirSync(folder, { recursive: true });
    path = await printAll('zh-CN');
    pages = textOf(path);
  });

  it('are A4 portrait, every page', () => {
    const info = execFileSync('pdfinfo', ['-l', '99', path], { encoding: 'utf8' });
    const seen = [...info.matchAll(/Page +\d+ size: +([\d.]+) x ([\d.]+) pts/g)].map((match) => [
      Number(match[1]),
      Number(match[2]),
    ]);
    expect(seen.length).toBe(pages.length);
    for (const [width = 0, height = 0] of seen) {
      expect(Math.abs(width - 595)).toBeLessThanOrEqual(1);
      expect(Math.abs(height - 842)).toBeLessThanOrEqual(1);
    }
  });

  it('count the pages of each sheet by themselves and repeat number and agent on each', () => {
    const heads = pages.map((page) => /第(\d)\/(\d)页/.exec(page)?.slice(1).join('/'));
    expect(heads).toEqual(['1/2', '2/2', '1/2', '2/2', '1/1']);
    for (const page of pages.slice(0, 2)) {
      expect(page).toContain('派工单SC20261123-03');
      expect(page).toContain('回访员0203周丽娜');
      expect(page).toContain('定稿08:50');
      expect(page).toContain('含顾客个人信息');
    }
    expect(pages[2]).toContain('派工单SC20261123-04');
  });

  it('show everybody with the full number and why', () => {
    const all = pages.join('');
    for (const { name } of [...PICTURED, ...AWKWARD]) expect(all).toContain(name.replace(/\s/g, ''));
    for (const number of ['13800002716', '02155500132转802', '02163221234转802', '13800001112'])
      expect(all).toContain(number);
    expect(all).toContain('▲12–14勿打；花粉过敏忌百合');
    expect(all).toContain('生日今天，农历十月十五');
    expect(all).toContain('1有效回访2无人接听3占线4空号停机5非本人6本次拒访7另约8中断9他人接听');
  });

  it('stamp a reprint on its page and on no other', () => {
    expect(pages.map((page) => page.includes('重印2'))).toEqual([false, false, false, false, true]);
  });

  it('carry a QR code that reads as the number', () => {
    const dpi = 300;
    execFileSync('pdftoppm', ['-gray', '-r', String(dpi), '-f', '1', '-l', '1', path, join(folder, 'page')]);
    const image = readPgm(readFileSync(join(folder, 'page-1.pgm')));
    const mm = (length: number) => Math.round((length * dpi) / 25.4);
    // Right end of the head of page 1: 13 mm between two rules; a pixel or two for rounding.
    const area = { left: mm(210 - 8 - 13) - 3, top: mm(9.3), right: mm(210 - 8), bottom: mm(22.4) };
    expect(readQr(image, area)).toBe('SC20261123-03');
  });

  it('draw every rare character', async () => {
    const page = await (await browser()).newPage();
    await page.setContent(
      await papers.file({ sheets: [{ number: 'SC20261123-04', stamp: { kind: 'original' } }], fromPage: 1 }),
    );
    const drawn = await page.evaluate(
      (signs) => {
        interface Canvas {
          width: number;
          height: number;
          getContext(kind: string): { font: string; fillText(text: string, x: number, y: number): void };
          toDataURL(): string;
        }
        const { document, getComputedStyle } = globalThis as unknown as {
          document: { createElement(tag: string): Canvas; querySelector(selector: string): unknown };
          getComputedStyle: (element: unknown) => { fontFamily: string };
        };
        const { fontFamily } = getComputedStyle(document.querySelector('.person-name'));
        return signs.map((sign) => {
          const canvas = document.createElement('canvas');
          canvas.width = canvas.height = 48;
          const context = canvas.getContext('2d');
          context.font = `40px ${fontFamily}`;
          context.fillText(sign, 2, 40);
          return canvas.toDataURL();
        });
      },
      [...RARE, '\u{10FFFF}', '王'],
    );
    expect(new Set(drawn).size, 'install fonts-noto-cjk: characters look alike').toBe(drawn.length);
    await page.close();
  });

  it.each(LOOKED_AT)('keep every line inside its cell in %s', async (locale) => {
    const page = await (await browser()).newPage({ viewport: { width: 1200, height: 900 } });
    await page.emulateMedia({ media: 'print' });
    await page.setContent(
      await papers.file(
        {
          sheets: Object.keys(sheets).map((number) => ({ number, stamp: { kind: 'original' as const } })),
          fromPage: 1,
        },
        locale,
      ),
    );
    const wrong = await page.evaluate(() => {
      interface Element {
        className: string;
        textContent: string;
        scrollWidth: number;
        clientWidth: number;
        scrollHeight: number;
        clientHeight: number;
        getBoundingClientRect(): { left: number; right: number; top: number; bottom: number; height: number };
        closest(selector: string): Element | null;
      }
      const { document } = globalThis as unknown as {
        document: { querySelectorAll(selector: string): Iterable<Element> };
      };
      const out: string[] = [];
      // What may be cut with an ellipsis (the item bought) or is empty by nature does not count.
      const cells =
        '.paper-head p,.person-name,.person-phone,.person-phone2,.person-say,.person-when,.person-more,.person-row,.paper-tally span,.slip li > *';
      for (const cell of document.querySelectorAll(cells)) {
        if (cell.scrollWidth > cell.clientWidth + 1 && cell.clientWidth > 0)
          out.push(
            `${cell.className}: ${cell.textContent.trim().slice(0, 60)} ${cell.scrollWidth} > ${cell.clientWidth}`,
          );
      }
      for (const person of document.querySelectorAll('.person')) {
        const own = person.getBoundingClientRect();
        const page = person.closest('.paper-page')?.getBoundingClientRect();
        if (page === undefined || own.right > page.right + 0.5 || own.bottom > page.bottom + 0.5)
          out.push(`outside its page: ${person.textContent.trim().slice(0, 20)}`);
      }
      // 280.5 mm are left between the margins of A4.
      for (const sheet of document.querySelectorAll('.paper-page')) {
        const millimetres = (sheet.getBoundingClientRect().height * 25.4) / 96;
        if (millimetres > 280.5) out.push(`page of ${millimetres.toFixed(1)} mm`);
      }
      return out;
    });
    expect(wrong).toEqual([]);
    await page.close();
  });

  it('come out in Traditional Chinese and in English with as many pages as counted', async () => {
    for (const [locale, words] of [
      ['zh-TW', '派工單SC20261123-03'],
      ['en', 'SheetSC20261123-03'],
    ] as const) {
      const texts = textOf(await printAll(locale));
      expect(texts[0]).toContain(words);
      const counted = await papers.file(
        {
          sheets: Object.keys(sheets).map((number) => ({ number, stamp: { kind: 'original' as const } })),
          fromPage: 1,
        },
        locale,
      );
      expect(texts.length).toBe([...counted.matchAll(/<section class="paper-page/g)].length);
    }
  });
});

/** Text of each page without white space: pdftotext spaces Chinese as it likes. */
function textOf(path: string): string[] {
  return execFileSync('pdftotext', ['-layout', path, '-'], { encoding: 'utf8' })
    .split('\f')
    .slice(0, -1)
    .map((page) => page.replace(/\s/g, ''));
}
