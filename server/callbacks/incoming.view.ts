import { maskCardNo, type SheetCustomer } from '../customers/index.ts';
import { leadWords } from '../dispatch/index.ts';
import { storeTimeOf, businessDateOf, type BusinessDate } from '../platform/business-date.ts';
import type { Translate } from '../platform/web/route.ts';
import type { IncomingCaller } from './callback.types.ts';
import { levelOf } from './queue-row.view.ts';
import type { UnknownCaller } from './unknown-caller.ts';

/** Who reads the page. */
export interface IncomingReader {
  t: Translate;
  today: BusinessDate;
  staffNo: string;
  resultWord: (code: string) => string;
  nameOf: (staffNo: string) => string;
}

/** Somebody who may be calling. */
export interface CallerLine {
  customerId: string;
  /** `1` … `9`, null further down. */
  digit: string | null;
  name: string;
  title: string;
  level: { code: string; word: string } | null;
  /** Last digits of the number, masked card. */
  tail: string | null;
  card: string | null;
  /** Who of us dialled last, when, how it ended. */
  dialled: string;
  /** Why: rules of that call. */
  about: string;
  /** What is open today. */
  open: string;
  /** Open on somebody's desk this moment. */
  held: string | null;
}

export interface FoundCallers {
  words: string;
  rows: CallerLine[];
  /** Heading: results of the words, or those we dialled today and did not reach. */
  heading: string;
  said: string;
  /** Nothing was found for these words. */
  none: boolean;
}

/** Callers as lines; numbers by their tail only, since the person is known by voice and name. */
export function foundCallers(
  words: string,
  callers: IncomingCaller[],
  cards: ReadonlyMap<string, SheetCustomer>,
  reader: IncomingReader,
): FoundCallers {
  const { t } = reader;
  const rows = callers.map((caller, at) => callerLine(caller, cards.get(caller.customerId), at, reader));
  return {
    words,
    rows,
    heading: t(words === '' ? 'callbacks.incoming.missed-today' : 'callbacks.incoming.found'),
    said: words === '' ? '' : t('callbacks.incoming.said', { count: rows.length }),
    none: words !== '' && rows.length === 0,
  };
}

function callerLine(
  { customerId, lastDialled, open, heldBy }: IncomingCaller,
  card: SheetCustomer | undefined,
  at: number,
  { t, today, staffNo, resultWord, nameOf }: IncomingReader,
): CallerLine {
  const digits = (card?.phones[0]?.dial ?? '').replace(/\D/g, '').slice(-4);
  return {
    customerId,
    digit: at < 9 ? String(at + 1) : null,
    name: card?.name ?? t('dispatch.person.gone'),
    title: card === undefined ? '' : (card.salutation ?? t(card.titleKey)),
    level: levelOf(card?.level ?? null, t),
    tail: digits === '' ? null : t('dispatch.person.tail', { digits }),
    card: card?.cardNo === null || card === undefined ? null : maskCardNo(card.cardNo),
    dialled:
      lastDialled === null
        ? t('callbacks.incoming.never-dialled')
        : t('callbacks.incoming.dialled', {
            when: whenWords(lastDialled.at, today, t),
            name: lastDialled.agentName,
            result: resultWord(lastDialled.disposition),
          }),
    about: (lastDialled?.rules ?? [])
      .map((rule) => leadWords(rule as Parameters<typeof leadWords>[0], t))
      .join(t('callbacks.queue.list-comma')),
    open:
      open === null
        ? t('callbacks.incoming.nothing-open')
        : t(open.agent === staffNo ? 'callbacks.incoming.open-own' : 'callbacks.incoming.open-with', {
            name: nameOf(open.agent),
            sheet: open.sheet,
            place: open.place,
          }),
    held:
      heldBy === null
        ? null
        : heldBy.staffNo === staffNo
          ? t('callbacks.incoming.held-here')
          : t('callbacks.incoming.held', { name: heldBy.name }),
  };
}

function whenWords(at: Date, today: BusinessDate, t: Translate): string {
  const day = businessDateOf(at);
  const time = storeTimeOf(at);
  return day === today ? t('callbacks.incoming.today-at', { time }) : `${day.slice(5)} ${time}`;
}

/** An unknown caller in the leader's list. */
export interface UnknownLine {
  id: string;
  when: string;
  phone: string;
  name: string;
  words: string;
  by: string;
  done: { when: string; by: string; words: string } | null;
}

export function unknownLine(caller: UnknownCaller, { t, today, nameOf }: IncomingReader): UnknownLine {
  const { _id, at, phone, name, words, byName, doneAt, doneBy, doneWords } = caller;
  return {
    id: _id,
    when: whenWords(at, today, t),
    phone: phone === '' ? t('callbacks.incoming.number-withheld') : phone,
    name,
    words,
    by: byName,
    done:
      doneAt === null
        ? null
        : { when: whenWords(doneAt, today, t), by: nameOf(doneBy ?? ''), words: doneWords ?? '' },
  };
}
