import { businessDateOf, daysBetween, storeTimeOf, type BusinessDate } from '../platform/business-date.ts';
import type { Translate } from '../platform/web/route.ts';
import { addressLine, postcodeSuits } from './address.ts';
import { nextBirthday } from './birthday.ts';
import { completenessOf } from './completeness.ts';
import { consentGrid, type ConsentGrid } from './consent.view.ts';
import type { CustomerFile } from './customer-reading.service.ts';
import type { CelebratedBirthday, Customer, Phone } from './customer.ts';
import { REVEAL_PURPOSES } from './customer.form.ts';
import { maskPhone } from './phone-number.ts';
import { tonedPinyin } from './pinyin-reading.ts';
import { warningsOf } from './sheet-customer.ts';
import { birthdayWords, shownName, titleOf, whyLinked } from './customer-words.view.ts';
import { faultWords, taskLines, type TaskLine } from './task.view.ts';
import { timelinePage, type TimelinePage } from './timeline.view.ts';

/** A row of the left column: what it is, what it says, how often it changed. */
export interface FieldRow {
  field: string;
  label: string;
  lines: string[];
  muted: string | null;
  warning: string | null;
  /** Number of changes, and where they are read. */
  changes: number;
  history: string;
}

export interface PhoneRow {
  at: number;
  label: string;
  masked: string;
  owner: string | null;
  fault: string | null;
  /** Where the full number is asked for; null for text that is no number. */
  reveal: string | null;
}

export interface CustomerPage {
  id: string;
  version: number;
  name: string;
  title: string;
  pinyin: string;
  masked: string | null;
  cards: { no: string; level: string | null; gold: boolean; lines: string[] }[];
  banner: { tone: 'bad' | 'warn'; strong: string; more: string } | null;
  changed: { on: string; time: string; by: string };
  completeness: {
    percent: number;
    bars: { x: number; width: number; filled: boolean }[];
    missing: { label: string; href: string }[];
  };
  phones: PhoneRow[];
  phonesHistory: { changes: number; history: string };
  purposes: { value: string; label: string }[];
  rows: FieldRow[];
  taboos: { text: string; state: string; proposed: boolean }[];
  speakNotes: string[];
  consent: ConsentGrid;
  household: { id: string; name: string; title: string; card: string; why: string }[];
  householdWhy: string | null;
  tasks: TaskLine[];
  timeline: TimelinePage;
  explain: boolean;
  may: { edit: boolean; reveal: boolean; decide: boolean; lead: boolean; calls: boolean };
  today: BusinessDate;
}

export interface PageReader {
  t: Translate;
  today: BusinessDate;
  /** Name of a member of staff, or the number itself. */
  nameOf: (staffNo: string) => string;
  may: CustomerPage['may'] & { explain: boolean };
}

/** The customer page. Numbers are masked here: a full one is never part of the page as it comes. */
export function customerPage(file: CustomerFile, reader: PageReader): CustomerPage {
  const { customer } = file;
  const { t, today, nameOf } = reader;
  const base = `/customers/${customer._id}`;
  return {
    id: customer._id,
    version: customer.version,
    name: shownName(customer),
    title: titleOf(customer, t),
    pinyin: customer.name === null ? '' : tonedPinyin(customer.name),
    masked: customer.masked ? t('customers.page.masked-name') : null,
    cards: cardsOf(customer, t),
    banner: bannerOf(customer, t),
    changed: {
      on: businessDateOf(customer.changedAt),
      time: storeTimeOf(customer.changedAt),
      by: nameOf(customer.changedBy),
    },
    completeness: completenessBar(customer, t),
    phones: customer.phones.map((phone, at) => phoneRow(phone, at, base, t)),
    phonesHistory: { changes: changesOf(file, 'phones'), history: `${base}/history/phones` },
    purposes: REVEAL_PURPOSES.map((value) => ({ value, label: t(`customers.purpose.${value}`) })),
    rows: fieldRows(file, reader),
    taboos: customer.taboos
      .filter(({ state }) => state !== 'refused')
      .map(({ text, state }) => ({ text, state, proposed: state === 'proposed' })),
    speakNotes: customer.speakNotes.map(({ text }) => text),
    consent: consentGrid(customer, reader),
    household: file.household.map((member) => familyLine(member, t)),
    householdWhy: customer.householdWhy === null ? null : whyLinked(customer.householdWhy, t),
    tasks: taskLines(file, reader),
    timeline: timelinePage(file.timeline, customer._id, reader),
    explain: reader.may.explain,
    may: reader.may,
    today,
  };
}

