import type { PaperPage, PaperSheet } from './sheet.view.ts';

/**
 * The style of one document's margin boxes. Each printed page has a name of its own, because a page counter cannot
 * begin anew with every sheet of a document: the words "page 2 of 5" are written here, from the same pagination that
 * places the people.
 */
export function pageRules(sheets: PaperSheet[]): string {
  return sheets
    .flatMap(({ pages, slips }) => [...pages, ...(slips === null ? [] : [slips])].map(rulesOf))
    .join('\n');
}

function rulesOf({ name, top, bottom }: Pick<PaperPage, 'name' | 'top' | 'bottom'>): string {
  return [
    `.${name}{page:${name}}`,
    `@page ${name}{`,
    box('top-left', top.left, 'font-weight:700;vertical-align:bottom;padding:0 0 1mm 8mm'),
    box('top-center', top.center, 'vertical-align:bottom;padding-bottom:1mm'),
    box('top-right', top.right, 'font-weight:700;vertical-align:bottom;padding-bottom:1mm'),
    box('bottom-left', bottom.left, 'font-size:9pt;vertical-align:top;padding:1mm 0 0 8mm'),
    box('bottom-right', bottom.right, 'font-size:9pt;vertical-align:top;padding-top:1mm'),
    '}',
  ].join('');
}

function box(place: string, words: string, style: string): string {
  return `@${place}{content:${cssString(words)};font-family:${FACES};font-size:10.5pt;white-space:pre;${style}}`;
}

const FACES = '"Noto Sans CJK SC","Microsoft YaHei","PingFang SC",sans-serif';

/** A CSS string literal; a name with quotes, a backslash or `<` cannot end it. */
export function cssString(words: string): string {
  const safe = words.replace(/["\\<>\n\r\f\0]/g, (sign) => `\\${(sign.codePointAt(0) ?? 0).toString(16)} `);
  return `"${safe}"`;
}
