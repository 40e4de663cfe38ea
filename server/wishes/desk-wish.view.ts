import { addDays, isBusinessDate, weekdayOf } from '../platform/business-date.ts';
import type { Translate } from '../platform/web/route.ts';
import type { ScriptTag } from '../scripts/index.ts';
import { CATALOGUE } from './bouquet.ts';
import { COUNTER_HOURS, deliveryDays, SLOTS } from './delivery.ts';
import { againstBouquet, avoidedFor, bansOf } from './flower-taboo.ts';
import { flowerCardText, greetingText } from './greeting.ts';
import type { WishFacts } from './wish-prefill.ts';
import { CARD_OCCASIONS, FLOWER_OCCASIONS, REMEDIES, ticketKindOf, type WishFields } from './wish.form.ts';
import type { TicketWish, WishGround, WishProblem } from './wish.types.ts';

export interface Choice {
  value: string;
  label: string;
  chosen: boolean;
}

/** A field of a detail: `name` is also its id. */
export interface DeskField {
  name: string;
  value: string;
  error: string | null;
}

/** A choice whose words go into another field while nobody changed them (the card text of an occasion). */
export type WordedChoice = Choice & { text: string };

export interface DeskFlower {
  open: boolean;
  /** By part: `recipient`, `phone` … */
  fields: Record<string, DeskField>;
  /** Offered beside what stands in the field. */
  phones: readonly string[];
  occasions: WordedChoice[];
  days: Choice[];
  slots: Choice[];
  bouquets: Choice[];
  /** Left out for this customer, in words: 无百合. */
  without: string[];
  /** Bouquets not offered, by the customer's words against them. */
  refused: { note: string; labels: string }[];
  elseMayAccept: boolean;
  readAloud: boolean;
}

export interface DeskCard {
  open: boolean;
  fields: Record<string, DeskField>;
  occasions: WordedChoice[];
}

export interface DeskTicket {
  open: boolean;
  kind: TicketWish['kind'];
  fields: Record<string, DeskField>;
  departments: Choice[];
  /** Complaints only. */
  remedies: Choice[] | null;
}

export interface DeskVisit {
  open: boolean;
  fields: Record<string, DeskField>;
  days: Choice[];
  times: Choice[];
  counters: readonly string[];
}

/** Details of all wishes; the desk shows those whose tag is chosen. */
export interface DeskWishes {
  flower: DeskFlower;
  card: DeskCard;
  tickets: DeskTicket[];
  visit: DeskVisit;
}

/** What the details are drawn from. */
export interface DeskAsk {
  facts: WishFacts;
  ground: WishGround;
  /** See {@link wishPrefill}. */
  prefill: WishFields;
  /** What was typed so far; a section with anything in it is shown as typed, ticks taken away stay away. */
  typed: WishFields;
  tags: readonly ScriptTag[];
  problems: readonly WishProblem[];
}

const TICKET_TAGS = [
  'complaint',
  'suggestion',
  'praise',
  'department',
] as const satisfies readonly ScriptTag[];
const FLOWER_PARTS = [
  'occasion',
  'recipient',
  'phone',
  'address',
  'deliverOn',
  'slot',
  'bouquet',
  'cardText',
];
const CARD_PARTS = ['occasion', 'recipient', 'address', 'postcode', 'words'];
const TICKET_PARTS = ['department', 'remedy', 'receiptNo', 'words'];
const VISIT_PARTS = ['who', 'on', 'time', 'counter', 'what'];
/** Days of a visit that are offered. */
const VISIT_DAYS = 30;
/** Times of a visit lie half an hour apart. */
const STEP_MINUTES = 30;

/** The details of a call's wishes for the partials `wishes/desk-*`. */
export function deskWishes(ask: DeskAsk, t: Translate): DeskWishes {
  return {
    flower: flowerDetail(ask, t),
    card: cardDetail(ask, t),
    tickets: TICKET_TAGS.map((tag) => ticketDetail(tag, ask, t)),
    visit: visitDetail(ask, t),
  };
}

