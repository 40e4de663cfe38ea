import type { BusinessDate } from '../platform/business-date.ts';

/** The calls of a day on one board: who is how far, what was agreed, and what needs somebody. */
export interface CallDay {
  day: BusinessDate;
  agents: {
    staffNo: string;
    name: string;
    present: boolean;
    duty: boolean;
    lunchDuty: boolean;
    total: number;
    done: number;
    reached: number;
    valid: number;
    left: number;
    /** Gone to tomorrow at the close of day without having been worked off. */
    carried: number;
    attempts: number;
    /** On a call since, with whom (customer id); null when not. */
    onCall: { customerId: string; since: Date; direction: 'out' | 'in' } | null;
    lastResultAt: Date | null;
    /** Results an hour since the first of the day. */
    pace: number | null;
  }[];
  appointments: {
    /** Row it stands on; null while the promise found no sheet. */
    itemId: string | null;
    customerId: string;
    agent: string;
    at: string;
    state: 'coming' | 'due' | 'late' | 'kept';
  }[];
  /** Customers opened and put back, or left, without a result today, each by the latest such call. */
  openedWithoutResult: {
    callId: string;
    customerId: string;
    agent: string;
    agentName: string;
    at: Date;
    itemId: string | null;
  }[];
  conflicts: number;
  /** Customers whose numbers blocked us again (the second time and more in their cycle): another line is needed. */
  blocked?: { customerId: string; agent: string; agentName: string; times: number }[];
  unknownCallers: number;
  /** Sheets not signed in whose rows are not all accounted for: places without a result, and those that went to tomorrow without one. */
  openSheets: { number: string; agent: string; agentName: string; open: number[]; carried: number[] }[];
}
