import type { QuietHours } from '../customers/index.ts';
import type { BusinessDate } from '../platform/business-date.ts';
import type { NextContact, NextNote } from './callback.types.ts';
import { DUTY, FIRST_CALL, LUNCH, within } from './day-part.ts';
import { isWorkedOn, whoTakes, type AgentAhead, type DayAhead } from './days-ahead.ts';

/** What an agreed time depends on. */
export interface AgreedAsk {
  appointment: { on: BusinessDate; at: string } | null;
  /** Who agreed it. */
  agent: string;
  days: readonly DayAhead[];
  quietHours: readonly QuietHours[];
}

/** An agreed call begins no later than this, so that it can be made before the last minute of calling. */
export const LATEST_AGREED = '18:00';
/** Proposed when nobody is there in lunch or on duty in the evening that was asked for. */
const BEFORE_LUNCH = '11:00';
const BEFORE_DUTY = '16:30';

/**
 * The appointment as the office can keep it: on a day that is worked, within the hours of calling, by somebody who is
 * there then. Where that differs from what was asked, the note says how, before it is saved and while the customer is
 * still on the telephone.
 */
export function agreedContact(ask: AgreedAsk): NextContact {
  const { appointment, agent } = ask;
  if (appointment === null) return { kind: 'none' };
  const asked = ask.days.find(({ day }) => day === appointment.on);
  const day = asked === undefined || isWorkedOn(asked) ? asked : workedAfter(ask.days, asked.day);
  const closed: NextNote | null =
    day === asked || asked === undefined
      ? null
      : { code: 'store-closed', values: { on: asked.day, until: day?.day ?? asked.day } };
  const on = day?.day ?? appointment.on;
  const hour = withinHours(appointment.at, ask.quietHours, day);
  const able = day === undefined ? null : ableAt(day, hour.at);
  const taker = able === null ? null : whoTakes(agent, able);
  return {
    kind: 'appointment',
    on,
    at: hour.at,
    agent: taker?.staffNo ?? agent,
    note: hour.note ?? handedTo(agent, taker, day, hour.at) ?? closed,
  };
}

function workedAfter(days: readonly DayAhead[], after: BusinessDate): DayAhead | undefined {
  return days.find((day) => day.day > after && isWorkedOn(day));
}

/** The agreed minute, or the nearest later one (else the nearest earlier one) of that day that can be kept. */
function withinHours(
  asked: string,
  quietHours: readonly QuietHours[],
  day: DayAhead | undefined,
): { at: string; note: NextNote | null } {
  const against = (at: string) => againstMinute(at, quietHours, day);
  const why = against(asked);
  if (why === null) return { at: asked, note: null };
  const others = [
    FIRST_CALL,
    BEFORE_LUNCH,
    LUNCH.to,
    BEFORE_DUTY,
    LATEST_AGREED,
    ...quietHours.map(({ to }) => to),
  ];
  const later = others.filter((at) => at > asked).sort();
  const earlier = others
    .filter((at) => at < asked)
    .sort()
    .reverse();
  const at = [...later, ...earlier].find((each) => against(each) === null) ?? asked;
  return { at, note: { ...why, values: { ...why.values, asked, at } } };
}

/** Why nobody can call at that minute of the day. */
function againstMinute(
  at: string,
  quietHours: readonly QuietHours[],
  day: DayAhead | undefined,
): NextNote | null {
  if (at < FIRST_CALL || at > LATEST_AGREED) return { code: 'outside-hours', values: {} };
  const quiet = quietHours.find((hours) => within(at, hours));
  if (quiet !== undefined) return { code: 'quiet-hours', values: { from: quiet.from, to: quiet.to } };
  if (within(at, LUNCH)) {
    if (day === undefined) return { code: 'moved-out-of-lunch', values: {} };
    if (!day.agents.some(({ present, lunchDuty }) => present && lunchDuty))
      return { code: 'no-lunch-duty', values: {} };
  }
  if (at >= DUTY.from && day?.agents.some(({ present, duty }) => present && duty) === false)
    return { code: 'no-duty-capacity', values: { on: day.day } };
  return null;
}

/** Who is there at that minute of a day. */
function ableAt({ agents }: DayAhead, at: string): AgentAhead[] {
  return agents.filter(
    ({ present, duty, lunchDuty }) =>
      present && (at < DUTY.from || duty) && (!within(at, LUNCH) || lunchDuty),
  );
}

function handedTo(
  own: string,
  taker: AgentAhead | null,
  day: DayAhead | undefined,
  at: string,
): NextNote | null {
  if (taker === null || day === undefined || taker.staffNo === own) return null;
  const values = { on: day.day, name: taker.name, at };
  const present = day.agents.some(({ staffNo, present: here }) => staffNo === own && here);
  if (!present) return { code: 'agent-off', values };
  return { code: within(at, LUNCH) ? 'lunch-duty' : 'not-on-duty', values };
}
