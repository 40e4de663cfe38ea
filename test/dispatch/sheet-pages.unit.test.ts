import { describe, expect, it } from 'vitest';
import { loadWords } from '../../server/platform/i18n.ts';
import { emsOf, linesOf, packed, widthMm } from '../../server/dispatch/sheet-fit.ts';
import { layPages } from '../../server/dispatch/sheet-pages.ts';
import { cssString } from '../../server/dispatch/sheet-paper.view.ts';
import { paperSheet, type PaperOptions } from '../../server/dispatch/sheet.view.ts';
import { PICTURED, sampleSheet, type SampleRow } from './sheet-sample.ts';

const one = (extraLines = 0) => ({ people: [{ extraLines }] });
const family = (size: number) => ({ people: Array.from({ length: size }, () => ({ extraLines: 0 })) });
const sizes = (groups: Parameters<typeof layPages>[0]) =>
  layPages(groups).map((page) => page.groups.reduce((sum, group) => sum + group.people.length, 0));

describe('people on pages', () => {
  it('stand eight to a page', () => {
    expect(sizes(Array.from({ length: 16 }, () => one()))).toEqual([8, 8]);
    expect(sizes(Array.from({ length: 35 }, () => one()))).toEqual([8, 8, 8, 8, 3]);
  });

  it('leave room for the signatures below a single page: the eighth moves over', () => {
    expect(sizes(Array.from({ length: 8 }, () => one()))).toEqual([7, 1]);
    expect(sizes(Array.from({ length: 7 }, () => one()))).toEqual([7]);
  });

  it('sign on the last page and only there', () => {
    const pages = layPages(Array.from({ length: 17 }, () => one()));
    expect(pages.map(({ endsHere }) => endsHere)).toEqual([false, false, true]);
  });

  it('never part a family over a page', () => {
    expect(sizes([...Array.from({ length: 7 }, () => one()), family(2), one()])).toEqual([7, 3]);
    expect(sizes([family(8)])).toEqual([8, 0]);
  });

  it('part only a family that is taller than a page, and say so', () => {
    const pages = layPages([family(10)]);
    expect(pages.map((page) => page.groups.map(({ people }) => people.length))).toEqual([[8], [2]]);
    expect(pages[1]?.groups[0]?.continued).toBe(true);
  });

  it('take fewer to a page when numbers or warnings need lines of their own', () => {
    expect(sizes(Array.from({ length: 16 }, () => one(1)))).toEqual([6, 6, 4]);
  });

  it('make one page of an empty sheet', () => {
    expect(sizes([])).toEqual([0]);
  });
});

describe('what fits on a line', () => {
  it('counts a rare character beyond the first plane as one', () => {
    expect(emsOf('𠮷')).toBe(1);
    expect(emsOf('㐂')).toBe(1);
    expect(widthMm('王芳', 13)).toBeCloseTo(9.17, 1);
  });

  it('breaks a long warning and says when something is left out', () => {
    expect(linesOf('花粉过敏忌百合', 10.5, 15, 3)).toEqual(['花粉过敏', '忌百合']);
    expect(linesOf('花粉过敏忌百合', 10.5, 8, 2)).toEqual(['花粉', '过…']);
  });

  it('never breaks a telephone number', () => {
    expect(packed(['021 5550 0132', '139 0000 4402', '138 0013 8000'], 11, 70, '  ')).toEqual([
      '021 5550 0132  139 0000 4402',
      '138 0013 8000',
    ]);
    expect(packed([], 11, 60, '  ', 40)).toEqual(['']);
  });
});

