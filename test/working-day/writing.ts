import type { SheetLine } from './books.ts';
import type { Written } from './paper.ts';
import type { Ring } from './people.ts';
import { personNamed, type Telephone } from './telephone.ts';

/** Boxes of the printed sheet, and what is written beside them for the rest. */
const BOXES: Record<string, string> = {
  V1: '1',
  N1: '2',
  N2: '3',
  W1: '4',
  W2: '5',
  R1: '6',
  B2: '9',
  N3: 'N3',
  N4: 'N4',
  O3: 'O3',
};

const MOST_CALLS = 7;
const FIRST_AT = 9 * 60 + 18;
const MINUTES_A_CALL = 4;
/** Somebody engaged is tried again the same morning. */
const AGAIN_AFTER = 31;

/**
 * What an agent who works on paper wrote before she went home: the first people of the sheet whose calls need no more
 * than a box, engaged ones twice. The calls are remembered as made.
 */
export function writtenBy(
  agent: string,
  rows: readonly SheetLine[],
  telephone: Telephone,
): ReadonlyMap<number, Written> {
  const sheet = new Map<number, Written>();
  for (const { name, place } of rows.toSorted((a, b) => a.place - b.place)) {
    const person = personNamed(name);
    if (sheet.size === MOST_CALLS || person.window !== '' || person.remark !== '') continue;
    const [first] = person.rings;
    if (first === undefined || !isPlain(first)) continue;
    const at = FIRST_AT + sheet.size * MINUTES_A_CALL;
    const marks = [mark(first, at)];
    telephone.over(name, { agent, source: 'paper' });
    const [, second] = person.rings;
    if (first.code === 'N2' && second !== undefined && isPlain(second)) {
      marks.push(mark(second, at + AGAIN_AFTER));
      telephone.over(name, { agent, source: 'paper' });
    }
    sheet.set(place, marks);
  }
  return sheet;
}

function isPlain({ code, wants, angry }: Ring): boolean {
  return BOXES[code] !== undefined && wants === undefined && angry === undefined;
}

function mark({ code }: Ring, minutes: number): Written[number] {
  const time = `${String(Math.floor(minutes / 60)).padStart(2, '0')}:${String(minutes % 60).padStart(2, '0')}`;
  return { digit: BOXES[code] ?? '', time };
}
