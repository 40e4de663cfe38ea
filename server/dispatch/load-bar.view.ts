import type { AgentLoad } from './dispatch.types.ts';

/** One agent's load drawn to the common scale; lengths in drawing units, see {@link BAR_WIDTH}. */
export interface LoadBar {
  /** Room up to the capacity. */
  room: number;
  carried: { x: number; width: number };
  appointments: { x: number; width: number };
  today: { x: number; width: number };
  /** Where the last part ends. */
  end: number;
  /** Where the capacity mark stands, null for somebody absent. */
  mark: number | null;
}

/** Width of every bar, so that rows can be compared by eye. */
export const BAR_WIDTH = 248;

/** Calls the whole width stands for: at least 40, more when somebody has more, so that no bar leaves its cell. */
export function barScale(agents: AgentLoad[]): number {
  const most = Math.max(
    0,
    ...agents.map((agent) => Math.max(agent.units, agent.present ? agent.capacity : 0)),
  );
  return Math.max(40, Math.ceil(most / 10) * 10);
}

export function loadBar(agent: AgentLoad, scale: number): LoadBar {
  const at = (units: number) => Math.round((units * BAR_WIDTH * 10) / scale) / 10;
  const { carriedOver, appointments, today, capacity, present } = agent;
  return {
    room: present ? at(capacity) : 0,
    carried: { x: 0, width: at(carriedOver) },
    appointments: { x: at(carriedOver), width: at(appointments) },
    today: { x: at(carriedOver + appointments), width: at(today) },
    end: at(carriedOver + appointments + today),
    mark: present ? Math.min(at(capacity), BAR_WIDTH - 2) : null,
  };
}
