import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { loadWords, type Words } from '../platform/i18n.ts';
import { PUBLIC } from '../platform/paths.ts';
import type { Frame } from '../platform/web/frame.ts';
import type { Locale, Translate } from '../platform/web/route.ts';
import { makeViewEngine } from '../platform/web/view-engine.ts';
import type { DispatchService, PrintRecord, SheetSnapshot } from './dispatch.types.ts';
import { pageRules } from './sheet-paper.view.ts';
import { paperSheet, type PaperSheet, type PaperStamp } from './sheet.view.ts';

/** Sheets to put on paper together. */
export interface PaperAsk {
  sheets: { number: string; stamp: PaperStamp }[];
  /** First page of each sheet, from 1. */
  fromPage: number;
}

/** One document of one or more sheets; the style of its margin boxes belongs to it. */
export interface PaperDocument {
  sheets: PaperSheet[];
  /** Style of the margin boxes, see sheet-paper.view.ts. */
  rules: string;
  pages: number;
}

/** Dispatch sheets as paper: for the print page in the browser and for the printer of the server. */
export interface Papers {
  /** @throws NotFound for a number that is no sheet. */
  document(ask: PaperAsk, t: Translate): Promise<PaperDocument>;
  /** The same as one HTML file with its style inside, in the office's own language unless said otherwise. */
  file(ask: PaperAsk, locale?: Locale): Promise<string>;
}

export function makePapers({
  dispatch,
  storeName,
}: {
  dispatch: Pick<DispatchService, 'sheet' | 'sheets'>;
  storeName: string;
}): Papers {
  const document: Papers['document'] = async ({ sheets, fromPage }, t) => {
    const snapshots = await Promise.all(sheets.map(({ number }) => dispatch.sheet(number)));
    const struckElsewhere = await strikesTo(dispatch, snapshots);
    const drawn = snapshots.map((snapshot, at) =>
      paperSheet(snapshot, {
        t,
        storeName,
        stamp: sheets[at]?.stamp ?? { kind: 'preview' },
        fromPage,
        index: at + 1,
        strikes: struckElsewhere.filter((strike) => strike.toSheet === snapshot.number),
      }),
    );
    return {
      sheets: drawn,
      rules: pageRules(drawn),
      pages: drawn.reduce((sum, { pages, slips }) => sum + pages.length + (slips === null ? 0 : 1), 0),
    };
  };
  return {
    document,
    file: async (ask, locale = 'zh-CN') => {
      const t = words().in(locale);
      const { sheets, rules } = await document(ask, t);
      const title = sheets.map(({ number }) => number).join(' ');
      const css = `${paperStyle()}\nbody{margin:0}\n${rules}`;
      return engine().part(
        'dispatch/paper-file',
        { lang: locale, title, styleCode: css, sheets },
        paperFrame(locale, t),
      );
    },
  };
}

/** Rows struck on other sheets of the day because their people stand on one of these, with their names. */
async function strikesTo(
  dispatch: Pick<DispatchService, 'sheet' | 'sheets'>,
  snapshots: SheetSnapshot[],
): Promise<(SheetSnapshot['strikes'][number] & { name: string })[]> {
  if (!snapshots.some(({ kind }) => kind === 'supplement')) return [];
  const days = [...new Set(snapshots.map(({ day }) => day))];
  const strikes = [];
  for (const day of days) {
    for (const { number, struck } of await dispatch.sheets(day)) {
      if (struck === 0) continue;
      const sheet = await dispatch.sheet(number);
      for (const strike of sheet.strikes) {
        const row = sheet.rows.find(({ place }) => place === strike.place);
        strikes.push({ ...strike, name: row?.customer.name ?? '' });
      }
    }
  }
  return strikes;
}

/** How the last printing of a sheet is stamped; a sheet never printed is a preview. */
export function stampOf(prints: PrintRecord[], reprint: number | null): PaperStamp {
  const record = prints.find((print) => print.reprint === reprint);
  if (record === undefined) return { kind: 'preview' };
  return record.reprint === 0 ? { kind: 'original' } : { kind: 'reprint', n: record.reprint };
}

// Read once, at the first paper: most processes (imports, commands) never print.
let readWords: Words | undefined;
const words = (): Words => (readWords ??= loadWords());
let readStyle: string | undefined;
const paperStyle = (): string =>
  (readStyle ??= readFileSync(join(PUBLIC, 'css', 'dispatch-print.css'), 'utf8'));
let madeEngine: ReturnType<typeof makeViewEngine> | undefined;
const engine = (): ReturnType<typeof makeViewEngine> => (madeEngine ??= makeViewEngine());

/** Paper has no header, keys or forms: of the frame its templates use the words and number formats only. */
function paperFrame(locale: Locale, t: Translate): Frame {
  const frame: Pick<Frame, 't' | 'number' | 'money' | 'locale'> = {
    t,
    number: String,
    money: String,
    locale,
  };
  return frame as Frame;
}