function flowerDetail(ask: DeskAsk, t: Translate): DeskFlower {
  const { ground, facts, tags } = ask;
  const { value, fields } = section('flower', FLOWER_PARTS, ask, t);
  const bans = bansOf(facts.customer);
  const offered = CATALOGUE.filter(({ active }) => active).map((bouquet) => ({
    bouquet,
    note: againstBouquet(bouquet, bans),
  }));
  const nameOf = (code: string) => t(`wishes.bouquet.${code}`);
  return {
    open: tags.includes('flower'),
    fields,
    phones: facts.phones,
    occasions: FLOWER_OCCASIONS.map((code) => ({
      ...choice(code, t(`wishes.occasion.${code}`), value('occasion')),
      text: flowerCardText(code, facts.addressed, ground.storeName),
    })),
    days: withTyped(deliveryDays(ground), value('deliverOn')).map((day) =>
      dayChoice(day, value('deliverOn'), t),
    ),
    slots: (['morning', 'afternoon'] as const).map((slot) =>
      choice(slot, t(`wishes.slot.${slot}`, SLOTS[slot]), value('slot')),
    ),
    bouquets: offered
      .filter(({ note }) => note === null)
      .map(({ bouquet: { code, priceFen } }) =>
        choice(
          code,
          t('wishes.desk.bouquet', { name: nameOf(code), price: priceFen / 100 }),
          value('bouquet'),
        ),
      ),
    without: avoidedFor(bans).map((avoid) => t(`wishes.avoid.${avoid}`)),
    refused: [...new Set(offered.flatMap(({ note }) => note ?? []))].map((note) => ({
      note,
      labels: offered
        .filter((each) => each.note === note)
        .map(({ bouquet }) => nameOf(bouquet.code))
        .join(t('wishes.export.comma')),
    })),
    elseMayAccept: value('elseMayAccept') !== '',
    readAloud: value('readAloud') !== '',
  };
}

function cardDetail(ask: DeskAsk, t: Translate): DeskCard {
  const { value, fields } = section('card', CARD_PARTS, ask, t);
  return {
    open: ask.tags.includes('card'),
    fields,
    occasions: CARD_OCCASIONS.map((code) => ({
      ...choice(code, t(`wishes.occasion.${code}`), value('occasion')),
      text: greetingText(code, ask.facts.addressed, ask.ground.storeName),
    })),
  };
}

function ticketDetail(tag: (typeof TICKET_TAGS)[number], ask: DeskAsk, t: Translate): DeskTicket {
  const kind = ticketKindOf(tag) ?? 'affairs';
  const { value, fields } = section(kind, TICKET_PARTS, ask, t);
  return {
    open: ask.tags.includes(tag),
    kind,
    fields,
    departments: [
      choice('', t('wishes.desk.choose-department'), value('department')),
      ...ask.ground.departments.map(({ code, name }) => choice(code, name, value('department'))),
    ],
    remedies:
      kind === 'complaint'
        ? ['', ...REMEDIES].map((code) =>
            choice(code, t(`wishes.remedy.${code === '' ? 'none' : code}`), value('remedy')),
          )
        : null,
  };
}

function visitDetail(ask: DeskAsk, t: Translate): DeskVisit {
  const { ground } = ask;
  const { value, fields } = section('visit', VISIT_PARTS, ask, t);
  const days = Array.from({ length: VISIT_DAYS }, (_, ahead) => addDays(ground.now.day, ahead)).filter(
    (day) => !ground.closed(day),
  );
  return {
    open: ask.tags.includes('visit'),
    fields,
    days: withTyped(days, value('on')).map((day) => dayChoice(day, value('on'), t)),
    times: withTyped(visitTimes(), value('time')).map((time) => choice(time, time, value('time'))),
    counters: ground.departments.map(({ name }) => name),
  };
}

/** Fields of one section: as typed when anything of it was, else as prefilled. */
function section(
  name: string,
  parts: readonly string[],
  { typed, prefill, problems }: DeskAsk,
  t: Translate,
) {
  const begun = Object.keys(typed).some((field) => field.startsWith(`${name}-`));
  const value = (part: string) => (begun ? typed : prefill)[`${name}-${part}`] ?? '';
  const fields = Object.fromEntries(
    [...parts, 'readAloud'].map((part): [string, DeskField] => {
      const field = `${name}-${part}`;
      const problem = problems.find((each) => each.field === field);
      const error = problem === undefined ? null : t(problem.message, problem.values);
      return [part, { name: field, value: value(part), error }];
    }),
  );
  return { value, fields };
}

function choice(value: string, label: string, chosen: string): Choice {
  return { value, label, chosen: value === chosen };
}

function dayChoice(day: string, chosen: string, t: Translate): Choice {
  const label = isBusinessDate(day)
    ? t('wishes.desk.day', { day: day.slice(5), weekday: t(`frame.weekday.${weekdayOf(day)}`) })
    : day;
  return choice(day, label, chosen);
}

/** What was typed stays choosable, whether it is offered or not: the check says what is wrong with it. */
function withTyped(offered: readonly string[], typed: string): string[] {
  return typed === '' || offered.includes(typed) ? [...offered] : [typed, ...offered];
}

function visitTimes(): string[] {
  const minutes = (time: string) => Number(time.slice(0, 2)) * 60 + Number(time.slice(3));
  const { from, until } = COUNTER_HOURS;
  const count = Math.floor((minutes(until) - minutes(from)) / STEP_MINUTES);
  return Array.from({ length: count }, (_, at) => {
    const minute = minutes(from) + at * STEP_MINUTES;
    return `${String(Math.floor(minute / 60)).padStart(2, '0')}:${String(minute % 60).padStart(2, '0')}`;
  });
}