function cardsOf({ cards }: Customer, t: Translate): CustomerPage['cards'] {
  const latest = [...cards].sort((a, b) => ((a.issuedOn ?? '') < (b.issuedOn ?? '') ? 1 : -1));
  return latest.map((card, at) => ({
    no: card.no,
    level: t(`customers.level.${card.level ?? 'unknown'}`),
    gold: at === 0 && card.endedOn === null,
    lines: [
      card.issuedOn === null
        ? t('customers.card.since-unknown')
        : t('customers.card.since', { day: card.issuedOn }),
      ...(card.counter === null ? [] : [card.counter]),
      ...(card.endedOn === null ? [] : [t('customers.card.until', { day: card.endedOn })]),
    ],
  }));
}

/** One banner, the most severe first: died, do not contact, then health, taboos and how to speak. */
function bannerOf(customer: Customer, t: Translate): CustomerPage['banner'] {
  const warnings = warningsOf(customer);
  const more = customer.speakNotes.map(({ text }) => text);
  if (customer.facts.serviceCall === 'refused' || customer.facts.serviceCall === 'withdrawn') {
    more.push(t(`customers.banner.call-${customer.facts.serviceCall}`));
  }
  if (customer.stop !== undefined && customer.stop !== null) {
    const { deceased, words } = customer.stop;
    return {
      tone: 'bad',
      strong: t(deceased ? 'customers.banner.stopped-deceased' : 'customers.banner.stopped'),
      more: [words, ...warnings].filter((part) => part !== '').join(t('customers.banner.between')),
    };
  }
  const severe = customer.facts.deceased ? 'deceased' : customer.facts.doNotContact ? 'do-not-contact' : null;
  if (severe !== null) {
    return {
      tone: 'bad',
      strong: t(`customers.banner.${severe}`),
      more: [...warnings, ...more].join(t('customers.banner.between')),
    };
  }
  if (warnings.length === 0 && more.length === 0) return null;
  const between = t('customers.banner.between');
  return { tone: 'warn', strong: warnings.join(between), more: more.join(between) };
}

function completenessBar(customer: Customer, t: Translate): CustomerPage['completeness'] {
  const { parts, percent } = completenessOf(customer);
  const total = parts.reduce((sum, { weight }) => sum + weight, 0);
  const gap = 4;
  const room = 320 - gap * (parts.length - 1);
  let x = 0;
  const bars = parts.map(({ weight, filled }) => {
    const width = Math.round((room * weight) / total);
    const bar = { x, width, filled };
    x += width + gap;
    return bar;
  });
  const missing = parts
    .filter(({ filled }) => !filled)
    .map(({ field }) => ({
      label: t(`customers.field.${field}`),
      href: field === 'consent' ? '#consent' : `/customers/${customer._id}/edit#${EDIT_ANCHOR[field]}`,
    }));
  return { percent, bars, missing };
}

const EDIT_ANCHOR = {
  name: 'name',
  phones: 'addPhones',
  birthday: 'birthday',
  gender: 'gender',
  address: 'province',
  postcode: 'postcode',
  callWindow: 'callWindow',
} as const;

function phoneRow(phone: Phone, at: number, base: string, t: Translate): PhoneRow {
  return {
    at,
    label: t(`customers.phone-type.${phone.type}`),
    masked: maskPhone(phone, t('customers.extension')),
    owner: phone.owner,
    fault: phone.valid ? null : faultWords(phone.fault ?? 'not-assigned', t),
    reveal: `${base}/phones/${at}/reveal`,
  };
}

