/** Addresses of the calling day that several screens lead to. */

/** The call desk with this call open. */
export function deskPath(callId: string): string {
  return `/calls/desk/${callId}`;
}

/** An agent's queue; the own one without a staff number. */
export function queuePath(staffNo?: string): string {
  return staffNo === undefined ? '/calls' : `/calls?agent=${staffNo}`;
}

/** POST: opens one row of a sheet; a row is named by customer and day, which are two parts of the address. */
export function openPath(itemId: string): string {
  return `/calls/open/${itemId}`;
}

/** POST: the best callable row now, or the call that is open already. */
export const NEXT_PATH = '/calls/next';

/** POST: takes a result back with everything it made. */
export function undoPath(resultId: string): string {
  return `/calls/undo/${resultId}`;
}

/** 来电登记: who is calling. */
export const INCOMING_PATH = '/calls/incoming';

/** 纸面回录: the sheets of the day, one sheet. */
export const PAPER_PATH = '/calls/paper';
export function paperPath(number: string): string {
  return `${PAPER_PATH}/${number}`;
}

/** 今日回访: the leader's board of the day, today's without a day. */
export const DAY_PATH = '/calls/day';
export function dayPath(day: string): string {
  return `${DAY_PATH}/${day}`;
}

/** 回访结果: the list of results, one result, all results of a customer. */
export const RESULTS_PATH = '/calls/results';
export function resultPath(resultId: string): string {
  return `${RESULTS_PATH}/${resultId}`;
}
export function historyPath(customerId: string): string {
  return `/calls/history/${customerId}`;
}

/** 短信·微信: messages to one customer, sent by hand and logged. */
export function messagePath(customerId: string): string {
  return `/calls/message/${customerId}`;
}
