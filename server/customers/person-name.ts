import * as opencc from 'opencc-js/t2cn';

/** A person's name as read from a list or a form. */
export interface PersonName {
  /** Cleaned for display: half-width, one kind of `·`, no inner spaces in an all-Han name. */
  name: string;
  /** Equal for the same person's name in simplified or traditional, full- or half-width form. */
  key: string;
  /** True when characters are hidden: 王某, 张**, 李女士. */
  masked: boolean;
  /** False for what cannot be a name (length, digits, signs); such text is kept and asked about. */
  usable: boolean;
}

/** Two-character surnames in use; the first character of any other Han name is its surname. */
export const COMPOUND_SURNAMES: ReadonlySet<string> = new Set(
  (
    '欧阳 太史 端木 上官 司马 东方 独孤 南宫 万俟 闻人 夏侯 诸葛 尉迟 公羊 赫连 澹台 皇甫 宗政 濮阳 公冶 太叔 申屠 公孙 ' +
    '慕容 仲孙 钟离 长孙 宇文 司徒 鲜于 司空 闾丘 子车 亓官 司寇 巫马 公西 颛孙 壤驷 公良 漆雕 乐正 宰父 谷梁 拓跋 夹谷 ' +
    '轩辕 令狐 段干 百里 呼延 东郭 南门 羊舌 微生 公户 公玉 公仪 梁丘 公仲 公上 公门 公山 公坚 左丘 公伯 西门 公祖 第五 ' +
    '公乘 贯丘 公皙 南荣 东里 东宫 仲长 子书 子桑 即墨 达奚 褚师 吴铭 纳兰 完颜 叶赫 那拉 爱新 富察'
  ).split(' '),
);

