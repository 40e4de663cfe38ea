import {
  birthdayWords,
  decidingEvidence,
  nextBirthday,
  TIMELINE_ICONS,
  timelineFact,
  type Customer,
  type CustomerTimeline,
  type SheetCustomer,
} from '../customers/index.ts';
import { allReasons, reasonWords } from '../dispatch/index.ts';
import { shortDay } from '../platform/business-date.ts';
import type { TimelineEntry } from '../service-history/index.ts';
import type { CallResult, DeskCall } from './callback.types.ts';
import type { DeskReader } from './desk-reader.ts';

/** A number that can be dialled. */
export interface DeskPhone {
  /** Key as the form sends it. */
  key: string;
  shown: string;
  /** `主号`, `宅电`, the owner's remark. */
  remark: string;
  /** What goes into the telephone: outside prefix and digits. */
  dial: string;
  /** Address of the `tel:` link. */
  href: string;
  chosen: boolean;
  /** The numbers beside the one dialled are switched to by `H`. */
  first: boolean;
}

/** One thing the customer agreed to, or not. */
export interface DeskConsent {
  word: string;
  icon: 'check' | 'cross' | 'question';
  tone: 'ok' | 'bad' | 'off';
  state: string;
}

/** The right column: who it is, why we call, what is known, what was done. */
export interface DeskCustomer {
  customerId: string;
  name: string;
  title: string;
  pinyin: string | null;
  level: { word: string; gold: boolean } | null;
  cardNo: string | null;
  phones: DeskPhone[];
  /** Digits before an outside number, shown beside what is copied. */
  prefix: string;
  /** Number is not in use, nothing can be dialled. */
  noPhone: boolean;
  why: { strong: string; about: string; more: string };
  facts: { term: string; words: string[] }[];
  consents: DeskConsent[];
  timeline: DeskTimeline;
}

export interface DeskTimeline {
  lines: DeskTimelineLine[];
  all: number;
  href: string;
}

export interface DeskTimelineLine {
  year: string | null;
  day: string;
  on: string;
  icon: string;
  tone: string;
  fact: string;
  /** A result of a call stands bold. */
  result: string;
  amountFen: number | null;
  more: string;
}

/** What the column is drawn from. */
export interface DeskCustomerFacts {
  desk: DeskCall;
  customer: Customer;
  card: SheetCustomer;
  timeline: CustomerTimeline;
  /** Number chosen in the draft; null: the row's, else the first. */
  phone: string | null;
}

export function deskCustomer(facts: DeskCustomerFacts, reader: DeskReader): DeskCustomer {
  const { customer, card } = facts;
  const { t } = reader;
  const consents = consentsOf(customer, reader);
  return {
    customerId: customer._id,
    name: card.name,
    title: card.salutation ?? t(card.titleKey),
    pinyin: card.pinyin,
    level:
      card.level === null
        ? null
        : {
            word: t('callbacks.desk.level', { level: t(`customers.level.${card.level}`) }),
            gold: card.level === 'gold' || card.level === 'diamond',
          },
    cardNo: card.cardNo,
    phones: phonesOf(facts, reader),
    prefix: reader.outsidePrefix,
    noPhone: card.phones.length === 0,
    why: whyOf(facts, reader),
    facts: factsOf(customer, reader),
    consents,
    timeline: timelineOf(facts.timeline, customer._id, reader),
  };
}

/** The number dialled stands first, the others below it. */
function phonesOf({ card, phone }: DeskCustomerFacts, { t, outsidePrefix }: DeskReader): DeskPhone[] {
  const chosen = card.phones.find(({ key }) => key === phone)?.key ?? card.phones[0]?.key;
  return card.phones.map(({ key, shown, dial, type, owner }, at) => {
    const kind = at === 0 ? t('callbacks.desk.main-number') : t(`customers.phone-type.${type}`);
    return {
      key,
      shown,
      remark: owner === null ? kind : t('callbacks.desk.number-remark', { kind, remark: owner }),
      dial: `${outsidePrefix}${dial}`,
      href: `tel:${outsidePrefix}${dial}`,
      chosen: key === chosen,
      first: at === 0,
    };
  });
}

/** `购后 3 天` · `11-20 羊绒衫 ¥2,380` · `针织部，小票 581587 · 第 1 次拨 · 上次接通 10-15`. */
function whyOf({ desk }: DeskCustomerFacts, reader: DeskReader): DeskCustomer['why'] {
  const { t, today } = reader;
  const { row, attempts, call } = desk;
  if (row === null)
    return {
      strong: t(`callbacks.desk.why-none.${call.direction}`),
      about: '',
      more: triedWords(attempts, reader),
    };
  const { reasons, lastContact } = row.paper;
  const words = reasons.map((reason) => reasonWords(reason, today, t));
  const at = words.findIndex((each) => each.about !== '' || each.receipt !== null);
  const [told, amount] = [words[at], reasons[at]?.detail.amountFen];
  return {
    strong: allReasons(reasons, today, t),
    about: [
      told?.aboutOn ?? '',
      told?.about ?? '',
      amount === undefined ? '' : t('callbacks.desk.yuan', { amount: yuan(amount) }),
    ]
      .filter((part) => part !== '')
      .join(' '),
    more: [
      told?.receipt ?? '',
      triedWords(attempts, reader),
      lastContact === null
        ? t('callbacks.desk.never-reached')
        : t('callbacks.desk.last-reached', { on: shortDay(lastContact.on, today) }),
    ]
      .filter((part) => part !== '')
      .join(t('callbacks.desk.dot')),
  };
}

