import { describe, expect, it } from 'vitest';
import { businessDate } from '../../server/platform/business-date.ts';
import { loadWords } from '../../server/platform/i18n.ts';
import type { ScriptTag } from '../../server/scripts/index.ts';
import { DEPARTMENTS, departmentNamed, departmentsWith } from '../../server/wishes/department.ts';
import { deskWishes, type DeskAsk } from '../../server/wishes/desk-wish.view.ts';
import { problemsOf } from '../../server/wishes/wish-check.ts';
import { readWishes } from '../../server/wishes/wish.form.ts';
import { occasionOf, wishPrefill, type WishFacts } from '../../server/wishes/wish-prefill.ts';
import type { WishGround } from '../../server/wishes/index.ts';

const t = loadWords().in('zh-CN');
const today = businessDate('2026-11-23');
const ground: WishGround = {
  now: { day: today, time: '09:44' },
  storeName: '滨江百货',
  closed: (day) => day === '2026-11-24',
  departments: DEPARTMENTS,
};
const wang: WishFacts = {
  recipient: '王芳 女士',
  addressed: '王女士',
  phones: ['138 0013 8000', '021 6322 1234 转 802'],
  address: '上海市黄浦区黄河路355弄21号2单元602室',
  postcode: '200003',
  customer: { taboos: [{ tag: 'lily', text: '忌百合' }], healthNotes: ['花粉过敏'] },
  birthdayOn: businessDate('2026-11-26'),
  counter: '针织部',
  receiptNo: '581587',
  remedy: null,
};
const ALL: ScriptTag[] = ['complaint', 'flower', 'card', 'visit'];
const ask = (change: Partial<DeskAsk> = {}): DeskAsk => ({
  facts: wang,
  ground,
  prefill: wishPrefill(wang, 'apology', ground),
  typed: {},
  tags: ALL,
  problems: [],
  ...change,
});

describe('what a wish begins with', () => {
  it('is the customer, on the next open afternoon, with a bouquet that nothing stands against', () => {
    const prefill = wishPrefill(wang, 'apology', ground);
    expect(prefill).toMatchObject({
      'flower-recipient': '王芳 女士',
      'flower-phone': '138 0013 8000',
      'flower-deliverOn': '2026-11-25',
      'flower-slot': 'afternoon',
      'flower-bouquet': 'rose-champagne-11',
      'flower-cardText': '给您添了麻烦，谨致歉意。滨江百货 敬上',
      'flower-readAloud': '',
      'complaint-department': 'knitwear',
      'complaint-receiptNo': '581587',
      'visit-counter': '针织部',
    });
  });

  it('is right as it stands but for what the customer has to say', () => {
    const prefill = wishPrefill(wang, 'birthday', ground);
    const { value, problems } = readWishes(prefill, ALL, { words: '袖口起球' });
    expect(problems).toEqual([]);
    const left = value.flatMap((wish) => problemsOf(wish, wang.customer, ground));
    expect(left.map(({ field }) => field)).toEqual(['flower-readAloud', 'visit-what']);
    expect(prefill['flower-deliverOn']).toBe('2026-11-26');
    expect(prefill['flower-cardText']).toBe('祝王女士生日快乐，平安喜乐！滨江百货 敬上');
  });

  it('keeps to the next open afternoon when the birthday is unknown, closed or far away', () => {
    for (const birthdayOn of [null, businessDate('2026-11-24'), businessDate('2027-05-26')])
      expect(wishPrefill({ ...wang, birthdayOn }, 'birthday', ground)['flower-deliverOn']).toBe('2026-11-25');
  });

  it('leaves blank what is not known', () => {
    const stranger = {
      ...wang,
      phones: [],
      address: '',
      postcode: null,
      counter: '五楼特卖',
      receiptNo: null,
    };
    expect(wishPrefill(stranger, 'thanks', ground)).toMatchObject({
      'flower-phone': '',
      'flower-address': '',
      'complaint-department': '',
      'visit-counter': '五楼特卖',
    });
  });

  it('takes the occasion from the call', () => {
    expect(occasionOf({ complaint: true, birthday: true })).toBe('apology');
    expect(occasionOf({ complaint: false, birthday: true })).toBe('birthday');
    expect(occasionOf({ complaint: false, birthday: false })).toBe('thanks');
  });
});

