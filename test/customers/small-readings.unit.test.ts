import { describe, expect, it } from 'vitest';
import { businessDate } from '../../server/platform/business-date.ts';
import { addressLine, postcodeSuits, readPostcode } from '../../server/customers/address.ts';
import { maskCardNo, readCardNo } from '../../server/customers/card-number.ts';
import { completenessOf } from '../../server/customers/completeness.ts';
import { currentConsent, readYesNo } from '../../server/customers/consent.ts';
import { blankCustomer, refresh } from '../../server/customers/customer-record.ts';
import type { ConsentEvidence } from '../../server/customers/customer.ts';
import { readFen, readQuantity } from '../../server/customers/money.ts';
import { readCallWindow, readGender, readLevel, readRemark } from '../../server/customers/remark.ts';
import { searchRanges } from '../../server/customers/search-keys.ts';
import { currentCardNo, sheetCustomerOf } from '../../server/customers/sheet-customer.ts';

describe('a card number', () => {
  it.each([
    ['VIP00017850', 'VIP00017850'],
    ['vip 0001-7850', 'VIP00017850'],
    ['ＶＩＰ０００１７８５０', 'VIP00017850'],
    ['880012345678', '880012345678'],
  ])('%s is %s', (raw, no) => {
    expect(readCardNo(raw)).toBe(no);
  });

  it.each(['', '合计', '1.38E+10', 'VIP', '123', 'VIP0001785A'])('%s is none', (raw) => {
    expect(readCardNo(raw)).toBeNull();
  });

  it('is masked in the middle', () => {
    expect(maskCardNo('VIP00017850')).toBe('VIP000**850');
    expect(maskCardNo('1234')).toBe('**34');
  });
});

describe('money', () => {
  it.each([
    ['139.12', 13_912],
    ['22.20', 2_220],
    ['22.2', 2_220],
    ['-141.48', -14_148],
    ['(12.30)', -1_230],
    ['1,234.50', 123_450],
    ['￥2,380.00', 238_000],
    ['2380元', 238_000],
    ['(¥12.30)', -1_230],
    ['0', 0],
    ['77183.60', 7_718_360],
    ['１２．３０', 1_230],
    ['-0.00', 0],
  ])('%s is %i fen', (raw, fen) => {
    expect(readFen(raw)).toBe(fen);
  });

  it.each(['', '12.345', 'abc', '1.2.3', '12元5', '1,2', '12,34.50'])('%s is not an amount', (raw) => {
    expect(readFen(raw)).toBeNull();
  });

  it('keeps every fen of any amount', () => {
    for (let fen = -2_000; fen <= 2_000; fen += 7) expect(readFen((fen / 100).toFixed(2))).toBe(fen);
  });

  it('reads whole pieces only', () => {
    expect(readQuantity('-132')).toBe(-132);
    expect(readQuantity('1,200')).toBe(1_200);
    expect(readQuantity('1.5')).toBeNull();
  });
});

describe('a postcode', () => {
  it('has six digits, 000000 means unknown, anything else is asked about', () => {
    expect(readPostcode('200001')).toEqual({ postcode: '200001', unusable: null });
    expect(readPostcode('２００００１')).toEqual({ postcode: '200001', unusable: null });
    expect(readPostcode('000000')).toEqual({ postcode: null, unusable: null });
    expect(readPostcode('43')).toEqual({ postcode: null, unusable: '43' });
    expect(readPostcode('')).toEqual({ postcode: null, unusable: null });
  });

  it('suits its province or is warned about', () => {
    expect(postcodeSuits('200001', '上海市')).toBe(true);
    expect(postcodeSuits('319700', '上海市')).toBe(false);
    expect(postcodeSuits('013200', '内蒙古自治区')).toBe(true);
    expect(postcodeSuits(null, '上海市')).toBe(true);
    expect(postcodeSuits('319700', null)).toBe(true);
  });

  it('stands behind an address that names a municipality once', () => {
    const address = {
      province: '上海市',
      city: '上海市',
      district: '黄浦区',
      street: '老西门街道',
      detail: '黄河路355弄',
      postcode: null,
    };
    expect(addressLine(address)).toBe('上海市黄浦区老西门街道黄河路355弄');
  });
});

describe('columns of known words', () => {
  it('read yes and no, and say when it is neither', () => {
    for (const yes of ['是', 'Y', '1', '√', ' 同意 ']) expect(readYesNo(yes)).toBe(true);
    for (const no of ['否', 'n', '0', '不同意', '未到']) expect(readYesNo(no)).toBe(false);
    expect(readYesNo('')).toBeNull();
    expect(readYesNo('也许')).toBeUndefined();
  });

  it('read windows, genders and levels', () => {
    expect([readCallWindow('上午'), readCallWindow(''), readCallWindow('周末')]).toEqual([
      'morning',
      null,
      undefined,
    ]);
    expect([readGender('女'), readGender('先生'), readGender('?')]).toEqual(['female', 'male', undefined]);
    expect([readLevel('金卡'), readLevel('钻石级'), readLevel('')]).toEqual(['gold', 'diamond', null]);
  });
});

