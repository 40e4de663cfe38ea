import { describe, expect, it } from 'vitest';
import { CATALOGUE, bouquetOf } from '../../server/wishes/bouquet.ts';
import { againstBouquet, avoidedFor, bansOf } from '../../server/wishes/flower-taboo.ts';
import type { FlowerCustomer } from '../../server/wishes/index.ts';
import { loadWords } from '../../server/platform/i18n.ts';

const nobody: FlowerCustomer = { taboos: [], healthNotes: [] };
const told = (...texts: string[]): FlowerCustomer => ({
  taboos: texts.map((text) => ({ tag: 'other', text })),
  healthNotes: [],
});
const ill = (...healthNotes: string[]): FlowerCustomer => ({ taboos: [], healthNotes });

/** Codes of the bouquets that this customer may be given. */
const allowed = (customer: FlowerCustomer) =>
  CATALOGUE.filter((bouquet) => againstBouquet(bouquet, bansOf(customer)) === null).map(({ code }) => code);
/** What is kept from the customer, of the whole catalogue. */
const kept = (customer: FlowerCustomer) => {
  const left = allowed(customer);
  return CATALOGUE.map(({ code }) => code).filter((code) => !left.includes(code));
};

const LILIES = ['lily-pink-6', 'lily-rose-mixed'];
const DAISIES = ['gerbera-10', 'mum-green-9'];
const POLLEN = ['rose-pink-19', ...LILIES, 'sunflower-5', ...DAISIES];

describe('a bouquet for somebody without taboos', () => {
  it('may be any of the catalogue', () => {
    expect(kept(nobody)).toEqual([]);
    expect(avoidedFor(bansOf(nobody))).toEqual([]);
  });
});

describe('the tags of taboos', () => {
  it('忌百合 leaves out every bouquet with lilies in it, and says in whose words', () => {
    const customer: FlowerCustomer = { taboos: [{ tag: 'lily', text: '忌百合' }], healthNotes: [] };
    expect(kept(customer)).toEqual(LILIES);
    expect(againstBouquet(bouquetOf('lily-rose-mixed')!, bansOf(customer))).toBe('忌百合');
    expect(avoidedFor(bansOf(customer))).toEqual(['lily']);
  });

  it('a tag counts whatever words stand beside it', () => {
    const customer: FlowerCustomer = { taboos: [{ tag: 'pollen', text: '见备注' }], healthNotes: [] };
    expect(kept(customer)).toEqual(POLLEN);
  });
});

describe('health notes', () => {
  it('花粉过敏 leaves out what sheds pollen or smells strongly; champagne roses stay', () => {
    expect(kept(ill('花粉过敏'))).toEqual(POLLEN);
    expect(allowed(ill('花粉过敏'))[0]).toBe('rose-champagne-11');
  });

  it.each(['哮喘', '过敏性鼻炎', '花粉過敏', 'hay fever', '不喜欢百合花粉过敏'])('%s as well', (note) => {
    expect(kept(ill(note))).toEqual(expect.arrayContaining(POLLEN));
  });

  it('an allergy to one of the daisy family is one to all of it', () => {
    expect(kept(ill('菊花过敏'))).toEqual(['sunflower-5', ...DAISIES]);
  });

  it.each(['海鲜过敏', '花生过敏', '花椒过敏', '青霉素过敏', '高血压'])(
    '%s has nothing to do with flowers',
    (note) => {
      expect(kept(ill(note))).toEqual([]);
    },
  );

  it.each(['鲜花过敏', '对花过敏', '花过敏'])('%s leaves nothing to give', (note) => {
    expect(allowed(ill(note))).toEqual([]);
    expect(avoidedFor(bansOf(ill(note)))).toContain('flowers');
  });
});

describe('words of people', () => {
  it('忌菊 means what is called a daisy, not the sunflower', () => {
    expect(kept(told('忌菊'))).toEqual(DAISIES);
  });

  it('香水百合 is a flower, not a perfume', () => {
    expect(kept(told('忌香水百合'))).toEqual(LILIES);
    expect(avoidedFor(bansOf(told('忌香水百合')))).toEqual(['lily']);
  });

  it('smells that are not liked leave out the strong ones only', () => {
    expect(kept(told('不喜欢香味太浓'))).toEqual([...LILIES, 'mum-green-9']);
  });

  it('a liking forbids nothing, a list of dislikes everything it names', () => {
    expect(kept(told('喜欢玫瑰、康乃馨，忌百合、郁金香'))).toEqual([...LILIES, 'tulip-purple-10']);
    expect(kept(told('特别喜欢百合'))).toEqual([]);
  });

  it('colours count: no white flowers, no yellow ones', () => {
    expect(kept(told('忌白花'))).toEqual([
      'rose-pink-19',
      'lily-rose-mixed',
      'mum-green-9',
      'hydrangea-blue',
    ]);
    expect(kept(told('不要黄色花'))).toEqual(['sunflower-5', 'gerbera-10']);
    expect(kept(told('no white flowers'))).toEqual(kept(told('忌白花')));
  });

  it('are read in either script and in English', () => {
    expect(kept(told('忌鬱金香'))).toEqual(['tulip-purple-10']);
    expect(kept(told('No Lilies'))).toEqual(LILIES);
  });

  it('about other things do not count', () => {
    expect(kept(told('忌辣', '勿提购买', '请找李先生'))).toEqual([]);
  });
});

describe('the catalogue', () => {
  it('has a price in fen, a name in every language and something to say for every ban', () => {
    const words = loadWords();
    for (const { code, priceFen } of CATALOGUE) {
      expect(priceFen % 100).toBe(0);
      expect(words.has(`wishes.bouquet.${code}`)).toBe(true);
    }
    const everything = told(
      '忌玫瑰、康乃馨、百合、向日葵、非洲菊、郁金香、绣球、桔梗、兰花、满天星、叶材、花粉、香味、白花、黄花、红花',
      '菊花过敏、鲜花',
    );
    const unsaid = bansOf(everything).filter(({ avoid }) => !words.has(`wishes.avoid.${avoid}`));
    expect(unsaid).toEqual([]);
  });
});