describe('wishes as they are typed', () => {
  const fields = wishPrefill(wang, 'apology', ground);

  it('are read of the tags chosen only', () => {
    expect(readWishes(fields, []).value).toEqual([]);
    expect(readWishes(fields, ['correction']).value).toEqual([]);
    expect(readWishes(fields, ['card']).value.map(({ kind }) => kind)).toEqual(['card']);
  });

  it('have the number as the records keep it, however it was typed', () => {
    const phoneOf = (typed: string) => {
      const [wish] = readWishes({ ...fields, 'flower-phone': typed }, ['flower']).value;
      return wish?.kind === 'flower' ? wish.flower.phone : null;
    };
    expect(phoneOf('１３８ 0013 8000')).toBe('+8613800138000');
    expect(phoneOf('021-63221234 转 802')).toBe('+862163221234;ext=802');
    expect(phoneOf('儿子的')).toBe('儿子的');
    expect(phoneOf('13800138000/13900139000')).toBe('13800138000/13900139000');
  });

  it('take the notes for the customer’s own words, and the answer for the remedy, where the form has none', () => {
    const notes = { words: '袖口起球，要换货', remedy: 'exchange' } as const;
    const [wish] = readWishes({}, ['complaint'], notes).value;
    expect(wish).toMatchObject({
      ticket: {
        kind: 'complaint',
        words: '袖口起球，要换货',
        remedy: 'exchange',
        department: '',
        firstReplyBy: null,
      },
    });
    const typed = { 'complaint-words': '颜色不对', 'complaint-remedy': 'return' };
    expect(readWishes(typed, ['complaint'], notes).value[0]).toMatchObject({
      ticket: { words: '颜色不对', remedy: 'return' },
    });
  });

  it('make a form of each kind, several at once', () => {
    const kinds = readWishes({ 'praise-words': '小孙热心' }, ['complaint', 'praise', 'department'], {
      words: '见备注',
    }).value.map((wish) => (wish.kind === 'ticket' ? `${wish.ticket.kind} ${wish.ticket.words}` : ''));
    expect(kinds).toEqual(['complaint 见备注', 'praise 小孙热心', 'affairs 见备注']);
  });

  it('are named by field where a day or a choice cannot be understood', () => {
    const forged = {
      ...fields,
      'flower-deliverOn': '某天',
      'flower-slot': 'night',
      'flower-occasion': 'x',
      'complaint-remedy': 'gold',
      'visit-on': '2026-02-30',
      'visit-time': '25:00',
    };
    const { value, problems } = readWishes(forged, ['flower', 'complaint', 'visit', 'card']);
    expect(value.map(({ kind }) => kind)).toEqual(['card']);
    expect(problems.map(({ field }) => field)).toEqual([
      'flower-occasion',
      'flower-deliverOn',
      'flower-slot',
      'complaint-remedy',
      'visit-on',
      'visit-time',
    ]);
    expect(problems.every(({ message }) => loadWords().has(message))).toBe(true);
  });

  it('hold no more than was sent when nothing was sent', () => {
    const { value, problems } = readWishes({}, ALL);
    expect(value.map(({ kind }) => kind)).toEqual(['ticket']);
    expect(problems.map(({ field }) => field)).toEqual(
      expect.arrayContaining(['flower-deliverOn', 'card-occasion', 'visit-on', 'visit-time']),
    );
  });
});

describe('the details on the desk', () => {
  it('offer no bouquet that the customer must not be given, and say what is left out and why', () => {
    const { flower } = deskWishes(ask(), t);
    expect(flower.bouquets.map(({ value }) => value)).not.toContain('lily-pink-6');
    expect(flower.bouquets[0]).toEqual({
      value: 'rose-champagne-11',
      label: '香槟玫瑰 11 枝 ¥168',
      chosen: true,
    });
    expect(flower.without).toEqual(['无花粉', '无百合']);
    expect(flower.refused).toEqual([
      {
        note: '花粉过敏',
        labels: expect.stringContaining('粉百合 6 枝、百合玫瑰混搭、向日葵 5 枝') as string,
      },
    ]);
  });

  it('offer open days with their weekday, and no closed one', () => {
    const { flower, visit } = deskWishes(ask(), t);
    expect(flower.days.slice(0, 2).map(({ label }) => label)).toEqual(['11-23 周一', '11-25 周三']);
    expect(flower.days.find(({ chosen }) => chosen)?.value).toBe('2026-11-25');
    expect(visit.days.map(({ value }) => value)).not.toContain('2026-11-24');
    expect(visit.times.at(0)?.value).toBe('09:00');
    expect(visit.times.at(-1)?.value).toBe('20:30');
  });

  it('are open for the tags chosen', () => {
    const { flower, card, tickets, visit } = deskWishes(ask({ tags: ['complaint', 'flower'] }), t);
    expect([flower.open, card.open, visit.open]).toEqual([true, false, false]);
    expect(tickets.filter(({ open }) => open).map(({ kind }) => kind)).toEqual(['complaint']);
  });

  it('show what was typed, ticks taken away too, with every error at its field', () => {
    const typed = { 'flower-recipient': '李先生', 'flower-deliverOn': '2026-11-24', 'visit-on': '某天' };
    const { flower, visit, card } = deskWishes(
      ask({
        typed,
        problems: [
          {
            field: 'flower-deliverOn',
            message: 'wishes.errors.delivery-closed',
            values: { day: '2026-11-24' },
          },
        ],
      }),
      t,
    );
    expect(flower.fields['recipient']).toMatchObject({
      name: 'flower-recipient',
      value: '李先生',
      error: null,
    });
    expect(flower.fields['deliverOn']?.error).toBe('2026-11-24 商场不营业，不能送花。');
    expect(flower.days[0]).toEqual({ value: '2026-11-24', label: '11-24 周二', chosen: true });
    expect(flower.elseMayAccept).toBe(false);
    expect(card.fields['recipient']?.value).toBe('王芳 女士');
    expect(visit.days[0]).toEqual({ value: '某天', label: '某天', chosen: true });
  });

  it('hold the words of every occasion, so that they follow the choice', () => {
    const { flower, card } = deskWishes(ask(), t);
    expect(flower.occasions.every(({ text }) => text.includes('滨江百货'))).toBe(true);
    expect(card.occasions.find(({ value }) => value === 'new-year')?.text).toContain('恭祝王女士新春快乐');
    expect(flower.occasions.find(({ chosen }) => chosen)?.label).toBe('致歉');
  });
});

describe('departments', () => {
  it('are those of the store, and those the calendar knows by name or besides', () => {
    const departments = departmentsWith([
      { code: 'zhenzhi', name: '针织部' },
      { code: 'bank', name: '银行专柜' },
    ]);
    expect(departments).toHaveLength(DEPARTMENTS.length + 1);
    expect(departmentNamed(departments, '针织柜')).toBe('zhenzhi');
    expect(departmentNamed(departments, '银行')).toBe('bank');
    expect(departmentNamed(departments, '女装柜组')).toBe('womenswear');
    expect(departmentNamed(departments, '五楼特卖')).toBeNull();
  });
});