describe('a remark', () => {
  it.each([
    ['不喜欢百合花粉过敏', ['花粉过敏'], ['忌花粉', '忌百合']],
    ['花粉过敏', ['花粉过敏'], ['忌花粉', '忌百合']],
    ['不喜欢百合', [], ['忌百合']],
    ['海鲜过敏', ['海鲜过敏'], []],
    ['忌白菊', [], ['忌白菊']],
    ['老顾客', [], []],
    ['要求寄送新品目录', [], []],
    ['=1+1', [], []],
  ])('%s tells of %j and proposes %j', (text, health, taboos) => {
    const reading = readRemark(text);
    expect(reading.health).toEqual(health);
    expect(reading.taboos.map((taboo) => taboo.text)).toEqual(taboos);
  });

  it('tells how to speak, and what a person must look at', () => {
    expect(readRemark('找李先生，他人接听勿提购买').speak).toEqual(['找李先生', '他人接听勿提购买']);
    expect(readRemark('请勿打扰').alarm).toBe('请勿打扰');
    expect(readRemark('已故').alarm).toBe('已故');
    expect(readRemark('老顾客').alarm).toBeNull();
  });
});

describe('consent', () => {
  const said = (on: string, state: ConsentEvidence['state']): ConsentEvidence => ({
    purpose: 'service',
    channel: 'phone',
    state,
    on: businessDate(on),
    source: 'call',
    by: '0203',
    note: null,
  });

  it.each([
    [[], 'not-asked'],
    [[said('2024-01-01', 'given')], 'given'],
    [[said('2024-01-01', 'refused'), said('2024-01-02', 'given')], 'given'],
    [[said('2024-01-02', 'given'), said('2024-01-01', 'refused')], 'given'],
    [[said('2024-01-01', 'given'), said('2024-01-01', 'refused')], 'refused'],
    [[said('2024-01-01', 'withdrawn'), said('2024-01-01', 'given')], 'withdrawn'],
  ] as const)('after %j is %s', (evidence, state) => {
    expect(currentConsent(evidence, 'service', 'phone')).toBe(state);
    expect(currentConsent(evidence.toReversed(), 'service', 'phone')).toBe(state);
    expect(currentConsent(evidence, 'promotion', 'phone')).toBe('not-asked');
  });
});

describe('words of a search', () => {
  it.each([
    ['8613', ['r:3168', 't:8613', 'c:8613']],
    ['zxm', ['i:zxm', 'p:zxm', 's:zxm', 'n:zxm']],
    ['zhangxm', ['p:zhangxm', 's:zhangxm', 'n:zhangxm']],
    ['Zhang Xiao', ['p:zhangxiao', 's:zhangxiao', 'n:zhang xiao']],
    ['8000', ['r:0008', 't:8000', 'c:8000']],
    ['138 0013 8000', ['t:13800138000', 'r:00083100831', 'c:13800138000']],
    ['VIP0001', ['c:VIP0001']],
    ['張曉明', ['n:张晓明']],
    ['张 晓', ['n:张晓']],
    ['80', []],
    ['z', []],
    ['', []],
  ])('%s look for %j', (words, ranges) => {
    expect(searchRanges(words).map(({ kind, prefix }) => `${kind}:${prefix}`)).toEqual(ranges);
  });
});

describe('a record', () => {
  const at = new Date('2026-11-23T00:00:00Z');
  const blank = () => blankCustomer('c1', { on: businessDate('2026-11-23'), at, by: '0101' });

  it('knows how complete it is', () => {
    expect(completenessOf(refresh(blank())).percent).toBe(0);
    const full = refresh({
      ...blank(),
      name: '王芳',
      gender: 'female',
      callWindow: 'any',
      phones: [
        {
          number: '+8613800138000',
          extension: null,
          type: 'mobile',
          raw: '',
          owner: null,
          valid: true,
          fault: null,
          source: 'hand',
        },
      ],
      birthday: {
        certified: null,
        celebrated: { calendar: 'solar', month: 1, day: 2, leap: false },
        raw: null,
      },
      address: {
        province: null,
        city: null,
        district: null,
        street: null,
        detail: '黄河路1号',
        postcode: '200001',
      },
      consents: [
        {
          purpose: 'service',
          channel: 'phone',
          state: 'given',
          on: businessDate('2026-11-23'),
          source: 'hand',
          by: '0101',
          note: null,
        },
      ],
    });
    expect(completenessOf(full).percent).toBe(100);
  });

  it('prints mobiles before landlines, the current card, and only what was not refused', () => {
    const card = { counter: null, level: null, supplementary: false, endedOn: null };
    const phone = {
      extension: null,
      owner: null,
      valid: true,
      fault: null,
      source: 'hand' as const,
      raw: '',
    };
    const record = refresh({
      ...blank(),
      name: '仇英',
      nameKeys: ['仇英'],
      cards: [
        { ...card, no: 'VIP00000001', issuedOn: businessDate('2020-01-01') },
        { ...card, no: 'VIP00000002', issuedOn: businessDate('2024-01-01') },
      ],
      phones: [
        { ...phone, number: '+862163221234', extension: '802', type: 'landline' },
        { ...phone, number: '+8613800138000', type: 'mobile' },
        { ...phone, number: '+8613900139000', type: 'mobile', valid: false, fault: 'W1' },
      ],
      taboos: [
        { tag: 'lily', text: '忌百合', state: 'proposed', source: 'hand', on: businessDate('2026-11-23') },
        { tag: 'other', text: '忌白菊', state: 'refused', source: 'hand', on: businessDate('2026-11-23') },
      ],
    });
    expect(currentCardNo(record)).toBe('VIP00000002');
    expect(record.facts.rankKey).toBe('VIP00000001');
    expect(sheetCustomerOf(record)).toMatchObject({
      name: '仇英',
      titleKey: 'customers.title.unknown',
      pinyin: 'qiú yīng',
      phones: [
        { key: '+8613800138000', shown: '138 0013 8000' },
        { key: '+862163221234;ext=802', shown: '021 6322 1234 转 802', dial: '02163221234' },
      ],
      taboos: ['忌百合'],
      cardNo: 'VIP00000002',
    });
  });
});