function fieldRows(file: CustomerFile, { t, today }: PageReader): FieldRow[] {
  const { customer } = file;
  const { address, birthday } = customer;
  const row = (
    field: string,
    lines: (string | null)[],
    extra: { muted?: string | null; warning?: string | null } = {},
  ): FieldRow => ({
    field,
    label: t(`customers.field.${field}`),
    lines: lines.filter((line): line is string => line !== null && line !== ''),
    muted: extra.muted ?? null,
    warning: extra.warning ?? null,
    changes: changesOf(file, field),
    history: `/customers/${customer._id}/history/${field}`,
  });
  const suits = postcodeSuits(address.postcode, address.province);
  return [
    row('address', [addressLine(address)], {
      warning: address.detail === null ? t('customers.page.missing') : null,
    }),
    row('postcode', [address.postcode], {
      warning:
        address.postcode === null
          ? t('customers.page.missing')
          : suits
            ? null
            : t('customers.page.postcode-province', { province: address.province ?? '' }),
    }),
    row('birthday', birthdayLines(customer, t), {
      muted: birthday.celebrated === null ? null : nextBirthdayWords(birthday.celebrated, today, t),
      warning: birthdayWarning(customer, t),
    }),
    row('occupation', [customer.occupation]),
    ...(customer.employer === null ? [] : [row('employer', [customer.employer])]),
    ...(customer.wechat === null ? [] : [row('wechat', [customer.wechat])]),
    row('callWindow', [
      customer.callWindow === null ? null : t(`customers.call-window.${customer.callWindow}`),
    ]),
    row(
      'remarks',
      customer.remarks.map(({ text }) => text),
    ),
    row(
      'sources',
      customer.sources.map(({ kind, detail, on }) =>
        [t(`customers.source.${kind}`), detail, on].filter((part) => part !== null).join(' '),
      ),
    ),
  ];
}

function birthdayLines({ birthday }: Customer, t: Translate): string[] {
  const { certified, celebrated } = birthday;
  if (certified === null || celebrated === null) return [];
  const words = birthdayWords(certified, t);
  const first =
    certified.year === null ? words : t('customers.birthday.with-year', { words, year: certified.year });
  const same =
    celebrated.calendar === certified.calendar &&
    celebrated.month === certified.month &&
    celebrated.day === certified.day;
  return same
    ? [first]
    : [first, t('customers.birthday.celebrated', { words: birthdayWords(celebrated, t) })];
}

function birthdayWarning({ birthday }: Customer, t: Translate): string | null {
  if (birthday.raw !== null) return t('customers.birthday.unreadable', { text: birthday.raw });
  if (birthday.certified === null) return t('customers.page.missing');
  return birthday.celebrated?.calendar === 'unknown' ? t('customers.birthday.ask-calendar') : null;
}

/** This year's (or the coming) solar date of a celebration, and how far it is. */
function nextBirthdayWords(birthday: CelebratedBirthday, today: BusinessDate, t: Translate): string | null {
  const next = nextBirthday(birthday, today);
  if (next === null) return null;
  const days = daysBetween(today, next);
  if (days === 0) return t('customers.birthday.today');
  return t('customers.birthday.next', { day: next, days });
}

function familyLine(member: Customer, t: Translate): CustomerPage['household'][number] {
  return {
    id: member._id,
    name: shownName(member),
    title: titleOf(member, t),
    card: t(
      member.cards.length === 0
        ? 'customers.family.no-card'
        : `customers.level.${member.facts.level ?? 'unknown'}`,
    ),
    why: member.householdWhy === null ? '' : whyLinked(member.householdWhy, t),
  };
}

function changesOf({ changes }: CustomerFile, field: string): number {
  let sum = 0;
  for (const [name, count] of changes) if (name === field || name.startsWith(`${field}.`)) sum += count;
  return sum;
}
