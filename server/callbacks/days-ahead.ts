import type { BusinessDate } from '../platform/business-date.ts';
import type { DayPart } from './day-part.ts';

/** An agent on a day to come. */
export interface AgentAhead {
  staffNo: string;
  name: string;
  present: boolean;
  duty: boolean;
  lunchDuty: boolean;
}

/** One of the next days as roster and calendar know it now. */
export interface DayAhead {
  day: BusinessDate;
  /** Whether the store opens. */
  open: boolean;
  /** Every agent, by staff number. */
  agents: readonly AgentAhead[];
  /** Calls that are meant for that day's duty hour already. */
  dutyTaken: number;
}

/** Calls one person on duty makes between 17:00 and 18:15, unless the office says otherwise. */
export const DUTY_CALLS = 12;

/** Calls that the duty hour of a day can still take. */
export function dutyLeft({ agents, dutyTaken }: DayAhead, perPerson: number): number {
  return agents.filter(({ present, duty }) => present && duty).length * perPerson - dutyTaken;
}

/** True when somebody can call on that day at all; a roster that names nobody is not known yet. */
export function isWorkedOn({ open, agents }: DayAhead): boolean {
  return open && (agents.length === 0 || agents.some(({ present }) => present));
}

/** Agents who can make a call in a part of that day. */
export function agentsIn({ agents }: DayAhead, part: DayPart): AgentAhead[] {
  return agents.filter(({ present, duty }) => present && (part !== 'P3' || duty));
}

/**
 * Who takes a call out of these: the one who knows the customer, else the next by staff number, so that turns go round.
 * @returns null when there is nobody
 */
export function whoTakes(own: string, able: readonly AgentAhead[]): AgentAhead | null {
  const byNumber = able.toSorted((a, b) => (a.staffNo < b.staffNo ? -1 : 1));
  return (
    byNumber.find(({ staffNo }) => staffNo === own) ??
    byNumber.find(({ staffNo }) => staffNo > own) ??
    byNumber[0] ??
    null
  );
}
