import { maskCardNo, maskPhone, phoneOfLine, type SheetCustomer } from '../customers/index.ts';
import type { ExportRecord } from '../exports/index.ts';
import { storeTimeOf } from '../platform/business-date.ts';
import type { Cell, ExportColumn } from '../platform/export/export-table.ts';
import type { Translate } from '../platform/web/route.ts';
import { answerWords, scriptState, type ScriptVersion } from '../scripts/index.ts';
import type { CallResult } from './callback.types.ts';
import { isValid } from './call-result.ts';
import { nextContactWords } from './next-contact.view.ts';
import { voidWords } from './result-line.view.ts';

/** Columns of the file with their widths in characters. */
const COLUMNS = {
  day: 12,
  time: 8,
  agentNo: 8,
  agent: 12,
  direction: 8,
  source: 12,
  sheet: 18,
  place: 6,
  card: 18,
  customer: 12,
  phone: 20,
  rules: 18,
  code: 10,
  disposition: 14,
  attempt: 8,
  reached: 10,
  valid: 10,
  tags: 18,
  csat: 8,
  nps: 8,
  answers: 40,
  words: 40,
  next: 20,
  talk: 10,
  wrapUp: 10,
  void: 12,
} as const;

/** Headings in their order. */
export function columnWords(t: Translate): string[] {
  return Object.keys(COLUMNS).map((column) => t(`callbacks.export.col.${column}`));
}

export function resultColumns(t: Translate): ExportColumn[] {
  return Object.entries(COLUMNS).map(([column, width]) => ({
    heading: t(`callbacks.export.col.${column}`),
    width,
  }));
}

/** Who took the file out, when and why. */
export function markWords({ staffNo, name, day, at, rows, why }: ExportRecord, t: Translate): string {
  return t('callbacks.export.mark', {
    who: `${staffNo} ${name}`,
    day,
    time: storeTimeOf(at),
    count: rows,
    why,
  });
}

/** A result with what its row needs besides. */
export interface CellFacts {
  result: CallResult;
  card: SheetCustomer | undefined;
  /** Opaque key by number, to find the one that was dialled. */
  keys: ReadonlyMap<string, string>;
  /** Version of the script the call was made with. */
  asked: ScriptVersion | null;
  masked: boolean;
}

/** One result as a row of the file. */
export function resultCells(
  { result, card, keys, asked, masked }: CellFacts,
  { t, resultWord }: { t: Translate; resultWord: (code: string) => string },
): Cell[] {
  const comma = t('callbacks.results.comma');
  const yesNo = (holds: boolean) => t(holds ? 'callbacks.export.yes' : 'callbacks.export.no');
  const { flags } = result;
  const cells: Record<keyof typeof COLUMNS, Cell> = {
    day: result.day,
    time: result.time,
    agentNo: result.agent,
    agent: result.agentName,
    direction: t(`callbacks.result.${result.direction}`),
    source: t(`callbacks.results.source.${result.source}`),
    sheet: result.sheet,
    place: result.place,
    card: cardCell(card, masked),
    customer: card?.name ?? '',
    phone: phoneCell(result, card, keys, masked, t),
    rules: result.rules.map((rule) => t(`dispatch.lead.${rule}`)).join(comma),
    code: result.disposition,
    disposition: resultWord(result.disposition),
    attempt: flags.counts ? result.attempt : null,
    reached: yesNo(flags.right === 'yes'),
    valid: yesNo(isValid(flags)),
    tags: result.tags.map((tag) => t(`callbacks.tag.${tag}`)).join(comma),
    csat: result.csat,
    nps: result.nps,
    answers: answersCell(result, asked, t),
    words: result.words,
    next: nextContactWords(result.next, t),
    talk: result.talkSeconds,
    wrapUp: result.wrapUpSeconds,
    void: voidWords(result, t) ?? t('callbacks.result.state.stands'),
  };
  return (Object.keys(COLUMNS) as (keyof typeof COLUMNS)[]).map((column) => cells[column]);
}

function cardCell(card: SheetCustomer | undefined, masked: boolean): string {
  const cardNo = card?.cardNo ?? '';
  return masked && cardNo !== '' ? maskCardNo(cardNo) : cardNo;
}

/** The number that was dialled; the customer's first one when that is gone from the record. */
function phoneCell(
  { phoneKey }: CallResult,
  card: SheetCustomer | undefined,
  keys: ReadonlyMap<string, string>,
  masked: boolean,
  t: Translate,
): string {
  const phones = card?.phones ?? [];
  const phone = phones.find(({ key }) => phoneKey !== null && keys.get(key) === phoneKey) ?? phones[0];
  if (phone === undefined) return '';
  return masked ? maskPhone(phoneOfLine(phone.key), t('customers.extension')) : phone.shown;
}

/** `满意吗：4；送货准时吗：是`, in the words of the version that was asked. */
function answersCell({ answers }: CallResult, script: ScriptVersion | null, t: Translate): string {
  if (script === null || answers.length === 0) return '';
  return scriptState(script, answers)
    .questions.flatMap(({ question, value }) => {
      if (value === null) return [];
      // Points stay figures, for whoever counts them.
      const answer = question.kind === 'scale' ? value : answerWords(question, value, t);
      return [t('callbacks.export.answer', { question: question.text, answer })];
    })
    .join(t('callbacks.queue.semicolon'));
}
