import type { SheetCustomer } from '../customers/index.ts';
import { personLine, type PersonLine } from '../dispatch/index.ts';
import { businessDateOf, shortDay, storeTimeOf } from '../platform/business-date.ts';
import type { Translate } from '../platform/web/route.ts';
import { answerWords, scriptState, type ScriptVersion } from '../scripts/index.ts';
import type { Wish } from '../wishes/index.ts';
import { historyPath, resultPath } from './call-paths.ts';
import type { CallResult, Consequence } from './callback.types.ts';
import { consequenceWords } from './consequence.view.ts';
import { nextContactWords } from './next-contact.view.ts';
import { resultLine, type LineReader, type ResultLine } from './result-line.view.ts';
import { resultLook, type ResultLook } from './result-look.view.ts';

/** One result with everything that belongs to it. */
export interface ResultPage {
  id: string;
  title: string;
  person: PersonLine;
  look: ResultLook;
  /** What became of it when it does not stand, or stands beside another one. */
  trace: { tone: 'warn' | 'calm'; words: string; other: string | null } | null;
  facts: { term: string; words: string; href: string | null }[];
  flags: string[];
  tags: string[];
  words: string;
  questionnaire: {
    title: string;
    answers: { question: string; answer: string; counts: boolean }[];
  } | null;
  made: { words: string; state: string; tone: 'ok' | 'warn' | 'off' }[];
  next: string;
  /** Latest other calls with the customer. */
  others: ResultLine[];
  history: string;
}

export interface ResultInput {
  result: CallResult;
  card: SheetCustomer | undefined;
  /** Version the call was made with. */
  script: ScriptVersion | null;
  wishes: readonly Wish[];
  others: readonly CallResult[];
  nameOf: (staffNo: string) => string;
}

export function resultPage(input: ResultInput, reader: LineReader): ResultPage {
  const { result, others } = input;
  const { t } = reader;
  return {
    id: result._id,
    title: t('callbacks.result.title', { when: `${shortDay(result.day, reader.today)} ${result.time}` }),
    person: personLine(result.customerId, input.card, t),
    look: resultLook(result, reader.resultWord),
    trace: traceOf(input, t),
    facts: factsOf(input, t),
    flags: flagWords(result, t),
    tags: result.tags.map((tag) => t(`callbacks.tag.${tag}`)),
    words: result.words,
    questionnaire: questionnaireOf(input, t),
    made: result.made.map((each) => madeLine(each, input, t)),
    next: nextContactWords(result.next, t),
    others: others.filter(({ _id }) => _id !== result._id).map((other) => resultLine(other, reader)),
    history: historyPath(result.customerId),
  };
}

function factsOf({ result, nameOf }: ResultInput, t: Translate): ResultPage['facts'] {
  const { agent, agentName, by, sheet, place, rules, flags, attempt } = result;
  const fact = (term: string, words: string | null, href: string | null = null) =>
    words === null || words === '' ? [] : [{ term: t(`callbacks.result.${term}`), words, href }];
  const keyedBy = by === agent ? '' : t('callbacks.result.keyed-by', { name: nameOf(by) });
  return [
    ...fact('direction', t(`callbacks.result.${result.direction}`)),
    ...fact(
      'agent',
      [`${agent} ${agentName}`, keyedBy].filter((part) => part !== '').join(t('callbacks.results.comma')),
    ),
    ...fact('source', t(`callbacks.results.source.${result.source}`)),
    ...fact(
      'sheet',
      sheet === null ? null : `${sheet} ${place === null ? '' : t('callbacks.results.row', { place })}`,
      sheet === null ? null : `/dispatch/sheet/${sheet}`,
    ),
    ...fact('why', rules.map((rule) => t(`dispatch.lead.${rule}`)).join(t('callbacks.results.comma'))),
    ...fact(
      'attempt',
      flags.counts ? t('callbacks.results.attempt', { n: attempt }) : t('callbacks.result.attempt-none'),
    ),
    ...fact('agreed', result.appointmentAt),
    ...fact('csat', result.csat === null ? null : t('callbacks.result.of-five', { n: result.csat })),
    ...fact('nps', result.nps === null ? null : t('callbacks.result.of-ten', { n: result.nps })),
    ...fact('talk', durationWords(result.talkSeconds, t)),
    ...fact('wrap-up', durationWords(result.wrapUpSeconds, t)),
  ];
}

