import { BUILT_IN_DISPOSITIONS } from '../../server/callbacks/built-in-dispositions.ts';
import type { Attempt } from '../../server/callbacks/attempt-limits.ts';
import type { CallCandidate, Caller } from '../../server/callbacks/call-candidate.ts';
import type { AgentAhead, DayAhead } from '../../server/callbacks/days-ahead.ts';
import type { Disposition } from '../../server/callbacks/disposition.ts';
import { allowsAgain, type NextAsk } from '../../server/callbacks/next-contact.ts';
import { addDays, businessDate, type BusinessDate } from '../../server/platform/business-date.ts';

/** A Monday. */
export const MONDAY = businessDate('2026-11-23');

export function dispositionNamed(code: string): Disposition {
  const found = BUILT_IN_DISPOSITIONS.find((each) => each.code === code);
  if (found === undefined) throw new RangeError(`no disposition ${code}`);
  return found;
}

/** A past attempt as the results give it. */
export function attempt(code: string, on: BusinessDate, time: string, more: Partial<Attempt> = {}): Attempt {
  const disposition = dispositionNamed(code);
  return {
    on,
    time,
    disposition: code,
    phoneKey: 'mobile',
    counts: disposition.counts,
    agreed: false,
    again: allowsAgain(disposition),
    ...more,
  };
}

export const ZHOU: AgentAhead = {
  staffNo: '0203',
  name: '周丽娜',
  present: true,
  duty: false,
  lunchDuty: false,
};
export const CHEN: AgentAhead = {
  staffNo: '0204',
  name: '陈国栋',
  present: true,
  duty: true,
  lunchDuty: true,
};

/** Days from a day on, all open, with these agents; `change` alters single days by their offset. */
export function daysAhead(
  from: BusinessDate,
  count: number,
  change: Record<number, Partial<DayAhead>> = {},
  agents: readonly AgentAhead[] = [ZHOU, CHEN],
): DayAhead[] {
  return Array.from({ length: count }, (_day, at) => ({
    day: addDays(from, at),
    open: true,
    agents,
    dutyTaken: 0,
    ...change[at],
  }));
}

/** 周丽娜 dialled on Monday at 10:05; `made` are the attempts before this one. */
export function ask(code: string, more: Partial<NextAsk> & { made?: Attempt[] } = {}): NextAsk {
  const { made = [], ...rest } = more;
  const [day, time] = [rest.day ?? MONDAY, rest.time ?? '10:05'];
  return {
    disposition: dispositionNamed(code),
    dispositions: BUILT_IN_DISPOSITIONS,
    attempts: [...made, attempt(code, day, time)],
    day,
    time,
    agent: ZHOU.staffNo,
    days: daysAhead(day, 15),
    window: null,
    bestTime: null,
    quietHours: [],
    over60: false,
    lastDay: null,
    otherNumber: false,
    appointment: null,
    ...rest,
  };
}

/** Somebody on 周丽娜's sheet who may be dialled. */
export function candidate(more: Partial<CallCandidate> = {}): CallCandidate {
  return {
    itemId: 'row-1',
    customerId: 'wang-fang',
    phoneKey: 'mobile',
    place: 1,
    group: 'rule',
    state: 'fixed',
    agent: ZHOU.staffNo,
    at: null,
    owner: null,
    attempts: [],
    notBefore: null,
    window: null,
    quietHours: [],
    over60: false,
    hasNumber: true,
    mayContact: true,
    heldBy: null,
    ...more,
  };
}

/** 周丽娜 at the telephone, Monday 10:05. */
export function caller(more: Partial<Caller> = {}): Caller {
  return {
    staffNo: ZHOU.staffNo,
    day: MONDAY,
    time: '10:05',
    storeOpen: true,
    present: true,
    lunchDuty: false,
    duty: false,
    stockKeeper: false,
    anyQueue: false,
    ...more,
  };
}
