import { currentConsent, timelineFact, type Customer } from '../customers/index.ts';
import { allReasons, reasonWords } from '../dispatch/index.ts';
import { shortDay } from '../platform/business-date.ts';
import type { ScriptVersion } from '../scripts/index.ts';
import type { TimelineEntry } from '../service-history/index.ts';
import type { CallResult, QueueRow } from './callback.types.ts';
import { opensFor, stateOf } from './queue-row.view.ts';
import type { QueueReader } from './queue.view.ts';

/** The person at the side of the queue: enough to decide, and one button. */
export interface QueuePerson {
  itemId: string;
  customerId: string;
  name: string;
  title: string;
  pinyin: string | null;
  level: { code: string; word: string } | null;
  phone: { shown: string; remark: string } | null;
  /** What has to be known first: the agreement, the number shared, the warning. */
  say: { strong: string; text: string } | null;
  warning: string | null;
  facts: { term: string; words: string }[];
  tried: { day: string; words: string }[];
  services: { day: string; words: string }[];
  /** Why the record is only looked at for now; empty when it can be dialled. */
  note: string;
  /** The record can be opened from here; rows struck, done or held cannot. */
  opens: boolean;
}

/** What the panel is drawn from. */
export interface QueuePersonFacts {
  row: QueueRow;
  customer: Customer | null;
  timeline: TimelineEntry[];
  /** Results of this customer that were not taken back, newest first. */
  results: CallResult[];
  script: ScriptVersion | null;
}

/** Questions of the script shown as what will be asked. */
const QUESTIONS_SHOWN = 2;

export function queuePerson(
  { row: queueRow, customer, timeline, results, script }: QueuePersonFacts,
  reader: QueueReader,
): QueuePerson {
  const { t, day } = reader;
  const { row, paper, callability } = queueRow;
  const { customer: person } = paper;
  const [main] = person.phones;
  const words = paper.reasons.map((reason) => reasonWords(reason, day, t));
  const about = words.find((each) => each.about !== '' || each.receipt !== null);
  const fact = (key: string, said: string) =>
    said === '' ? [] : [{ term: t(`callbacks.queue.person.${key}`), words: said }];
  const opens = opensFor(queueRow, reader);
  return {
    itemId: row.itemId,
    customerId: row.customerId,
    name: person.name,
    title: person.salutation ?? t(person.titleKey),
    pinyin: person.pinyin,
    level: person.level === null ? null : { code: person.level, word: t(`customers.level.${person.level}`) },
    phone:
      main === undefined ? null : { shown: main.display, remark: main.owner ?? phoneKind(main.kind, reader) },
    say: sayWords(queueRow, reader),
    warning: person.taboos.length === 0 ? null : person.taboos.join(t('callbacks.queue.list-comma')),
    facts: [
      ...fact('reason', allReasons(paper.reasons, day, t)),
      ...fact(
        'about',
        [about?.aboutOn, about?.about, about?.receipt].filter((part) => Boolean(part)).join(' '),
      ),
      ...fact(
        'ask',
        (script?.questions ?? [])
          .filter(({ when }) => when === null)
          .slice(0, QUESTIONS_SHOWN)
          .map(({ text }) => text)
          .join(' '),
      ),
      ...fact('last', lastWords(queueRow, reader)),
      ...fact('speak', person.speakNotes.join(t('callbacks.queue.semicolon'))),
      ...fact('consents', customer === null ? '' : consentWords(customer, reader)),
    ],
    tried: results.slice(0, 4).map((result) => ({
      day: shortDay(result.day, day),
      words: t('callbacks.queue.person.tried-line', {
        time: result.time,
        result: reader.resultWord(result.disposition),
        name: result.agentName,
      }),
    })),
    services: timeline.map((entry) => ({ day: shortDay(entry.on, day), words: timelineFact(entry, t) })),
    note: !opens || callability.ok ? '' : noteWords(queueRow, callability.from, reader),
    opens,
  };
}

/** `现在先看资料，12:00 起可拨。` */
function noteWords(queueRow: QueueRow, from: string | null, reader: QueueReader): string {
  return from === null
    ? reader.t('callbacks.queue.person.look-only', { why: stateOf(queueRow, reader).word })
    : reader.t('callbacks.queue.person.look-until', { at: from });
}

function phoneKind(kind: string, { t }: QueueReader): string {
  return t(`customers.phone-type.${kind}`);
}

/** `约在 12:15。本人约，李红梅记。` or how the family shares the number. */
function sayWords({ at, paper }: QueueRow, { t }: QueueReader): QueuePerson['say'] {
  if (at !== null)
    return {
      strong: t('callbacks.queue.person.agreed', { at }),
      text:
        paper.originalAgent === null
          ? t('callbacks.queue.person.agreed-text')
          : t('callbacks.queue.person.first-for', { name: paper.originalAgent.name }),
    };
  if (paper.originalAgent !== null)
    return { strong: t('callbacks.queue.person.first-for', { name: paper.originalAgent.name }), text: '' };
  return null;
}

function lastWords({ paper: { lastContact } }: QueueRow, { t, day, resultWord }: QueueReader): string {
  if (lastContact === null) return t('callbacks.queue.person.last-none');
  const { on, by, result } = lastContact;
  return [shortDay(on, day), result === null ? '' : resultWord(result), by ?? '']
    .filter((part) => part !== '')
    .join(' ');
}

/** Consents given, then those refused or withdrawn; what nobody asked is not told here. */
function consentWords({ consents }: Customer, { t }: QueueReader): string {
  const asked = [
    ['service', 'phone'],
    ['flowers', 'phone'],
    ['cards', 'post'],
    ['promotion', 'phone'],
  ] as const;
  const states = asked.map(([purpose, channel]) => ({
    word: t(`callbacks.queue.person.consent.${purpose}`),
    state: currentConsent(consents, purpose, channel),
  }));
  const list = (wanted: readonly string[]) =>
    states
      .filter(({ state }) => wanted.includes(state))
      .map(({ word }) => word)
      .join(t('callbacks.queue.list-comma'));
  const [given, refused] = [list(['given']), list(['refused', 'withdrawn'])];
  return [given, refused === '' ? '' : t('callbacks.queue.person.consent-refused', { what: refused })]
    .filter((part) => part !== '')
    .join(t('callbacks.queue.semicolon'));
}
