import type { BusinessDate } from '../platform/business-date.ts';
import type { Clock } from '../platform/clock.ts';
import { newId } from '../platform/ids.ts';
import { describeError, type Log } from '../platform/log.ts';
import { RENDER_MS, type PdfMaker } from '../platform/pdf.ts';
import { PRINT_MS, type Printer } from '../platform/print-command.ts';
import type { PrintIntents } from '../platform/print-intent.model.ts';
import { SYSTEM } from '../platform/roles.ts';
import type { DispatchService } from './dispatch.types.ts';
import type { Papers } from './paper.service.ts';

/** Sheets that come out of the office's printer by themselves, where one is configured on the server. */
export interface SheetPrinting {
  /** False without a print command: then a person prints from the browser. */
  readonly automatic: boolean;
  /**
   * Prints every fixed sheet of the day that was never printed and never tried. Safe to call at any time, from any
   * process, as often as one likes: a sheet is claimed before it is sent and never sent a second time.
   * @returns numbers given to the printer now.
   */
  printNew(day: BusinessDate): Promise<string[]>;
  /** Sheets whose printing failed or ended without an answer, and which nobody has printed since. */
  troubles(day: BusinessDate): Promise<{ refused: string[]; unknown: string[] }>;
}

/** An intent without outcome after this time belongs to a process that died. */
const LOST_MS = RENDER_MS + PRINT_MS + 60_000;

export function makeSheetPrinting({
  dispatch,
  papers,
  pdf,
  printer,
  intents,
  clock,
  log,
}: {
  dispatch: Pick<DispatchService, 'sheets' | 'recordPrint'>;
  papers: Papers;
  pdf: PdfMaker;
  printer: Printer | null;
  intents: PrintIntents;
  clock: Clock;
  log: Log;
}): SheetPrinting {
  const unprinted = async (day: BusinessDate) =>
    (await dispatch.sheets(day)).filter(({ prints }) => prints.length === 0).map(({ number }) => number);
  const printNew = async (day: BusinessDate): Promise<string[]> => {
    const open = printer === null ? [] : await unprinted(day);
    if (printer === null || open.length === 0) return [];
    const job = newId();
    const ours = await intents.claim(open, { group: groupOf(day), job, claimedAt: clock.real() });
    if (ours.length === 0) return [];
    let sent = false;
    try {
      const html = await papers.file({
        sheets: ours.map((number) => ({ number, stamp: { kind: 'original' } })),
        fromPage: 1,
      });
      const file = await pdf.render(html);
      sent = true;
      const { state, detail } = await printer.print(file, job);
      log.info({ job, sheets: ours.length, state, detail }, 'sheets given to the printer');
      if (state === 'accepted') await dispatch.recordPrint({ numbers: ours, copies: 1 }, SYSTEM);
      await intents.settle(job, state, detail);
      return state === 'accepted' ? ours : [];
    } catch (error) {
      // Before the command ran nothing can have come out; after it nobody knows.
      await intents.settle(job, sent ? 'unknown' : 'refused', sent ? 'error after sending' : 'no document');
      log.error({ job, error: describeError(error) }, 'sheets not printed');
      return [];
    }
  };
  return {
    automatic: printer !== null,
    printNew,
    troubles: async (day) => {
      const lostBefore = new Date(clock.real().getTime() - LOST_MS);
      const open = new Set(await unprinted(day));
      const left = (await intents.of(groupOf(day), lostBefore)).filter(({ _id }) => open.has(_id));
      const numbers = (state: 'refused' | 'unknown') =>
        left.filter((intent) => intent.state === state).map(({ _id }) => _id);
      return { refused: numbers('refused'), unknown: numbers('unknown') };
    },
  };
}

function groupOf(day: BusinessDate): string {
  return `dispatch:${day}`;
}