/** `2:13`; null when it was not measured. */
export function durationWords(seconds: number | null, t: Translate): string | null {
  if (seconds === null) return null;
  return t('callbacks.result.seconds', {
    minutes: Math.floor(seconds / 60),
    seconds: String(Math.round(seconds % 60)).padStart(2, '0'),
  });
}

function flagWords({ flags }: CallResult, t: Translate): string[] {
  const said = {
    answered: flags.answered,
    right: flags.right === 'yes',
    complete: flags.complete === 'yes',
    final: flags.final === 'yes',
    number: flags.final === 'number',
    counts: flags.counts,
  };
  return Object.entries(said)
    .filter(([, holds]) => holds)
    .map(([flag]) => t(`callbacks.result.flags.${flag}`));
}

function traceOf({ result, nameOf }: ResultInput, t: Translate): ResultPage['trace'] {
  const { undoneAt, undoneBy, conflictState, conflictsWith } = result;
  if (undoneAt !== null) {
    const at = `${businessDateOf(undoneAt).slice(5)} ${storeTimeOf(undoneAt)}`;
    return {
      tone: 'warn',
      words: t('callbacks.result.undone', { at, name: nameOf(undoneBy ?? '') }),
      other: null,
    };
  }
  const other = conflictsWith === null ? null : resultPath(conflictsWith);
  switch (conflictState) {
    case 'open':
      return { tone: 'warn', words: t('callbacks.result.in-question'), other };
    case 'dropped':
      return { tone: 'warn', words: t('callbacks.result.dropped'), other };
    case 'extra':
      return { tone: 'calm', words: t('callbacks.result.extra'), other };
    default:
      return null;
  }
}

/** The questions as they were asked, in their order; answers that do not count (any more) stand last. */
function questionnaireOf({ result, script }: ResultInput, t: Translate): ResultPage['questionnaire'] {
  if (result.answers.length === 0 || script === null) {
    return script === null ? null : { title: versionWords(script, t), answers: [] };
  }
  const { questions, unused } = scriptState(script, result.answers);
  const textOf = new Map(script.questions.map(({ id, text }) => [id, text]));
  return {
    title: versionWords(script, t),
    answers: [
      ...questions.flatMap(({ question, value }) =>
        value === null
          ? []
          : [{ question: question.text, answer: answerWords(question, value, t), counts: true }],
      ),
      ...unused.map(({ question, value }) => ({
        question: textOf.get(question) ?? t('callbacks.result.gone'),
        answer: value,
        counts: false,
      })),
    ],
  };
}

function versionWords({ title, version }: ScriptVersion, t: Translate): string {
  return t('callbacks.result.version', { title, version });
}

const WISHES: Partial<Record<Consequence['kind'], Wish['kind']>> = {
  flower: 'flower',
  card: 'card',
  ticket: 'ticket',
  visit: 'visit',
};

/** What the save made and what became of it: wishes are followed to whoever took them up. */
function madeLine(
  made: Consequence,
  { result, wishes }: ResultInput,
  t: Translate,
): ResultPage['made'][number] {
  const words = consequenceWords(made, t);
  if (result.undoneAt !== null) return { words, state: t('callbacks.result.state.withdrawn'), tone: 'off' };
  const wish = wishes.find(({ kind }) => kind === WISHES[made.kind]);
  if (wish === undefined) return { words, state: t('callbacks.result.state.stands'), tone: 'ok' };
  switch (wish.state) {
    case 'wanted':
      return { words, state: t('callbacks.result.state.wanted'), tone: 'warn' };
    case 'withdrawn':
      return { words, state: t('callbacks.result.state.withdrawn'), tone: 'off' };
    case 'taken-up':
      return { words, state: t('callbacks.result.state.taken-up', { as: wish.takenUpAs ?? '' }), tone: 'ok' };
  }
}
