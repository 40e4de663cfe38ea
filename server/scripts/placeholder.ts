/**
 * Placeholders of spoken texts: what is written between braces, by code. The simplified word is the one offered to
 * leaders; the others are understood as well.
 */
const WORDS = {
  address: ['称呼', '稱呼', 'address'],
  item: ['商品', 'item'],
  counter: ['柜组', '櫃組', 'counter'],
  date: ['日期', 'date'],
  event: ['活动', '活動', 'event'],
  ticket: ['单号', '單號', 'ticket'],
  years: ['年数', '年數', 'years'],
  store: ['店名', 'store'],
  agent: ['回访员', '回訪員', 'agent'],
  department: ['责任部门', '責任部門', 'department'],
  reply: ['答复时间', '答復時間', 'reply'],
  flowers: ['送花时间', '送花時間', 'flowers'],
  bouquet: ['花束', 'bouquet'],
  visit: ['到店时间', '到店時間', 'visit'],
} as const;

export type Placeholder = keyof typeof WORDS;

/** What is known on this call; what is not known is left for the agent to say. */
export type Placeholders = Partial<Record<Placeholder, string>>;

/** In texts spoken to the right person. */
export const SPOKEN: readonly Placeholder[] = [
  'address',
  'item',
  'counter',
  'date',
  'event',
  'ticket',
  'years',
  'store',
  'agent',
];

/** In closing words too: what was agreed on this call. */
export const AGREED: readonly Placeholder[] = ['department', 'reply', 'flowers', 'bouquet', 'visit'];

/** All that somebody else on the telephone may hear: whom we look for and who calls. */
export const HARMLESS: readonly Placeholder[] = ['address', 'store', 'agent'];

const CODES = new Map<string, Placeholder>(
  (Object.keys(WORDS) as Placeholder[]).flatMap((code) => WORDS[code].map((word) => [word, code])),
);

/** As it is written into a text: `{称呼}`. */
export function written(placeholder: Placeholder): string {
  return `{${WORDS[placeholder][0]}}`;
}

/** A stretch of a spoken text. */
export interface Piece {
  text: string;
  /** `said` as written · `filled` a placeholder with its value · `open` a known one whose value is not known. */
  kind: 'said' | 'filled' | 'open';
}

const BRACES = /\{([^{}]*)\}/g;

/**
 * A text with its placeholders filled, in pieces, so that the filled ones can be shown apart. Values are never read
 * again: a brace in a customer's name stays a brace. An unknown placeholder stays as written.
 */
export function fillPlaceholders(text: string, values: Placeholders): Piece[] {
  const pieces: Piece[] = [];
  let from = 0;
  const add = (piece: Piece) => {
    if (piece.text !== '') pieces.push(piece);
  };
  for (const match of text.matchAll(BRACES)) {
    const code = CODES.get((match[1] ?? '').trim());
    if (code === undefined) continue;
    add({ text: text.slice(from, match.index), kind: 'said' });
    const value = values[code]?.trim() ?? '';
    add(value === '' ? { text: WORDS[code][0], kind: 'open' } : { text: value, kind: 'filled' });
    from = match.index + match[0].length;
  }
  add({ text: text.slice(from), kind: 'said' });
  return pieces;
}

/** Known placeholders of a text, and what stands between braces without being one. */
export function placeholdersIn(text: string): { known: Placeholder[]; unknown: string[] } {
  const found = [...text.matchAll(BRACES)].map((match) => (match[1] ?? '').trim());
  const known = found.flatMap((word) => CODES.get(word) ?? []);
  return {
    known: [...new Set(known)],
    unknown: [...new Set(found.filter((word) => !CODES.has(word)))],
  };
}
