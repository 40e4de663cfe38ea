import type { CallDay } from '../callbacks/index.ts';
import type { AgentLoad } from '../dispatch/index.ts';
import type { IconName } from '../platform/web/icons.ts';
import type { Translate } from '../platform/web/route.ts';
import { reasonText } from '../roster/index.ts';
import { begunAt, focusOf, type Saying, type StepFacts, type StepLook, type Words } from './day-step.ts';
import type { Exception, MyDay } from './my-day.ts';

/** What the roster card shows of an agent. */
type AgentLine = Pick<AgentLoad, 'staffNo' | 'name' | 'present' | 'reason' | 'units' | 'capacity'>;

/** A piece of a sentence; figures are strong. */
interface Piece {
  text: string;
  strong: boolean;
}

const ICON: Record<StepLook, IconName | null> = {
  done: 'check',
  running: 'running',
  late: 'clock',
  blocked: 'pause',
  waiting: null,
  coming: null,
  over: null,
  plain: null,
};

const TONE: Record<StepLook, string> = {
  done: 'ok',
  running: 'accent',
  late: 'warn',
  blocked: 'warn',
  waiting: '',
  coming: '',
  over: '',
  plain: '',
};

/** Exceptions shown at once; the rest is one click away. */
const MOST_EXCEPTIONS = 5;

/** The left side of the page: timetable, next thing, exceptions. */
export function timetablePart({ moment, closed, workday, steps, exceptions }: MyDay, t: Translate) {
  const facts = steps.map((each) => each.facts);
  // Closed after the lists were fixed: the day goes on as decided, under a banner.
  const idle = closed !== null && !facts.some(({ look }) => look === 'done');
  const focus = idle ? null : focusOf(facts);
  const begun = begunAt(
    steps.map(({ step }) => step),
    moment.time,
  );
  const rows = steps.map(({ step, facts: own }, place) => ({
    id: step.id,
    time: step.time ?? t('my-day.today'),
    name: t(`my-day.step.${step.id}.name`),
    look: own.look,
    pause: step.pause === true,
    focus: place === focus,
    word: tagOf(own, t),
    tone: TONE[own.look],
    icon: ICON[own.look],
    lines: own.lines.map((line) => pieces(line, t)),
    link: own.link === undefined ? null : { href: own.link.href, label: sentence(own.link.label, t) },
    action:
      place === focus && own.action !== undefined
        ? { href: own.action.href, label: sentence(own.action.label, t) }
        : null,
    otherAction:
      place !== focus && own.action !== undefined
        ? { href: own.action.href, label: sentence(own.action.label, t) }
        : null,
  }));
  const shown = exceptions
    .slice(0, MOST_EXCEPTIONS)
    .map((exception) => exceptionLine(exception, moment.now, t));
  const focused = focus === null ? null : (rows[focus] ?? null);
  const [first] = shown;
  return {
    day: moment.day,
    time: moment.time,
    office: t(`my-day.office.${workday === 'unknown' ? 'unknown' : workday ? 'work' : 'off'}`),
    closed,
    idle,
    before: rows.slice(0, begun),
    after: rows.slice(begun),
    next: focused === null ? nextByHour(rows.slice(begun)) : (focused.action?.label ?? focused.name),
    then: focused !== null && first !== undefined ? first.titleText : null,
    exceptions: shown,
    exceptionCount: exceptions.length,
    more: Math.max(0, exceptions.length - MOST_EXCEPTIONS),
    rest: exceptions.slice(MOST_EXCEPTIONS).map((exception) => exceptionLine(exception, moment.now, t)),
  };
}

/** Agents with what was called of what is due, in the shape of {@link loadPart}; who has no sheet keeps an empty bar. */
export function calledLoad(agents: readonly AgentLine[], day: CallDay): AgentLine[] {
  const calls = new Map(day.agents.map((agent) => [agent.staffNo, agent]));
  return agents.map((agent) => {
    const { done = 0, total = 0 } = calls.get(agent.staffNo) ?? {};
    return { ...agent, units: done, capacity: total };
  });
}

/** Agents with their load, for the roster card. */
export function loadPart(agents: readonly AgentLine[], toMove: ReadonlyMap<string, number>, t: Translate) {
  const present = agents.filter((agent) => agent.present);
  return {
    present: present.length,
    rostered: agents.length,
    agents: agents.map((agent) => ({
      name: agent.name,
      present: agent.present,
      units: agent.units,
      capacity: agent.capacity,
      why: reasonText(agent.reason, t),
      toMove: toMove.get(agent.staffNo) ?? 0,
    })),
  };
}

function exceptionLine({ severity, title, detail, due, verb }: Exception, now: Date, t: Translate) {
  const minutes = due === null ? null : Math.ceil((due.getTime() - now.getTime()) / 60_000);
  const left =
    minutes === null
      ? ''
      : minutes >= 0
        ? t('my-day.time-left', { minutes })
        : t('my-day.time-over', { minutes: -minutes });
  const bad = severity === 'bad' || (minutes !== null && minutes < 0);
  return {
    bad,
    icon: bad ? 'error' : 'warning',
    title: pieces(title, t),
    titleText: sentence(title, t),
    detail: [left, detail === null ? '' : sentence(detail, t)]
      .filter((part) => part !== '')
      .join(t('my-day.semicolon')),
    verb: { href: verb.href, label: sentence(verb.label, t) },
  };
}

/** What the head names when nothing asks for a hand: the next step by the clock. */
function nextByHour(coming: readonly { name: string; time: string; pause: boolean }[]): string | null {
  const step = coming.find(({ pause, time }) => !pause && /^\d/.test(time));
  return step === undefined ? null : `${step.time} ${step.name}`;
}

function tagOf({ look, word }: StepFacts, t: Translate): string {
  if (word !== undefined) return sentence(word, t);
  return look === 'plain' ? '' : t(`my-day.look.${look}`);
}

const START = '\u2063';

/** A sentence with its figures marked, cut into pieces. */
function pieces(words: Words, t: Translate): Piece[] {
  if ('text' in words) return [{ text: words.text, strong: false }];
  const marked = t(words.key, valuesOf(words, t), figuresOf(words));
  return marked
    .split(START)
    .map((text, place) => ({ text, strong: place % 2 === 1 }))
    .filter(({ text }) => text !== '');
}

function sentence(words: Words, t: Translate): string {
  return 'text' in words ? words.text : t(words.key, valuesOf(words, t));
}

/** The figures of a sentence between marks. */
function figuresOf({ values = {} }: Saying): Record<string, string> {
  return Object.fromEntries(
    Object.entries(values).flatMap(([name, value]) =>
      typeof value === 'number' ? [[name, `${START}${value}${START}`]] : [],
    ),
  );
}

function valuesOf({ values = {} }: Saying, t: Translate): Record<string, string | number> {
  return Object.fromEntries(
    Object.entries(values).map(([name, value]): [string, string | number] => {
      if (typeof value === 'number') return [name, value];
      if (typeof value !== 'string') return [name, value.join(t('my-day.list-comma'))];
      return [name, name === 'reason' ? reasonText(value, t) : value];
    }),
  );
}
