import { BUILT_IN_DISPOSITIONS } from '../../server/callbacks/built-in-dispositions.ts';
import type { CallResult } from '../../server/callbacks/callback.types.ts';
import type { WorkRow } from '../../server/dispatch/worklist.types.ts';
import { businessDate, storeInstant, type BusinessDate } from '../../server/platform/business-date.ts';

export const MONDAY = businessDate('2026-11-23');
export const TUESDAY = businessDate('2026-11-24');

let made = 0;

/** A result as the calling stores it; `code` gives the flags. */
export function result(
  code: string,
  customerId: string,
  time: string,
  more: Partial<CallResult> = {},
): CallResult {
  const disposition = BUILT_IN_DISPOSITIONS.find((each) => each.code === code);
  if (disposition === undefined) throw new RangeError(code);
  const { answered, right, complete, final, counts, group } = disposition;
  const day = more.day ?? MONDAY;
  made += 1;
  return {
    _id: `result-${String(made).padStart(5, '0')}`,
    customerId,
    day,
    at: storeInstant(day, time),
    time,
    agent: '0203',
    agentName: '周丽娜',
    by: '0203',
    direction: 'out',
    source: 'screen',
    itemId: `${customerId}/${day}`,
    sheet: 'SC20261123-01',
    place: 1,
    cycle: null,
    rules: ['after-purchase'],
    attempt: 1,
    phoneKey: null,
    disposition: code,
    flags: { answered, right, complete, final, counts, group },
    tags: [],
    script: null,
    answers: [],
    csat: null,
    nps: null,
    words: '',
    resumeAt: null,
    talkSeconds: null,
    wrapUpSeconds: null,
    next: { kind: 'none' },
    appointmentAt: null,
    made: [],
    undo: null,
    undoneAt: null,
    undoneBy: null,
    conflictsWith: null,
    conflictState: null,
    ...more,
  };
}

/** A row of a sheet. */
export function row(customerId: string, more: Partial<WorkRow> = {}): WorkRow {
  const day: BusinessDate = more.day ?? MONDAY;
  return {
    itemId: `${customerId}/${day}`,
    customerId,
    day,
    state: 'fixed',
    agent: '0203',
    sheet: 'SC20261123-01',
    place: 1,
    phoneKey: customerId,
    lead: 'after-purchase',
    rules: ['after-purchase'],
    occasionIds: [],
    at: null,
    earlierSheets: 0,
    ...more,
  };
}
