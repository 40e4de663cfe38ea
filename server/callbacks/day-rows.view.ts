import { allReasons, personLine, type PersonLine, type SheetRow, type WorkRow } from '../dispatch/index.ts';
import { storeTimeOf } from '../platform/business-date.ts';
import type { CallDay } from './call-day.types.ts';
import type { CallResult } from './callback.types.ts';
import { resultPath } from './call-paths.ts';
import type { DayReader } from './day-reader.ts';
import { nextContactWords } from './next-contact.view.ts';
import { resultLook, type ResultLook } from './result-look.view.ts';

/** Figures of the board whose rows are customers; dialled attempts are a list of results. */
export const DAY_ROWS = [
  'total',
  'done',
  'left',
  'carried',
  'reached',
  'valid',
  'appointments',
  'opened',
] as const;
export type DayRows = (typeof DAY_ROWS)[number];

/** One customer behind a figure. */
export interface DayRowLine {
  sheet: { number: string; row: string; href: string } | null;
  person: PersonLine;
  agent: string;
  why: string;
  state: string;
  last: { at: string; href: string; look: ResultLook; next: string } | null;
}

export interface DayRowsPage {
  day: CallDay['day'];
  title: string;
  total: number;
  rows: DayRowLine[];
  back: string;
}

/** What the lines are drawn from. */
export interface DayRowsReader extends DayReader {
  resultWord: (code: string) => string;
  /** Names of agents by staff number. */
  nameOf: (staffNo: string) => string;
  /** What the paper shows of a row, by item id. */
  papers: ReadonlyMap<string, SheetRow>;
  /** Latest standing result of the day, by customer. */
  last: ReadonlyMap<string, CallResult>;
}

/** A row of a sheet. */
export function sheetRowLine(row: WorkRow, reader: DayRowsReader): DayRowLine {
  const { t, papers, nameOf } = reader;
  const paper = papers.get(row.itemId);
  return {
    sheet: {
      number: row.sheet,
      row: t('callbacks.results.row', { place: row.place }),
      href: `/dispatch/sheet/${row.sheet}`,
    },
    person: personLine(row.customerId, reader.cards.get(row.customerId), t),
    agent: nameOf(row.agent),
    why: paper === undefined ? '' : allReasons(paper.reasons, row.day, t),
    state: t(`callbacks.day.rows.state.${row.state}`),
    last: lastOf(reader.last.get(row.customerId), reader),
  };
}

/** A customer who was called, on a sheet or not. */
export function resultRowLine(result: CallResult, reader: DayRowsReader): DayRowLine {
  const { t, cards, nameOf } = reader;
  const { sheet, place } = result;
  return {
    sheet:
      sheet === null
        ? null
        : {
            number: sheet,
            row: place === null ? '' : t('callbacks.results.row', { place }),
            href: `/dispatch/sheet/${sheet}`,
          },
    person: personLine(result.customerId, cards.get(result.customerId), t),
    agent: nameOf(result.agent),
    why: result.rules.map((rule) => t(`dispatch.lead.${rule}`)).join(t('callbacks.results.comma')),
    state: '',
    last: lastOf(result, reader),
  };
}

/** A customer whose call was opened and ended without a result. */
export function openedRowLine(
  opened: CallDay['openedWithoutResult'][number],
  reader: DayRowsReader,
): DayRowLine {
  const { t, cards } = reader;
  return {
    sheet: null,
    person: personLine(opened.customerId, cards.get(opened.customerId), t),
    agent: opened.agentName,
    why: '',
    state: `${storeTimeOf(opened.at)} ${t('callbacks.day.opened-hint')}`,
    last: lastOf(reader.last.get(opened.customerId), reader),
  };
}

function lastOf(result: CallResult | undefined, { t, resultWord }: DayRowsReader): DayRowLine['last'] {
  if (result === undefined) return null;
  return {
    at: result.time,
    href: resultPath(result._id),
    look: resultLook(result, resultWord),
    next: nextContactWords(result.next, t),
  };
}
