import { mkdtempSync, readFileSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import type { PrintRecord, SheetSummary } from '../../server/dispatch/index.ts';
import { makeSheetPrinting } from '../../server/dispatch/printing.service.ts';
import { makeLog } from '../../server/platform/log.ts';
import { commandPrinter, type Printer } from '../../server/platform/print-command.ts';
import { makePdf } from '../../server/platform/pdf.ts';
import { makePrintIntents } from '../../server/platform/print-intent.model.ts';
import { buildIndexes } from '../../server/platform/mongo.ts';
import { settableClock } from '../support/clock.ts';
import { useDatabase } from '../support/database.ts';
import { sampleSheet, SHEET_DAY } from './sheet-sample.ts';

const db = await useDatabase();
const intents = makePrintIntents(db);
await buildIndexes(db);
const log = makeLog('silent');
const clock = settableClock('2026-11-23T08:50:05+08:00');

let counter = 0;

/** Sheets of a day of the test's own, an office printer as given, and what came of it. */
function press(printer: Printer | null, render: () => Promise<Buffer> = async () => Buffer.from('%PDF-')) {
  counter += 1;
  const numbers = [1, 2, 3].map((n) => `SC2026112${counter}-0${n}`);
  const prints = new Map<string, PrintRecord[]>();
  const dispatch = {
    sheets: async (): Promise<SheetSummary[]> =>
      numbers.map((number) => ({ ...sampleSheet([], { number }), prints: prints.get(number) ?? [] })),
    recordPrint: async ({ numbers: printed, copies }: { numbers: string[]; copies: number }) =>
      printed.map((number) => {
        const own = prints.get(number) ?? [];
        const record: PrintRecord = {
          reprint: own.length,
          copies,
          at: clock.now(),
          by: { staffNo: 'system', name: 'system' },
          fromPage: null,
        };
        prints.set(number, [...own, record]);
        return { number, record };
      }),
  };
  const papers = {
    document: async () => ({ sheets: [], rules: '', pages: 0 }),
    file: async () => '<p>paper</p>',
  };
  const printing = makeSheetPrinting({ dispatch, papers, pdf: { render }, printer, intents, clock, log });
  return { printing, prints, numbers, dispatch };
}

const accepting = (): Printer & { jobs: string[] } => {
  const jobs: string[] = [];
  return {
    jobs,
    print: async (_pdf, job) => {
      jobs.push(job);
      return { state: 'accepted', detail: 'exit 0' };
    },
  };
};

describe('sheets that come out by themselves', () => {
  it('go to the printer once, although ten look at the same moment and again later', async () => {
    const printer = accepting();
    const { printing, prints, numbers } = press(printer);
    const sent = await Promise.all(Array.from({ length: 10 }, () => printing.printNew(SHEET_DAY)));
    expect(sent.flat().sort()).toEqual(numbers);
    expect(await printing.printNew(SHEET_DAY)).toEqual([]);
    expect([...prints.values()].map((records) => records.length)).toEqual([1, 1, 1]);
  });

  it('are not sent where no printer is configured', async () => {
    const { printing } = press(null);
    expect(printing.automatic).toBe(false);
    expect(await printing.printNew(SHEET_DAY)).toEqual([]);
  });

  it('are told as refused when the printer refuses, and are not tried again by themselves', async () => {
    let calls = 0;
    const { printing, numbers, prints } = press({
      print: async () => {
        calls += 1;
        return { state: 'refused', detail: 'exit 1' };
      },
    });
    await printing.printNew(SHEET_DAY);
    await printing.printNew(SHEET_DAY);
    expect(calls).toBe(1);
    expect(prints.size).toBe(0);
    expect(await printing.troubles(SHEET_DAY)).toEqual({ refused: numbers, unknown: [] });
  });

  it('are left to a person when nobody knows whether they came out', async () => {
    const { printing, numbers, dispatch } = press({
      print: async () => ({ state: 'unknown', detail: 'no end in time' }),
    });
    await printing.printNew(SHEET_DAY);
    expect(await printing.printNew(SHEET_DAY)).toEqual([]);
    expect(await printing.troubles(SHEET_DAY)).toEqual({ refused: [], unknown: numbers });
    await dispatch.recordPrint({ numbers, copies: 1 });
    expect(await printing.troubles(SHEET_DAY)).toEqual({ refused: [], unknown: [] });
  });

  it('count as refused when no PDF could be made: nothing was sent', async () => {
    const { printing, numbers } = press(accepting(), () => Promise.reject(new Error('no browser')));
    await printing.printNew(SHEET_DAY);
    expect(await printing.troubles(SHEET_DAY)).toEqual({ refused: numbers, unknown: [] });
  });

  it('are unknown when the process died between sending and noting it', async () => {
    const printer = accepting();
    const { printing, numbers } = press(printer);
    // What a killed process leaves behind: claimed long ago, no outcome.
    await intents.claim(numbers, {
      group: `dispatch:${SHEET_DAY}`,
      job: 'of-the-dead',
      claimedAt: new Date(clock.real().getTime() - 3_600_000),
    });
    expect(await printing.printNew(SHEET_DAY)).toEqual([]);
    expect(printer.jobs).toEqual([]);
    expect((await printing.troubles(SHEET_DAY)).unknown).toEqual(numbers);
  });
});

describe('the print command', () => {
  const folder = mkdtempSync(join(tmpdir(), 'office-print-test-'));
  const pdf = Buffer.alloc(300_000, 'x');

  it('gets the whole document on its standard input and the name of the job', async () => {
    const out = join(folder, '{job}.pdf');
    expect(await commandPrinter(`cat > ${out}`).print(pdf, 'job-1')).toEqual({
      state: 'accepted',
      detail: 'exit 0',
    });
    expect(readFileSync(join(folder, 'job-1.pdf')).equals(pdf)).toBe(true);
  });

  it('refuses when it ends with an error, even before it has read everything', async () => {
    expect(await commandPrinter('exit 3').print(pdf, 'job-2')).toEqual({
      state: 'refused',
      detail: 'exit 3',
    });
    expect((await commandPrinter('no-such-command-here').print(pdf, 'job-3')).state).toBe('refused');
  });

  it('is cut off when it does not end, with all it has started, and nobody knows what came out', async () => {
    const mark = join(folder, 'late');
    writeFileSync(mark, '');
    const outcome = await commandPrinter(`cat > /dev/null; sleep 30; echo late > ${mark}`, 300).print(
      pdf,
      'job-4',
    );
    expect(outcome).toEqual({ state: 'unknown', detail: 'no end in time' });
    expect(readFileSync(mark, 'utf8')).toBe('');
  });

  it('takes no job name that could be a command', () => {
    expect(() => commandPrinter('cat').print(pdf, 'a; rm -rf /')).toThrow(RangeError);
  });
});

describe('a PDF without a browser', () => {
  it('is refused in words, not with a stack', async () => {
    const none = makePdf({ chromiumPath: '/nonexistent/browser', log });
    await expect(none.render('<p>x</p>')).rejects.toMatchObject({
      kind: 'unavailable',
      message: 'errors.print-browser-missing',
    });
  });
});
