import { pinyin } from 'pinyin-pro';
import { COMPOUND_SURNAMES, simplified } from './person-name.ts';

/** How a name is said. */
export interface PinyinReading {
  /** Syllables without tones, in order: `['zhang', 'xiao', 'ming']`; Latin parts stand as they are, lower case. */
  syllables: string[];
  /** Number of syllables the surname takes (0 for names with `·` and Latin names). */
  surnameSyllables: number;
}

/**
 * Reads a name; surnames by their surname readings (仇 qiu, 单 shan, 解 xie, 尉迟 yu chi). Every reading is looked up
 * once per character, so that a million names cost little more than the characters they are made of.
 */
export function readPinyin(name: string): PinyinReading {
  const syllables: string[] = [];
  const surname = surnamePart(name);
  if (surname !== '') syllables.push(...surnameReading(surname));
  const surnameSyllables = syllables.length;
  let latin = '';
  for (const char of name.slice(surname.length)) {
    if (/[a-z0-9]/i.test(char)) {
      latin += char.toLowerCase();
      continue;
    }
    if (latin !== '') syllables.push(latin);
    latin = '';
    const reading = charReading(char);
    if (reading !== '') syllables.push(reading);
  }
  if (latin !== '') syllables.push(latin);
  return { syllables, surnameSyllables };
}

/** First letters: `zxm`. */
export function initialsOf({ syllables }: PinyinReading): string {
  let initials = '';
  for (const syllable of syllables) initials += syllable[0] ?? '';
  return initials;
}

/** Pinyin with tone marks for display: `wáng fāng`; empty for a name with a character that no reading is known of. */
export function tonedPinyin(name: string): string {
  const surname = surnamePart(name);
  const head = surname === '' ? [] : pinyin(surname, { mode: 'surname', type: 'array' });
  const rest = pinyin(name.slice(surname.length).replaceAll('·', ' '), {
    type: 'array',
    nonZh: 'consecutive',
  });
  const said = [...head, ...rest.filter((part) => part.trim() !== '')].join(' ');
  return /\p{Script=Han}/u.test(said) ? '' : said;
}

/**
 * True when a caller may need help to say the name: a character outside the 6 763 of GB 2312, or a surname that is
 * read otherwise than the character usually is.
 */
export function isRarelyRead(name: string): boolean {
  const surname = surnamePart(name);
  if (surname.length > 0 && surnameReading(surname).join() !== Array.from(surname).map(charReading).join()) {
    return true;
  }
  return Array.from(name).some((char) => /\p{Script=Han}/u.test(char) && !COMMON.has(simplified(char)));
}

const surnameReadings = new Map<string, string[]>();
const charReadings = new Map<string, string>();
const HAN = /^\p{Script=Han}/u;

function surnamePart(name: string): string {
  if (name.includes('·') || !HAN.test(name)) return '';
  const two = name.slice(0, 2);
  if (name.length > 2 && COMPOUND_SURNAMES.has(simplified(two))) return two;
  return String.fromCodePoint(name.codePointAt(0) ?? 0);
}

function surnameReading(surname: string): string[] {
  let reading = surnameReadings.get(surname);
  if (reading === undefined) {
    reading = pinyin(simplified(surname), { mode: 'surname', toneType: 'none', type: 'array', v: true })
      .map(asciiOnly)
      .filter((syllable) => syllable !== '');
    surnameReadings.set(surname, reading);
  }
  return reading;
}

function charReading(char: string): string {
  let reading = charReadings.get(char);
  if (reading === undefined) {
    reading = HAN.test(char)
      ? asciiOnly(pinyin(simplified(char), { toneType: 'none', type: 'array', v: true })[0] ?? '')
      : '';
    charReadings.set(char, reading);
  }
  return reading;
}

function asciiOnly(text: string): string {
  return text.replaceAll('ü', 'v').replace(/[^a-z]/g, '');
}

/** Characters of GB 2312, rows 16–87, through the decoder that every Node carries. */
const COMMON = commonCharacters();

function commonCharacters(): ReadonlySet<string> {
  const bytes: number[] = [];
  for (let row = 0xb0; row <= 0xf7; row += 1) {
    for (let cell = 0xa1; cell <= 0xfe; cell += 1) bytes.push(row, cell);
  }
  return new Set(new TextDecoder('gb18030').decode(Uint8Array.from(bytes)));
}
