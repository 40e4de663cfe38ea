import { randomUUID } from 'node:crypto';
import { currentConsent, type CallDoors } from '../customers/index.ts';
import type { SheetSnapshot, SheetSummary } from '../dispatch/index.ts';
import { isBusinessDate, type BusinessDate } from '../platform/business-date.ts';
import { InvalidInput, NotAllowed, NotFound, OfficeError, type FieldError } from '../platform/errors.ts';
import type { Role } from '../platform/roles.ts';
import type { Ask } from '../platform/web/route.ts';
import type { ScriptVersion } from '../scripts/index.ts';
import { readWishes, type Wishes } from '../wishes/index.ts';
import { callWords, leadsToday, type CallPages, type SheetPages } from './call-pages.ts';
import type { CallResult } from './callback.types.ts';
import { paperSheetLine, type PaperSheetLine } from './paper-list.view.ts';
import { keyedRow, readKeyed, refusedOnGrid, type KeyedGround, type KeyedRow } from './paper.form.ts';
import { paperCounts, paperRows, type PaperCounts, type PaperRow } from './paper-sheet.ts';
import { paperLine, type PaperLine, type PaperReader, type RowTyped } from './paper.view.ts';
import { scriptReasons } from './script-reasons.ts';
import type { SheetReturns } from './sheet-return.service.ts';

/** Whoever keys paper back; agents only their own sheets. */
export const KEYERS: readonly Role[] = ['agent', 'clerk', 'leader'];

/** What paper keyed back is drawn from and answers to. */
export interface PaperPages extends SheetPages {
  customers: CallPages['customers'] & Pick<CallDoors, 'correctionProblem' | 'addressLine'>;
  wishes: Pick<Wishes, 'ground'>;
  sheetReturns: SheetReturns;
}

/** A sheet with everything that is known of its rows. */
export interface OpenSheet {
  sheet: SheetSnapshot;
  rows: PaperRow[];
  counts: PaperCounts;
  /** Results ever saved for it, those taken back too: of two answers the one with more of them tells what came later. */
  saved: number;
}

type Conflicts = Awaited<ReturnType<CallPages['callbacks']['conflicts']>>;

/** Results of one sheet are few: two attempts a row and what is in question. */
const MOST_RESULTS = 300;

/** The day the list is about. */
export function paperDay({ clock }: PaperPages, query: Record<string, string>): BusinessDate {
  const day = query['day'] ?? '';
  const today = clock.today();
  return isBusinessDate(day) && day <= today ? day : today;
}

/** Sheets of a day for whoever keys: everybody's for clerks and leaders, an agent's own. */
export async function sheetLines(pages: PaperPages, ask: Ask, day: BusinessDate): Promise<PaperSheetLine[]> {
  const { dispatch, roster, sheetReturns, clock } = pages;
  const all = await keysAny(pages, ask);
  const [sheets, signed, { rows: staff }] = await Promise.all([
    dispatch.sheets(day),
    sheetReturns.ofDay(day),
    roster.rosterFor(day),
  ]);
  const mine = sheets.filter(({ agent }) => all || agent.staffNo === ask.actor.staffNo);
  const onDuty = new Set(staff.filter(({ duty }) => duty).map(({ staffNo }) => staffNo));
  const now = { today: clock.today(), time: clock.time() };
  const conflicts = await pages.callbacks.conflicts(day);
  const known = await Promise.all(mine.map((sheet) => rowsOf(pages, sheet, conflicts)));
  return mine.map((sheet, at) =>
    paperSheetLine(
      {
        sheet,
        rows: known[at]?.rows ?? [],
        returned: signed.get(sheet.number) ?? null,
        duty: onDuty.has(sheet.agent.staffNo),
      },
      now,
      ask.t,
    ),
  );
}

/** One sheet. @throws NotFound, NotAllowed for an agent when it is somebody else's */
export async function openSheet(pages: PaperPages, ask: Ask, number: string): Promise<OpenSheet> {
  const sheet = await pages.dispatch.sheet(number);
  if (sheet.agent.staffNo !== ask.actor.staffNo && !(await keysAny(pages, ask)))
    throw new NotAllowed('callbacks.keyed.errors.not-your-sheet');
  const { rows, saved } = await rowsOf(pages, sheet, await pages.callbacks.conflicts(sheet.day));
  return { sheet, rows, counts: paperCounts(rows), saved };
}

/** The row at a place of the sheet. @throws NotFound */
export function rowAt({ rows }: OpenSheet, place: string | undefined): PaperRow {
  const found = rows.find(({ paper }) => String(paper.place) === place);
  if (found === undefined) throw new NotFound('callbacks.keyed.errors.no-such-row');
  return found;
}

/** Rows as they are keyed, each with the script of its reasons. */
export async function lines(
  pages: PaperPages,
  ask: Ask,
  open: OpenSheet,
  typed: { place: number; as: RowTyped } | null = null,
): Promise<PaperLine[]> {
  const [reader, scripts] = await Promise.all([paperReader(pages, ask, open), scriptsOf(pages, open.rows)]);
  return open.rows.map((row, at) =>
    paperLine(row, scripts[at] ?? null, reader, typed?.place === row.paper.place ? typed.as : null),
  );
}

