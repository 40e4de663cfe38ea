import type { SheetCustomer } from '../customers/index.ts';
import { personLine, type PersonLine } from '../dispatch/index.ts';
import { shortDay, type BusinessDate } from '../platform/business-date.ts';
import type { Translate } from '../platform/web/route.ts';
import type { CallResult } from './callback.types.ts';
import { nextContactWords } from './next-contact.view.ts';
import { resultLook, type ResultLook } from './result-look.view.ts';
import { resultPath } from './call-paths.ts';

/** One result in a list. */
export interface ResultLine {
  id: string;
  /** The result's own page; null for readers who may see the line only. */
  href: string | null;
  /** `11-23 10:06`. */
  when: string;
  agent: string;
  /** How it came in when not from the screen: 纸面, 来电, 短信. */
  source: string | null;
  person: PersonLine;
  /** `SC20261123-03` and the row, when it stands on a sheet. */
  sheet: { number: string; row: string; href: string } | null;
  why: string;
  result: ResultLook;
  /** `第 2 次`; empty for results that do not count. */
  attempt: string;
  tags: string[];
  next: string;
  /** Taken back, or in question beside another one: said in words, the line is struck through. */
  void: string | null;
}

export interface LineReader {
  today: BusinessDate;
  t: Translate;
  resultWord: (code: string) => string;
  cards: ReadonlyMap<string, SheetCustomer>;
  /** Results the reader may open. */
  opens: (result: CallResult) => boolean;
}

export function resultLine(result: CallResult, reader: LineReader): ResultLine {
  const { t, cards } = reader;
  const { _id: id, day, time, sheet, place, rules, source, attempt, flags } = result;
  return {
    id,
    href: reader.opens(result) ? resultPath(id) : null,
    when: `${shortDay(day, reader.today)} ${time}`,
    agent: result.agentName,
    source: source === 'screen' ? null : t(`callbacks.results.source.${source}`),
    person: personLine(result.customerId, cards.get(result.customerId), t),
    sheet:
      sheet === null
        ? null
        : {
            number: sheet,
            row: place === null ? '' : t('callbacks.results.row', { place }),
            href: `/dispatch/sheet/${sheet}`,
          },
    why: rules.map((rule) => t(`dispatch.lead.${rule}`)).join(t('callbacks.results.comma')),
    result: resultLook(result, reader.resultWord),
    attempt: flags.counts && attempt > 0 ? t('callbacks.results.attempt', { n: attempt }) : '',
    tags: result.tags.map((tag) => t(`callbacks.tag.${tag}`)),
    next: nextContactWords(result.next, t),
    void: voidWords(result, t),
  };
}

/** Why a result does not stand: taken back, or another result of the row was kept. Null while it stands. */
export function voidWords({ undoneAt, conflictState }: CallResult, t: Translate): string | null {
  if (undoneAt !== null) return t('callbacks.results.void.undone');
  if (conflictState === 'open') return t('callbacks.results.void.in-question');
  return conflictState === 'dropped' ? t('callbacks.results.void.dropped') : null;
}
