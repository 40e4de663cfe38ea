import type { CallWindow, TabooTag } from './customer.ts';
import type { Level } from './due-facts.ts';

/** What a remark of a list tells besides its words. */
export interface RemarkReading {
  /** Facts about health, to be flagged: 花粉过敏. */
  health: string[];
  /** Taboos to propose: tag for the order check, words for people. */
  taboos: { tag: TabooTag; text: string }[];
  /** How to speak: 请找李先生, 勿提购买. */
  speak: string[];
  /** Words that say "do not call" or that the customer died: a person must look before anything follows. */
  alarm: string | null;
}

/** Reads the facts out of a free remark; the remark itself is kept as it is. */
export function readRemark(text: string): RemarkReading {
  if (!TELLING.test(text)) return NOTHING;
  const health = [...new Set([...text.matchAll(ALLERGY)].map((match) => match[0].replace(LIKES, '')))];
  const taboos: RemarkReading['taboos'] = [];
  const pollen = health.some((fact) => fact.includes('花粉'));
  if (pollen) taboos.push({ tag: 'pollen', text: '忌花粉' });
  if (pollen || AVOIDS_LILY.test(text)) taboos.push({ tag: 'lily', text: '忌百合' });
  for (const match of text.matchAll(OTHER_TABOO)) {
    const thing = match[1] ?? '';
    if (!/百合|花粉/.test(thing)) taboos.push({ tag: 'other', text: `忌${thing}` });
  }
  const speak = text.split(/[,，;；。、\s]+/).filter((part) => SPEAK.test(part));
  return { health, taboos, speak, alarm: ALARM.exec(text)?.[0] ?? null };
}

/** 上午 / 下午 / 晚上 / 不限; null for blank, undefined for other words. */
export function readCallWindow(raw: string): CallWindow | null | undefined {
  const text = raw.trim();
  return text === '' ? null : CALL_WINDOWS.get(text);
}

/** 女 / 男 and their usual signs; null for blank, undefined for other words. */
export function readGender(raw: string): 'female' | 'male' | null | undefined {
  const text = raw.trim().toLowerCase();
  return text === '' ? null : GENDERS.get(text);
}

/** Member level in words; null for blank, undefined for other words. */
export function readLevel(raw: string): Level | null | undefined {
  const text = raw
    .trim()
    .toLowerCase()
    .replace(/[级卡]/g, '');
  return text === '' ? null : LEVELS.get(text);
}

const NOTHING: RemarkReading = { health: [], taboos: [], speak: [], alarm: null };
const TELLING = /过敏|忌|不喜|讨厌|不要|勿|别|找|去世|已故|病故|打扰/;
const ALLERGY = /(?:对)?[\p{Script=Han}]{1,4}过敏/gu;
/** 不喜欢百合花粉过敏 runs two facts together: what stands before the allergen is cut off. */
const LIKES = /^.*(?=(?:花粉|海鲜|青霉素|酒精|坚果|香水|牛奶)过敏)/u;
const AVOIDS_LILY = /(?:不喜欢?|忌|讨厌|不要|勿送|别送)百合|百合过敏/;
const OTHER_TABOO = /忌([\p{Script=Han}]{1,4})/gu;
const SPEAK = /^(?:请?找.{1,6}(?:先生|女士|太太|老师|小姐)|.*(?:勿提|别提|不要提).*)$/;
const ALARM = /(?:请勿|不要|勿|别)(?:打扰|致电|来电|打电话|再打|联系)|去世|已故|病故/;

const CALL_WINDOWS: ReadonlyMap<string, CallWindow> = new Map([
  ['不限', 'any'],
  ['随时', 'any'],
  ['上午', 'morning'],
  ['下午', 'afternoon'],
  ['晚上', 'evening'],
  ['傍晚', 'evening'],
  ['晚间', 'evening'],
]);
const GENDERS: ReadonlyMap<string, 'female' | 'male'> = new Map([
  ['女', 'female'],
  ['男', 'male'],
  ['女士', 'female'],
  ['先生', 'male'],
  ['小姐', 'female'],
  ['f', 'female'],
  ['m', 'male'],
  ['female', 'female'],
  ['male', 'male'],
]);
const LEVELS: ReadonlyMap<string, Level> = new Map([
  ['钻石', 'diamond'],
  ['钻', 'diamond'],
  ['金', 'gold'],
  ['银', 'silver'],
  ['普通', 'standard'],
  ['diamond', 'diamond'],
  ['gold', 'gold'],
  ['silver', 'silver'],
  ['standard', 'standard'],
]);