/** What keying a row came to. */
export type Keyed =
  | { ok: true; as: ('result' | 'conflict' | 'extra' | 'again')[] }
  | { ok: false; keyed: KeyedRow; problems: FieldError[] };

/**
 * Keys one row back: all its attempts are read before the first is saved; each is one submission, so what was saved before
 * a refusal is not saved twice.
 */
export async function keyRow(pages: PaperPages, ask: Ask, open: OpenSheet, row: PaperRow): Promise<Keyed> {
  const keyed = keyedRow(ask);
  if (keyed === null) throw new InvalidInput([], 'errors.bad-request');
  const [script] = await scriptsOf(pages, [row]);
  const ground = await groundOf(pages, ask, open, row, script ?? null, keyed.draft.words);
  const { commands, problems, blank } = readKeyed(keyed, ground);
  if (problems.length > 0) return { ok: false, keyed, problems };
  if (blank) return { ok: true, as: [] };
  const as: (Keyed & { ok: true })['as'] = [];
  for (const command of commands) {
    try {
      as.push((await pages.callbacks.keyPaper(command, ask.actor)).as);
    } catch (error) {
      return { ok: false, keyed, problems: refusal(error) };
    }
  }
  return { ok: true, as };
}

/** Fields of a refusal as the grid has them; a rule of the office stands at the result. */
function refusal(error: unknown): FieldError[] {
  if (error instanceof InvalidInput && error.fields.length > 0) return refusedOnGrid(error.fields);
  if (error instanceof OfficeError)
    return [{ field: 'outcome-1', message: error.message, values: error.values }];
  throw error;
}

/** What a row is read against; `said` are the words noted on it, which a form without words of its own keeps. */
export async function groundOf(
  { callbacks, customers, clock, ...pages }: PaperPages,
  ask: Ask,
  { sheet }: OpenSheet,
  row: PaperRow,
  script: ScriptVersion | null,
  said: string,
): Promise<KeyedGround> {
  const [dispositions, customer, words] = await Promise.all([
    callbacks.dispositions(),
    customers.get(row.row.customerId),
    callWords({ callbacks, customers, clock, ...pages }, ask),
  ]);
  return {
    row,
    sheet,
    script,
    dispositions,
    now: { today: clock.today(), time: clock.time(), at: clock.now() },
    resultWord: words.resultWord,
    correctionProblem: (field, value, today) => customers.correctionProblem(field, value, today),
    readWishes: (fields, tags, drives) =>
      readWishes(fields, tags, {
        words: said,
        remedy: drives.find(({ remedy }) => remedy !== null)?.remedy ?? null,
      }),
    consentOf: (purpose, channel) => currentConsent(customer?.consents ?? [], purpose, channel),
  };
}

export async function paperReader(pages: PaperPages, ask: Ask, { sheet }: OpenSheet): Promise<PaperReader> {
  const [words, dispositions, decides] = await Promise.all([
    callWords(pages, ask),
    pages.callbacks.dispositions(),
    keysAny(pages, ask),
  ]);
  return {
    ...words,
    t: ask.t,
    day: sheet.day,
    number: sheet.number,
    dispositions,
    decides,
    strikes: new Map(sheet.strikes.map((strike) => [strike.place, strike])),
    newSubmission: randomUUID,
  };
}

/** Clerks, leaders and the deputy key any sheet back, decide between two results and sign sheets in; agents key their own. */
export async function keysAny(pages: PaperPages, { actor }: Ask): Promise<boolean> {
  return actor.roles.includes('clerk') || (await leadsToday(pages, actor));
}

async function rowsOf(
  { callbacks, dispatch }: PaperPages,
  { number, day }: Pick<SheetSummary, 'number' | 'day'>,
  conflicts: Conflicts,
): Promise<Pick<OpenSheet, 'rows' | 'saved'>> {
  const [rows, { rows: results, total }] = await Promise.all([
    dispatch.worklist.sheetRows(number),
    callbacks.results({ from: day, to: day, sheet: number, limit: MOST_RESULTS }),
  ]);
  const open = conflicts.flatMap(({ kept, other }): CallResult[] => [kept, other]);
  const known = new Set(results.map(({ _id }) => _id));
  const all = [...results, ...open.filter(({ _id }) => !known.has(_id))];
  return { rows: paperRows(number, rows, all, conflicts), saved: total };
}

/** Scripts by reasons; rows of one rule share theirs, so that each is looked up once. */
export async function scriptsOf(
  { scripts }: PaperPages,
  rows: readonly PaperRow[],
): Promise<(ScriptVersion | null)[]> {
  const asked = new Map<string, Promise<ScriptVersion | null>>();
  return Promise.all(
    rows.map(({ paper }) => {
      const reasons = scriptReasons(paper.reasons);
      const key = JSON.stringify(reasons);
      const script = asked.get(key) ?? scripts.forCall(reasons);
      asked.set(key, script);
      return script;
    }),
  );
}
