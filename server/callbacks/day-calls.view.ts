import { personLine, type PersonLine } from '../dispatch/index.ts';
import { storeTimeOf } from '../platform/business-date.ts';
import type { IconName } from '../platform/web/icons.ts';
import type { CallDay } from './call-day.types.ts';
import { queuePath } from './call-paths.ts';
import type { DayReader } from './day-reader.ts';

/** An agreed time of the day. */
export interface AppointmentLine {
  at: string;
  person: PersonLine;
  agent: string;
  /** The row in the agent's queue. */
  href: string;
  state: { icon: IconName; tone: 'ok' | 'warn' | 'bad' | 'off'; word: string };
}

/** A customer whose call was opened and ended without a result. */
export interface OpenedLine {
  at: string;
  person: PersonLine;
  agent: string;
  href: string;
}

const LOOKS = {
  coming: { icon: 'clock', tone: 'off' },
  due: { icon: 'phone', tone: 'warn' },
  late: { icon: 'late', tone: 'bad' },
  kept: { icon: 'check', tone: 'ok' },
} as const;

/** What presses first: late, due, coming; those kept last. */
const ORDER = ['late', 'due', 'coming', 'kept'] as const;

export function appointmentLines(day: CallDay, reader: DayReader): AppointmentLine[] {
  const { t, cards } = reader;
  const names = new Map(day.agents.map(({ staffNo, name }) => [staffNo, name]));
  return day.appointments
    .toSorted((a, b) => ORDER.indexOf(a.state) - ORDER.indexOf(b.state) || a.at.localeCompare(b.at))
    .map(({ itemId, customerId, agent, at, state }) => ({
      at,
      person: personLine(customerId, cards.get(customerId), t),
      agent: names.get(agent) ?? agent,
      href: itemId === null ? `/customers/${customerId}` : rowInQueue(agent, itemId),
      state: { ...LOOKS[state], word: t(`callbacks.day.appointment.${state}`) },
    }));
}

export function openedLines(day: CallDay, { t, cards }: DayReader): OpenedLine[] {
  return day.openedWithoutResult.map(({ customerId, agent, agentName, at, itemId }) => ({
    at: storeTimeOf(at),
    person: personLine(customerId, cards.get(customerId), t),
    agent: agentName,
    href: itemId === null ? `/customers/${customerId}` : rowInQueue(agent, itemId),
  }));
}

/** A row as its agent's queue shows it. */
export function rowInQueue(agent: string, itemId: string): string {
  return `${queuePath(agent)}&who=${encodeURIComponent(itemId)}&show=all`;
}
