import { storeTimeOf, type BusinessDate } from '../platform/business-date.ts';
import type { IconName } from '../platform/web/icons.ts';
import { reasonText } from '../roster/index.ts';
import type { CallDay } from './call-day.types.ts';
import { dayPath, queuePath, RESULTS_PATH } from './call-paths.ts';
import { phaseOf } from './day-part.ts';
import { minutesBetween, nameOfCard, type DayReader } from './day-reader.ts';

type Agent = CallDay['agents'][number];

/** One agent's line of the board. */
export interface DayAgentLine {
  staffNo: string;
  name: string;
  /** Leads to the agent's queue. */
  href: string;
  /** 值班, 午间值班, 兼库管. */
  notes: string;
  gone: boolean;
  state: { icon: IconName; tone: 'ok' | 'accent' | 'warn' | 'bad' | 'off'; word: string; more: string };
  total: Figure;
  done: Figure;
  reached: Figure;
  valid: Figure;
  left: Figure;
  carried: Figure;
  attempts: Figure;
  /** Results an hour, one decimal; empty without any. */
  pace: string;
  last: string;
  bar: AgentBar;
  barWords: string;
  /** An absent agent's rest can be handed over. */
  handOver: string | null;
}

interface Figure {
  count: number;
  href: string;
}

/** Length of each part of an agent's bar in drawing units; the parts stand behind one another. */
export interface AgentBar {
  valid: number;
  done: number;
  total: number;
}

/** Width of every bar, so that agents can be compared by eye. */
export const BAR_WIDTH = 168;

/** People the whole width stands for. */
export function barScale(agents: readonly Pick<Agent, 'total'>[]): number {
  return Math.max(10, ...agents.map(({ total }) => total));
}

export function agentLine(agent: Agent, day: BusinessDate, scale: number, reader: DayReader): DayAgentLine {
  const { t, roster } = reader;
  const { staffNo, name, total, done, reached, valid, left, carried, attempts, pace } = agent;
  const at = (people: number) => Math.round((people * BAR_WIDTH * 10) / scale) / 10;
  const rows = (of: string, count: number): Figure => ({
    count,
    href: `${dayPath(day)}/rows?of=${of}&agent=${staffNo}`,
  });
  const row = roster.get(staffNo);
  const notes = [
    ...(row?.stockKeeper === true ? [t('callbacks.day.note.stock-keeper')] : []),
    ...(agent.lunchDuty ? [t('callbacks.day.note.lunch-duty')] : []),
    ...(agent.duty ? [t('callbacks.day.note.duty')] : []),
  ];
  return {
    staffNo,
    name,
    href: queuePath(staffNo),
    notes: notes.join(t('callbacks.day.comma')),
    gone: !agent.present,
    state: agentState(agent, day, reader),
    total: rows('total', total),
    done: rows('done', done),
    reached: rows('reached', reached),
    valid: rows('valid', valid),
    left: rows('left', left),
    carried: rows('carried', carried),
    attempts: {
      count: attempts,
      href: `${RESULTS_PATH}?from=${day}&to=${day}&agent=${staffNo}&undone=0`,
    },
    pace: pace === null ? '' : pace.toFixed(1),
    last: agent.lastResultAt === null ? '' : storeTimeOf(agent.lastResultAt),
    bar: { valid: at(valid), done: at(done), total: at(total) },
    barWords: t('callbacks.day.bar', { valid, done, total }),
    handOver:
      !agent.present && left > 0 && reader.mayAct && day === reader.today
        ? `${dayPath(day)}/hand-over/${staffNo}`
        : null,
  };
}

/** What the agent does at this minute. A day that is over has no minute: only what came of it. */
function agentState(agent: Agent, day: BusinessDate, reader: DayReader): DayAgentLine['state'] {
  const { t, now, time, today, roster } = reader;
  const word = (key: string, values: Record<string, string | number> = {}) =>
    t(`callbacks.day.state.${key}`, values);
  if (!agent.present) {
    const reason = reasonText(roster.get(agent.staffNo)?.reason ?? null, t);
    return { icon: 'cross', tone: 'bad', word: reason === '' ? word('away') : reason, more: '' };
  }
  if (day !== today) return { icon: 'check', tone: 'off', word: word('worked'), more: '' };
  if (agent.onCall !== null) {
    const { customerId, since, direction } = agent.onCall;
    const minutes = minutesBetween(since, now);
    return {
      icon: direction === 'in' ? 'phone-in' : 'phone',
      tone: 'accent',
      word: word(direction === 'in' ? 'incoming' : 'on-call', { at: storeTimeOf(since), minutes }),
      more: nameOfCard(customerId, reader),
    };
  }
  const { phase } = phaseOf(time, { storeOpen: true, present: true, duty: agent.duty });
  switch (phase) {
    case 'before':
      return { icon: 'clock', tone: 'off', word: word('before'), more: '' };
    case 'lunch':
      return agent.lunchDuty
        ? { icon: 'phone', tone: 'ok', word: word('lunch-duty'), more: '' }
        : { icon: 'pause', tone: 'off', word: word('lunch'), more: '' };
    case 'closed':
      return { icon: 'check', tone: 'off', word: word('over'), more: '' };
    default:
      return idleState(agent, phase === 'duty', reader);
  }
}

/** Between two calls: since when, said plainly and without comparison. */
function idleState(agent: Agent, duty: boolean, { t, now }: DayReader): DayAgentLine['state'] {
  if (agent.total > 0 && agent.left === 0 && agent.carried === 0) {
    return { icon: 'check', tone: 'ok', word: t('callbacks.day.state.all-done'), more: '' };
  }
  const key = duty ? 'on-duty' : 'idle';
  if (agent.lastResultAt === null)
    return { icon: 'waiting', tone: 'off', word: t('callbacks.day.state.not-begun'), more: '' };
  return {
    icon: 'waiting',
    tone: 'off',
    word: t(`callbacks.day.state.${key}`, { minutes: minutesBetween(agent.lastResultAt, now) }),
    more: '',
  };
}
