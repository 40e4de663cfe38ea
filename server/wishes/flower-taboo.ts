import { CATALOGUE, INGREDIENTS } from './bouquet.ts';
import type { Bouquet, FlowerCustomer } from './wish.types.ts';

/** One thing a customer must not be given, and the words that say so. */
export interface FlowerBan {
  /** What is left out: a flower's code, `pollen`, `scent`, `daisy`, a colour, or `flowers` for all of them. */
  avoid: string;
  /** The customer's words, as noted. */
  note: string;
}

/**
 * Everything that a customer's taboos and health notes forbid in a bouquet. Notes are read clause by clause; a clause of
 * liking (喜欢百合) forbids nothing. Where words can be understood in two ways the stricter one holds: a bouquet less can
 * be explained, a wrong one not taken back.
 */
export function bansOf({ taboos, healthNotes }: FlowerCustomer): FlowerBan[] {
  const tagged = taboos.flatMap(({ tag, text }): FlowerBan[] =>
    tag === 'other' ? [] : [{ avoid: tag, note: text }],
  );
  const said = [...healthNotes, ...taboos.map(({ text }) => text)].flatMap((note) =>
    clausesOf(note).flatMap((clause) => avoidedIn(clause).map((avoid) => ({ avoid, note }))),
  );
  const bans = [...said, ...tagged];
  return bans.filter(({ avoid }, at) => bans.findIndex((other) => other.avoid === avoid) === at);
}

/** The customer's words that stand against a bouquet; null when it may be given. */
export function againstBouquet(bouquet: Bouquet, bans: readonly FlowerBan[]): string | null {
  return bans.find(({ avoid }) => forbids(avoid, bouquet))?.note ?? null;
}

/** What is left out of the choice for this customer: those bans that touch a bouquet of the catalogue. */
export function avoidedFor(bans: readonly FlowerBan[]): string[] {
  return bans
    .filter(({ avoid }) => CATALOGUE.some((bouquet) => bouquet.active && forbids(avoid, bouquet)))
    .map(({ avoid }) => avoid);
}

function forbids(avoid: string, { ingredients, colours }: Bouquet): boolean {
  if (avoid === 'flowers') return true;
  if (colours.includes(avoid)) return true;
  return ingredients.some((code) => {
    const flower = INGREDIENTS[code];
    if (code === avoid || flower === undefined) return code === avoid;
    if (avoid === 'pollen') return flower.pollen || flower.scent;
    if (avoid === 'scent') return flower.scent;
    return avoid === 'daisy' && flower.daisy === true;
  });
}

/** What one clause of a note forbids. */
function avoidedIn(clause: string): string[] {
  const allergy = ALLERGY.test(clause);
  const named = Object.entries(INGREDIENTS).filter(([, { words }]) =>
    words.some((word) => clause.includes(word)),
  );
  // 香水百合 is a flower, no perfume, and 菊花 one flower, not all: names are taken out before other words are looked for.
  const rest = named
    .flatMap(([, { words }]) => words)
    .reduce((left, word) => left.replace(new RegExp(`${word}(?:花(?!粉))?`, 'gu'), '、'), clause);
  return [
    ...(ALL_FLOWERS.test(rest) ? ['flowers'] : []),
    ...(POLLEN.test(rest) ? ['pollen'] : []),
    ...(SCENT.test(rest) ? ['scent'] : []),
    ...(allergy && named.some(([, { daisy }]) => daisy === true) ? ['daisy'] : []),
    ...named.map(([code]) => code),
    ...COLOURS.filter(([, pattern]) => pattern.test(rest)).map(([colour]) => colour),
  ];
}

/** Clauses that may forbid something; enumerations (忌百合、玫瑰) stay together. */
function clausesOf(note: string): string[] {
  return note
    .normalize('NFKC')
    .toLowerCase()
    .split(/[,;。.!\n]+|(?<=\p{Script=Han})\s+|\s+(?=\p{Script=Han})/u)
    .filter((clause) => clause.trim() !== '' && (!LIKES.test(clause) || DISLIKES.test(clause)));
}

const LIKES = /喜|爱|愛|愿收|願收|偏好|like|love/u;
const DISLIKES = /不喜|不爱|不愛|不愿|不願|忌|讨厌|討厭|不要|勿|(?<!特)[别別]|过敏|過敏|allerg|dislike|not /u;
const ALLERGY = /过敏|過敏|allerg/u;
const POLLEN = /花粉|哮喘|鼻炎|气喘|氣喘|pollen|asthma|hay fever/u;
const SCENT = /香味|香气|香氣|香水|浓香|濃香|气味|氣味|味道|perfume|scent|smell/u;
/** 花 by itself, but not what only begins with it: 花生, 花椒, 花胶, 花菜, 花茶, 花蛤, 花钱. */
const ALL_FLOWERS =
  /鲜花|鮮花|花卉|(?:忌|对|對|收|送|要|爱|愛|喜|喜欢|喜歡)花(?![粉生椒胶膠菜茶蛤钱錢])|^花(?:过敏|過敏)|(?<!white |yellow |red )flowers/u;
const COLOURS: readonly (readonly [string, RegExp])[] = [
  ['white', /白色?(?:的)?花|白色|white/u],
  ['yellow', /黄色?(?:的)?花|黃色?(?:的)?花|黄色|黃色|yellow/u],
  ['red', /红色?(?:的)?花|紅色?(?:的)?花|红色|紅色|\bred\b/u],
];
