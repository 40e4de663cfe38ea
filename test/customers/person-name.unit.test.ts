import { describe, expect, it } from 'vitest';
import {
  addressName,
  compatibleNames,
  COMPOUND_SURNAMES,
  maybeSamePerson,
  readPersonName,
  surnameOf,
} from '../../server/customers/person-name.ts';
import { initialsOf, isRarelyRead, readPinyin, tonedPinyin } from '../../server/customers/pinyin-reading.ts';

const keyOf = (raw: string) => readPersonName(raw)?.key;

describe('a name', () => {
  it.each([
    ['王 芳', '王芳'],
    ['王芳 ', '王芳'],
    ['魏紅', '魏红'],
    ['賈泽軍', '贾泽军'],
    ['卓玛 • 次仁', '卓玛·次仁'],
    ['卓玛・次仁', '卓玛·次仁'],
    ['卓玛‧次仁', '卓玛·次仁'],
    ['卓玛.次仁', '卓玛·次仁'],
    ['ＪＯＨＮ　Smith', 'john smith'],
    ['John  Smith', 'john smith'],
    ['𠮷 田', '𠮷田'],
    ['张＊＊', '张**'],
  ])('%s is compared as %s', (raw, key) => {
    expect(keyOf(raw)).toBe(key);
  });

  it('keeps its own characters for display', () => {
    expect(readPersonName('魏紅')?.name).toBe('魏紅');
    expect(readPersonName('ＷＡＮＧ')?.name).toBe('WANG');
  });

  it('is nothing when the field is blank', () => {
    expect(readPersonName(' 　')).toBeNull();
    expect(readPersonName('')).toBeNull();
  });

  it.each(['王', '12345', '王芳2', `王${'芳'.repeat(40)}`, '王芳@'])(
    '%s is kept but cannot be one',
    (raw) => {
      expect(readPersonName(raw)?.usable).toBe(false);
    },
  );

  it('counts code points, so that a rare character counts once', () => {
    expect(readPersonName('𠮷'.repeat(40))?.usable).toBe(true);
    expect(readPersonName('𠮷'.repeat(41))?.usable).toBe(false);
  });

  it.each(['王某', '王佳某', '张**', '张＊', '李女士', '欧阳先生', '王总'])('%s is masked', (raw) => {
    expect(readPersonName(raw)?.masked).toBe(true);
  });

  it.each(['王芳', '欧阳娜娜', '卓玛·次仁', '王子'])('%s is not', (raw) => {
    expect(readPersonName(raw)?.masked).toBe(false);
  });

  it('reads the same a second time', () => {
    for (const raw of ['王 芳', '魏紅', '卓玛 • 次仁', 'ＪＯＨＮ', '张＊＊', '𠮷 田']) {
      const once = readPersonName(raw);
      expect(readPersonName(once?.name ?? '')).toEqual(once);
    }
  });
});

describe('two names on one card', () => {
  it.each([
    ['王佳某', '王佳芳', true],
    ['王某', '王佳芳', true],
    ['董萱玲某', '董萱玲', true],
    ['张**', '张伟', true],
    ['李女士', '李秀英', true],
    ['王佳某', '王芳', false],
    ['王某', '李明', false],
    ['王芳', '王丽', false],
    ['王某', '王佳某', true],
    ['王某', '李某', false],
    ['', '王芳', true],
  ])('%s and %s: %s', (one, other, agree) => {
    expect(compatibleNames(one, other)).toBe(agree);
    expect(compatibleNames(other, one)).toBe(agree);
  });

  it('agree between records when a full name is shared, or masks fit it', () => {
    expect(maybeSamePerson(['王芳', '王某'], ['王芳'])).toBe(true);
    expect(maybeSamePerson(['王芳'], ['王某', ''])).toBe(true);
    expect(maybeSamePerson(['王芳'], ['王丽'])).toBe(false);
    expect(maybeSamePerson(['王芳'], ['李某'])).toBe(false);
    expect(maybeSamePerson([], ['王芳'])).toBe(true);
  });
});

describe('how somebody is addressed', () => {
  it('takes compound surnames whole', () => {
    expect(surnameOf('欧阳娜娜')).toBe('欧阳');
    expect(surnameOf('司徒萱莹')).toBe('司徒');
    expect(surnameOf('王芳')).toBe('王');
    for (const surname of COMPOUND_SURNAMES) expect(surnameOf(`${surname}明`)).toBe(surname);
  });

  it('takes the whole name or its first part before ·, never the last', () => {
    expect(addressName('卓玛·次仁')).toBe('卓玛');
    expect(surnameOf('卓玛·次仁')).toBeNull();
    expect(addressName('王芳')).toBe('王芳');
  });
});

describe('pinyin', () => {
  it.each([
    ['张晓明', 'zhang xiao ming'],
    ['仇英', 'qiu ying'],
    ['单雄信', 'shan xiong xin'],
    ['解珍', 'xie zhen'],
    ['尉迟恭', 'yu chi gong'],
    ['吕布', 'lv bu'],
    ['賈泽軍', 'jia ze jun'],
    ['卓玛·次仁', 'zhuo ma ci ren'],
    ['John Smith', 'john smith'],
  ])('%s is said %s', (name, said) => {
    expect(readPinyin(name).syllables.join(' ')).toBe(said);
  });

  it('gives initials and tones', () => {
    expect(initialsOf(readPinyin('张晓明'))).toBe('zxm');
    expect(tonedPinyin('王芳')).toBe('wáng fāng');
    expect(tonedPinyin('仇英')).toBe('qiú yīng');
  });

  it('helps with surnames read otherwise and rare characters only', () => {
    for (const name of ['仇英', '单雄信', '李喆', '𠮷田']) expect(isRarelyRead(name)).toBe(true);
    for (const name of ['王芳', '张晓明', '陈琪', '卓玛·次仁']) expect(isRarelyRead(name)).toBe(false);
  });
});
