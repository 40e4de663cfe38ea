import type { SheetSummary } from '../dispatch/index.ts';
import { storeTimeOf, type BusinessDate } from '../platform/business-date.ts';
import type { Translate } from '../platform/web/route.ts';
import { paperPath } from './call-paths.ts';
import { isOverdue, paperCounts, type PaperRow } from './paper-sheet.ts';
import type { SheetReturn } from './sheet-return.model.ts';

/** A sheet of the day as it comes back. */
export interface PaperSheetLine {
  number: string;
  href: string;
  agent: string;
  people: number;
  keyed: number;
  struck: number;
  /** Share of rows with a result, for the bar. */
  of: number;
  /** `第 5、9 位没有结果`, with what became of them. */
  open: string[];
  conflicts: number;
  state: { word: string; icon: 'check' | 'late' | 'clock' | 'done'; tone: 'ok' | 'bad' | '' };
}

/** What one line is made from. */
export interface PaperSheetFacts {
  sheet: SheetSummary;
  rows: readonly PaperRow[];
  returned: SheetReturn | null;
  /** The agent stays 17:00–18:30. */
  duty: boolean;
}

export function paperSheetLine(
  { sheet, rows, returned, duty }: PaperSheetFacts,
  now: { today: BusinessDate; time: string },
  t: Translate,
): PaperSheetLine {
  const counts = paperCounts(rows);
  const { people, keyed, struck, open, carried, conflicts } = counts;
  return {
    number: sheet.number,
    href: paperPath(sheet.number),
    agent: `${sheet.agent.staffNo} ${sheet.agent.name}`,
    people,
    keyed,
    struck,
    of: people - struck,
    open: [
      ...(open.length === 0 ? [] : [t('callbacks.keyed.open-rows', { places: placesWords(open, t) })]),
      ...(carried.length === 0
        ? []
        : [t('callbacks.keyed.carried-rows', { places: placesWords(carried, t) })]),
    ],
    conflicts,
    state: stateOf(),
  };

  function stateOf(): PaperSheetLine['state'] {
    if (returned !== null)
      return {
        word: t('callbacks.keyed.returned', { at: storeTimeOf(returned.at), name: returned.byName }),
        icon: 'done',
        tone: 'ok',
      };
    if (open.length + carried.length === 0)
      return { word: t('callbacks.keyed.complete'), icon: 'check', tone: 'ok' };
    if (isOverdue(counts, { day: sheet.day, duty, returned: false }, now))
      return { word: t('callbacks.keyed.overdue'), icon: 'late', tone: 'bad' };
    return { word: t(duty ? 'callbacks.keyed.out-duty' : 'callbacks.keyed.out'), icon: 'clock', tone: '' };
  }
}

/** Rows in a row of at least so many are told by the first and the last. */
const LEAST_RUN = 3;

/** `5、9、12–31`: a sheet that is out has thirty rows and more open. @param places ascending */
export function placesWords(places: readonly number[], t: Translate): string {
  const runs: number[][] = [];
  for (const place of places) {
    const run = runs.at(-1);
    if (run?.at(-1) === place - 1) run.push(place);
    else runs.push([place]);
  }
  return runs
    .flatMap((run) => (run.length < LEAST_RUN ? run.map(String) : `${run[0] ?? ''}–${run.at(-1) ?? ''}`))
    .join(t('callbacks.queue.list-comma'));
}