describe('a sheet on paper', () => {
  const options = (given: Partial<PaperOptions> = {}): PaperOptions => ({
    t: loadWords().in('zh-CN'),
    storeName: '滨江百货',
    stamp: { kind: 'original' },
    fromPage: 1,
    index: 1,
    strikes: [],
    ...given,
  });
  const drawn = (rows: SampleRow[], given: Partial<PaperOptions> = {}) =>
    paperSheet(sampleSheet(rows), options(given));
  const first = (row: SampleRow) => {
    const person = drawn([row]).pages[0]?.groups[0]?.people[0];
    if (person === undefined) throw new Error('nobody on the sheet');
    return person;
  };

  it('counts its own pages whatever stands before it in the document', () => {
    expect(drawn(PICTURED, { index: 4 }).pages.map(({ name, top }) => [name, top.right])).toEqual([
      ['sheet-4-1', '定稿 08:50　第 1 / 2 页'],
      ['sheet-4-2', '定稿 08:50　第 2 / 2 页'],
    ]);
  });

  it('keeps its page numbers when it is printed again from the second page', () => {
    expect(drawn(PICTURED, { fromPage: 2 }).pages.map(({ top }) => top.right)).toEqual([
      '定稿 08:50　第 2 / 2 页',
    ]);
  });

  it('says on every page that it is a reprint or was never issued', () => {
    const left = (given: Partial<PaperOptions>) => drawn(PICTURED, given).pages.map(({ top }) => top.left);
    expect(left({ stamp: { kind: 'reprint', n: 2 } })).toEqual(
      Array.from({ length: 2 }, () => '派工单 SC20261123-03  重印 2'),
    );
    expect(left({ stamp: { kind: 'preview' } })[0]).toBe('派工单 SC20261123-03  预览');
    expect(drawn(PICTURED, { stamp: { kind: 'preview' } }).pages.map(({ bottom }) => bottom.right)).toEqual(
      Array.from({ length: 2 }, () => '预览，未记打印'),
    );
    expect(left({})[0]).toBe('派工单 SC20261123-03');
  });

  it('tells the agreed times in its head', () => {
    const [line] = drawn(PICTURED).lines;
    expect(line?.map(({ text }) => text).join('')).toBe(
      '回访员 0203 周丽娜　共 16 位：约访 3（09:30、12:15、15:30）→ 昨日未完 3 → 按规则 10',
    );
    expect(line?.filter(({ bold }) => bold).map(({ text }) => text)).toEqual([
      '0203 周丽娜',
      '16',
      '3',
      '3',
      '10',
    ]);
  });

  it('brackets people of one number', () => {
    const families = drawn(PICTURED).pages.flatMap(({ groups }) => groups.filter((group) => group.family));
    expect(families.map(({ people }) => people.map(({ name }) => name))).toEqual([['仇建华', '吴秀英']]);
  });

  it('puts the warning beside the reason, a long one on lines of its own', () => {
    expect(first({ name: '王芳', taboos: ['12–14 勿打', '花粉过敏忌百合'] })).toMatchObject({
      say: '▲ 12–14 勿打；花粉过敏忌百合',
      extraLines: 0,
    });
    const long = first({
      name: '王芳',
      taboos: ['花粉过敏，对百合、康乃馨、满天星均有反应，送花只可送无粉品种'],
    });
    expect(long).toMatchObject({ say: '', extraLines: 1 });
    expect(long.sayMore[0]).toMatch(/^▲ 花粉过敏/);
  });

  it('prints every telephone number, on further lines when two do not fit', () => {
    const many = first({
      name: '王芳',
      phones: [
        '138 0013 8000',
        '宅|021 6322 1234 转 802',
        '女儿|138 0000 1111',
        '单位|021 5550 0188 转 8002',
      ],
    });
    expect([many.phone, many.phone2, ...many.phonesMore].join(' ')).toContain('女儿 138 0000 1111');
    expect(many.phonesMore.length).toBe(many.extraLines);
  });

  it('gives a very long name the whole line and its number the next', () => {
    expect(first({ name: '穆罕默德·艾合买提·阿卜杜热合曼' })).toMatchObject({
      wide: true,
      nameSize: '',
      phonesMore: [''],
      extraLines: 1,
    });
    expect(first({ name: '阿依古丽·买买提' })).toMatchObject({ wide: false, nameSize: 'long' });
  });

  it('tells why, what about and when somebody last spoke with the customer', () => {
    expect(first({ name: '王芳', lead: 'carried-over' })).toMatchObject({
      why: '昨日未完，第 2 次，购后 3 天',
      about: '女装三柜 羊绒衫',
      aboutOn: '11-20',
      receipt: '小票 58150',
      last: '上次 无',
      when: '上午',
    });
    expect(first({ name: '李建国', rule: 'promised', at: '12:15', moved: '李红梅' })).toMatchObject({
      when: '约 12:15',
      say: '▲ 原派李红梅',
    });
  });

  it('hatches a row that was struck', () => {
    const sheet = sampleSheet(PICTURED, {
      strikes: [
        {
          sheet: 'SC20261123-03',
          place: 4,
          customerId: 'c4',
          why: 'dismissed',
          reason: '本人来店',
          to: null,
          toSheet: null,
          at: new Date('2026-11-23T01:00:00Z'),
          by: '0301',
        },
      ],
    });
    const people = paperSheet(sheet, options()).pages.flatMap(({ groups }) =>
      groups.flatMap((g) => g.people),
    );
    expect(people.filter(({ struck }) => struck).map(({ place }) => place)).toEqual([4]);
  });

  it('does not let a name end the style of the margin boxes', () => {
    expect(cssString('a"b\\c</style>\n')).toBe('"a\\22 b\\5c c\\3c /style\\3e \\a "');
  });
});
