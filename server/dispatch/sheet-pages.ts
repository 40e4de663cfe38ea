/**
 * How the people of a sheet fall on A4 pages. All lengths are millimetres; they mirror
 * public/css/dispatch-print.css, which draws what is counted here.
 */

/** Height of one person's block with two writing lines (rule 0.45, 5.4 + 4.2 + 4.4 + 4.2 + 4.2, lines of 5.25 and 5.2). */
export const PERSON_MM = 33.3;
/** One more full-width line of a person (further numbers, a long warning). */
export const EXTRA_LINE_MM = 5.25;
/** Room for people on one page below the margin: eight blocks. */
export const PAGE_MM = 8 * PERSON_MM;
/** Tallies and signatures that close a sheet; together with the head they do not leave room for eight people. */
export const END_MM = 13.2;
/** What the head of the first page leaves free when eight people stand below it. */
export const FIRST_PAGE_SLACK_MM = 0.2;

/** People who are called with one call; they never part over a page. */
export interface CallGroup<P> {
  people: P[];
}

/** What pagination must know of a person. */
export interface Block {
  /** Further full-width lines beyond the ordinary block. */
  extraLines: number;
}

/** One printed page: groups in sheet order. A group that is taller than a page continues on the next one. */
export interface PageOfGroups<P> {
  groups: (CallGroup<P> & { continued: boolean })[];
  /** True when tallies and signatures stand below the last person. */
  endsHere: boolean;
}

/**
 * Lays groups on pages, in order, never splitting a group unless it alone is taller than a page.
 * The end block stands on the last page. Where it finds no room the last group moves over with it, so that a page
 * holds signatures alone only after one family that fills a page (an empty sheet is one page with the end block).
 */
export function layPages<P extends Block>(groups: CallGroup<P>[]): PageOfGroups<P>[] {
  const pages: PageOfGroups<P>[] = [{ groups: [], endsHere: false }];
  let used = 0;
  for (const group of groups.flatMap(partsThatFit)) {
    const height = heightOf(group.people);
    if (used > 0 && used + height > PAGE_MM + TOLERANCE_MM) {
      pages.push({ groups: [], endsHere: false });
      used = 0;
    }
    pages.at(-1)?.groups.push(group);
    used += height;
  }
  const last = pages.at(-1);
  const room = PAGE_MM + (pages.length === 1 ? FIRST_PAGE_SLACK_MM : HEAD_MM) - END_MM;
  if (last !== undefined && used > room) {
    pages.push({ groups: last.groups.length > 1 ? last.groups.splice(-1) : [], endsHere: false });
  }
  const end = pages.at(-1);
  if (end !== undefined) end.endsHere = true;
  return pages;
}

/** Height of these people standing under one another. */
export function heightOf(people: Block[]): number {
  return people.reduce((sum, person) => sum + PERSON_MM + person.extraLines * EXTRA_LINE_MM, 0);
}

/** The head of the first page: later pages have this much more room, which the end block uses. */
const HEAD_MM = 13.5;
const TOLERANCE_MM = 0.01;

/** A group as it is, or, when taller than a page, in page-high parts. */
function partsThatFit<P extends Block>(group: CallGroup<P>): (CallGroup<P> & { continued: boolean })[] {
  const parts: (CallGroup<P> & { continued: boolean })[] = [];
  for (const person of group.people) {
    const part = parts.at(-1);
    if (part !== undefined && heightOf([...part.people, person]) <= PAGE_MM + TOLERANCE_MM) {
      part.people.push(person);
    } else {
      parts.push({ people: [person], continued: parts.length > 0 });
    }
  }
  return parts;
}
