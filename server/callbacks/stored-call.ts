import type { OpenCall } from './callback.types.ts';

/** How a call ended that is not open any more. */
export interface CallEnd {
  /**
   * `silence` the lease ran out · `put-back` by its agent · `result` a result was saved · `elsewhere` somebody else settled
   * the row meanwhile · `merged` the customer's other record had a call open · `undone` its result was taken back while the
   * agent, the customer or the number was in another call · `day-over` found open on a later day.
   */
  why: 'silence' | 'put-back' | 'result' | 'elsewhere' | 'merged' | 'undone' | 'day-over';
  /** Staff number of whoever caused it. */
  by: string;
  resultId: string | null;
  at: Date;
}

/** A result of somebody else for the same row, saved while this call was open. */
export interface ToldResult {
  resultId: string;
  agent: string;
  agentName: string;
  disposition: string;
  time: string;
}

/** An open call as stored. */
export interface StoredCall extends OpenCall {
  end: CallEnd | null;
  told: ToldResult | null;
  /** Results its row had when it was claimed (their highest turn): a later one is somebody else's. */
  seenTurn: number;
}

/** An open call without what was typed in it. */
export type HeldCall = Omit<StoredCall, 'draft'>;

/** Why a claim was lost: the agent has a call open already, the customer is in a call, or the number is. */
export type ClaimLost = 'agent' | 'customer' | 'number';