/** `第 2 次拨，上次 11-20 10:05 无人接听`. */
function triedWords(attempts: readonly CallResult[], { t, today, resultWord }: DeskReader): string {
  const last = attempts.at(-1);
  const n = attempts.filter(({ flags }) => flags.counts).length + 1;
  if (last === undefined) return t('callbacks.desk.attempt', { n });
  return t('callbacks.desk.attempt-after', {
    n,
    on: shortDay(last.day, today),
    time: last.time,
    result: resultWord(last.disposition),
  });
}

function yuan(fen: number): string {
  return (fen / 100)
    .toFixed(2)
    .replace(/\.00$/, '')
    .replace(/\B(?=(\d{3})+(?!\d))/g, ',');
}

/** What is worth knowing before one speaks; lines that say nothing are left out. */
function factsOf(customer: Customer, { t, today }: DeskReader): DeskCustomer['facts'] {
  const { birthday, callWindow, taboos, speakNotes, remarks, address } = customer;
  const celebrated = birthday.celebrated;
  const next = celebrated === null ? null : nextBirthday(celebrated, today);
  const fact = (key: string, words: (string | null)[]) => {
    const said = words.filter((each): each is string => each !== null && each !== '');
    return said.length === 0 ? [] : [{ term: t(`callbacks.desk.fact.${key}`), words: said }];
  };
  return [
    ...fact('window', [callWindow === null ? null : t(`customers.call-window.${callWindow}`)]),
    ...fact('birthday', [
      celebrated === null
        ? null
        : t(next === null ? 'callbacks.desk.birthday' : 'callbacks.desk.birthday-next', {
            words: birthdayWords(celebrated, t),
            on: next ?? '',
          }),
    ]),
    ...fact('taboos', [
      ...taboos.filter(({ state }) => state !== 'refused').map(({ text }) => text),
      ...speakNotes.map(({ text }) => text),
    ]),
    ...fact(
      'remarks',
      remarks.slice(-2).map(({ text }) => text),
    ),
    ...fact('address', [[address.district, address.street].filter((part) => part !== null).join('')]),
  ];
}

/** Consents that decide something on this call. */
const ASKED = [
  ['service', 'phone'],
  ['flowers', 'visit'],
  ['cards', 'post'],
  ['promotion', 'phone'],
] as const;

function consentsOf({ consents }: Customer, { t, today }: DeskReader): DeskConsent[] {
  return ASKED.map(([purpose, channel]) => {
    const deciding = decidingEvidence(consents, purpose, channel);
    const what = t(`callbacks.desk.consent.${purpose}`);
    if (deciding === null)
      return {
        word: t('callbacks.desk.consent.not-asked', { what }),
        icon: 'question',
        tone: 'off',
        state: 'not-asked',
      };
    const { state, on } = deciding;
    if (state === 'given') return { word: what, icon: 'check', tone: 'ok', state };
    return {
      word: t(`callbacks.desk.consent.${state}`, { what, on: shortDay(on, today) }),
      icon: 'cross',
      tone: 'bad',
      state,
    };
  });
}

function timelineOf(
  { entries, counts }: CustomerTimeline,
  customerId: string,
  reader: DeskReader,
): DeskTimeline {
  let year = reader.today.slice(0, 4);
  return {
    lines: entries.map((entry) => {
      const own = entry.on.slice(0, 4);
      const heading = own === year ? null : own;
      year = own;
      return lineOf(entry, heading, reader);
    }),
    all: counts.all,
    href: `/customers/${customerId}`,
  };
}

/** Why that call was made; older entries do not tell. */
function callReasons(rules: string | undefined, t: DeskReader['t']): string {
  return (rules ?? '')
    .split(',')
    .filter((rule) => rule !== '')
    .map((rule) => t(`dispatch.lead.${rule}`))
    .join(t('dispatch.why.and'));
}

function lineOf(
  entry: TimelineEntry,
  year: string | null,
  { t, nameOf, resultWord }: DeskReader,
): DeskTimelineLine {
  const { kind, on, detail, amountFen, by } = entry;
  const disposition = detail['disposition'] ?? '';
  const receipt = detail['receiptNo'] ?? '';
  return {
    year,
    day: on.slice(5),
    on,
    ...TIMELINE_ICONS[kind],
    result: disposition === '' ? '' : (detail['dispositionName'] ?? resultWord(disposition)),
    fact:
      disposition === ''
        ? timelineFact(entry, t)
        : callReasons(detail['rules'], t) || (detail['about'] ?? ''),
    amountFen,
    more: [
      detail['words'] ?? '',
      receipt === '' ? '' : t('customers.timeline.receipt', { no: receipt }),
      amountFen === null && by !== 'system' ? nameOf(detail['agent'] ?? by) : '',
    ]
      .filter((part) => part !== '')
      .join(t('callbacks.desk.dot')),
  };
}