const PLAIN = /^[\u4e00-\u9fff]{2,4}$/;
const MASK = /[*×✕○□●]|某/u;
const DOTS = /\s*[·•・‧∙⋅･˙᛫]\s*/gu;
const HAN_NAME = /^[\p{Script=Han}·*×✕○□●\s]+$/u;
const TITLES = /^(.{1,2})(先生|女士|小姐|太太|夫人|老师|总|经理|主任|阿姨|大爷|大妈)$/u;
const LETTERS = /^[\p{L}\p{M}·*×✕○□●'’.\- ]+$/u;

/**
 * Reads a name; null when there is none. Length counts code points (2–40), so that rare ideographs count once
 * (reference.md, Chinese data).
 */
export function readPersonName(raw: string): PersonName | null {
  if (PLAIN.test(raw) && !raw.includes('某')) {
    return { name: raw, key: simplified(raw), masked: isTitleOnly(raw), usable: true };
  }
  const name = cleanName(raw);
  if (name === '') return null;
  const { length } = Array.from(name);
  return {
    name,
    key: nameKey(name),
    masked: MASK.test(name) || isTitleOnly(name),
    usable: length >= 2 && length <= 40 && LETTERS.test(name),
  };
}

/** The comparable form of a name that was cleaned before. */
export function nameKey(name: string): string {
  return simplified(name)
    .replace(/[×✕○□●]/gu, '*')
    .toLowerCase();
}

/**
 * May a name on the same card belong to the same person? Equal keys; a masked name with a full one (or another
 * masked one) that begins and ends with its visible characters (some lists hide by appending: 王芳某). A missing name
 * contradicts nothing.
 */
export function compatibleNames(a: string, b: string): boolean {
  if (a === b || a === '' || b === '') return true;
  const [left, right] = [visibleParts(a), visibleParts(b)];
  if (left === null && right === null) return false;
  if (left !== null && right !== null) {
    return left.head.startsWith(right.head) || right.head.startsWith(left.head);
  }
  const mask = left ?? right;
  const full = left === null ? a : b;
  return mask !== null && full.startsWith(mask.head) && full.endsWith(mask.tail);
}

/**
 * May two records, by all names each is known by, be one person? Records with full names must share one; a record of
 * masked names only must agree with a full one of the other (or with all its masked ones).
 */
export function maybeSamePerson(a: readonly string[], b: readonly string[]): boolean {
  const [fullA, fullB] = [a.filter(isFullKey), b.filter(isFullKey)];
  if (fullA.length > 0 && fullB.length > 0) return fullA.some((key) => fullB.includes(key));
  const [anchor, others] = fullA.length > 0 ? [fullA, b] : fullB.length > 0 ? [fullB, a] : [a, b];
  if (anchor.length === 0) return true;
  return others.every((key) => key === '' || anchor.some((full) => compatibleNames(full, key)));
}

function isFullKey(key: string): boolean {
  return key !== '' && !isMaskedKey(key);
}

/** True for the key of a masked name. */
export function isMaskedKey(key: string): boolean {
  return visibleParts(key) !== null;
}

/** Surname of a Han name; null for names with `·`, Latin names and masked beginnings. */
export function surnameOf(name: string): string | null {
  if (name.includes('·')) return null;
  const two = name.slice(0, 2);
  if (name.length > 2 && COMPOUND_SURNAMES.has(simplified(two))) return two;
  const first = String.fromCodePoint(name.codePointAt(0) ?? 0);
  return /\p{Script=Han}/u.test(first) && !MASK.test(first) ? first : null;
}

/**
 * What stands before the title when a customer is addressed: with `·` the first part (never the last), otherwise
 * the whole name. For a short spoken form (王女士) see {@link surnameOf}.
 */
export function addressName(name: string): string {
  return name.split('·')[0] ?? name;
}

/** Simplified characters for traditional ones, character by character, so that 乾隆 stays a name and not a phrase. */
export function simplified(text: string): string {
  let changed = false;
  let result = '';
  for (const char of text) {
    const simple = simpleChar(char);
    if (simple !== char) changed = true;
    result += simple;
  }
  return changed ? result : text;
}

// The package's type declarations do not resolve under Node's rules.
const { Converter } = opencc as unknown as {
  Converter: (options: { from: 't'; to: 'cn' }) => (text: string) => string;
};
const convert = Converter({ from: 't', to: 'cn' });
const simpleChars = new Map<string, string>();

function simpleChar(char: string): string {
  const known = simpleChars.get(char);
  if (known !== undefined) return known;
  const simple = convert(char);
  simpleChars.set(char, simple);
  return simple;
}

function cleanName(raw: string): string {
  const text = raw
    .normalize('NFKC')
    .replace(/[\p{Cc}\p{Cf}]/gu, '')
    .trim()
    .replace(DOTS, '·');
  const han = HAN_NAME.test(text.replace(/(?<=\p{Script=Han})\.(?=\p{Script=Han})/gu, '·'));
  return han
    ? text.replace(/(?<=\p{Script=Han})\.(?=\p{Script=Han})/gu, '·').replace(/\s+/gu, '')
    : text.replace(/\s+/gu, ' ');
}

/** 李女士, 王总: a surname and a title is no name; it is handled like a masked one. */
function isTitleOnly(name: string): boolean {
  const match = TITLES.exec(name);
  if (match === null) return false;
  const head = match[1] ?? '';
  return head.length === 1 ? name.length > 2 || match[2] === '总' : COMPOUND_SURNAMES.has(simplified(head));
}

/** Visible beginning and end of a masked key, null for a full one. */
function visibleParts(key: string): { head: string; tail: string } | null {
  const mask = /(?:[*]|某)+/u.exec(key);
  if (mask !== null) return { head: key.slice(0, mask.index), tail: key.slice(lastMask(key) + 1) };
  if (!isTitleOnly(key)) return null;
  return { head: TITLES.exec(key)?.[1] ?? '', tail: '' };
}

function lastMask(key: string): number {
  return Math.max(key.lastIndexOf('*'), key.lastIndexOf('某'));
}
