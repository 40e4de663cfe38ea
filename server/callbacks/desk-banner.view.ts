import type { CallFacts, Customer } from '../customers/index.ts';
import { shortDay, type BusinessDate } from '../platform/business-date.ts';
import type { Callability } from './callable.ts';
import { within } from './day-part.ts';
import type { DeskReader } from './desk-reader.ts';

/** What must be known before a number is dialled: over the whole width, the most severe first. */
export interface DeskBanner {
  /** `bad` while nothing may be dialled, `warn` for what is to be heeded. */
  tone: 'bad' | 'warn';
  icon: 'stop' | 'warning';
  strong: string;
  more: string;
  /** Who said and who wrote it down. */
  source: string;
  /** Further facts behind `还有 1 条`. */
  rest: string[];
  /** Dialling is held back; the words say until when. */
  holds: boolean;
}

/** One fact about the person. */
interface Warning {
  text: string;
  /** Day it was told, staff number of whoever noted it; null for lists. */
  on: BusinessDate | null;
  by: string | null;
}

/** Facts beyond these are behind a word. */
const SHOWN = 2;

export function deskBanner(
  {
    customer,
    facts,
    callability,
  }: { customer: Customer; facts: CallFacts | null; callability: Callability | null },
  reader: DeskReader,
): DeskBanner | null {
  const { t, time } = reader;
  const never = neverWhy(facts);
  const warnings = warningsOf(customer, facts);
  const held = never !== null || callability?.ok === false;
  if (!held && warnings.length === 0) return null;
  const quiet = facts?.quietHours.find((hours) => within(time, hours)) ?? null;
  const shown = warnings.slice(0, SHOWN);
  const why = never === null ? heldWords(callability, reader) : t(`callbacks.desk.banner.${never}`);
  return {
    tone: held ? 'bad' : 'warn',
    icon: held ? 'stop' : 'warning',
    strong: [...(held ? [why] : []), ...shown.map(({ text }) => sentence(text, reader))].join(''),
    more: moreWords({ held, quiet: quiet !== null, facts, customer }, reader),
    source: sourceWords(shown, reader),
    rest: warnings.slice(SHOWN).map(({ text }) => text),
    holds: held,
  };
}

/** Why nobody of us calls this person at all. */
function neverWhy(facts: CallFacts | null): 'deceased' | 'do-not-contact' | 'refuses-calls' | null {
  if (facts?.deceased === true) return 'deceased';
  if (facts?.doNotContact === true) return 'do-not-contact';
  return facts?.refusesCalls === true ? 'refuses-calls' : null;
}

/** Health, then what must not be given or done, then hours, then how to speak; each once. */
function warningsOf({ healthNotes, taboos, speakNotes }: Customer, facts: CallFacts | null): Warning[] {
  const hours = new Set((facts?.quietHours ?? []).map(({ note }) => note));
  const noted = speakNotes.map(({ text, on, by }) => ({ text, on, by }));
  const all: Warning[] = [
    ...healthNotes.map(({ text, on, by }) => ({ text, on, by })),
    ...taboos.filter(({ state }) => state !== 'refused').map(({ text, on }) => ({ text, on, by: null })),
    ...noted.filter(({ text }) => hours.has(text)),
    ...noted.filter(({ text }) => !hours.has(text)),
  ];
  return all.filter(({ text }, at) => all.findIndex((other) => other.text === text) === at);
}

function heldWords(callability: Callability | null, { t, nameOf }: DeskReader): string {
  if (callability === null || callability.ok) return '';
  const { owner, ...values } = callability.values;
  const why = t(`callbacks.not-callable.${callability.why}`, {
    ...values,
    ...(owner === undefined ? {} : { owner: nameOf(owner) }),
  });
  return t('callbacks.desk.banner.held', { why });
}

function moreWords(
  {
    held,
    quiet,
    facts,
    customer,
  }: { held: boolean; quiet: boolean; facts: CallFacts | null; customer: Customer },
  { t, time }: DeskReader,
): string {
  const flowers = customer.taboos.some(({ tag, state }) => tag !== 'other' && state !== 'refused');
  return [
    t(held || quiet ? 'callbacks.desk.banner.now-held' : 'callbacks.desk.banner.now', { time }),
    (facts?.quietHours.length ?? 0) > 0 ? t('callbacks.desk.banner.avoids') : '',
    flowers ? t('callbacks.desk.banner.no-such-flowers') : '',
  ].join('');
}

/** `11-20、10-15 说 · 李红梅、孙倩 记`; empty when it came with a list. */
function sourceWords(shown: readonly Warning[], { t, today, nameOf }: DeskReader): string {
  const between = t('callbacks.queue.list-comma');
  const days = [...new Set(shown.flatMap(({ on }) => (on === null ? [] : [shortDay(on, today)])))];
  const names = [...new Set(shown.flatMap(({ by }) => (by === null || by === 'system' ? [] : [nameOf(by)])))];
  if (days.length === 0) return '';
  return names.length === 0
    ? t('callbacks.desk.banner.from-list', { days: days.join(between) })
    : t('callbacks.desk.banner.noted', { days: days.join(between), names: names.join(between) });
}

function sentence(text: string, { t }: DeskReader): string {
  return /[。.!！]$/u.test(text) ? text : t('callbacks.desk.banner.sentence', { text });
}
