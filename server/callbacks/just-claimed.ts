import { MOMENT_MS } from '../platform/lately.ts';
import type { Candidate } from './candidate.ts';
import type { StoredCall } from './stored-call.ts';

/** A call as it was claimed, with its row as it was read for that. */
export interface Claimed {
  call: StoredCall;
  candidate: Candidate;
}

/** Claims as they were made, for the desk that opens with them a moment later. */
export interface JustClaimed {
  put: (claimed: Claimed) => void;
  /** Given once and only within a second, so that whoever looks again reads anew. */
  take: (callId: string) => Claimed | null;
  /** To be called with every write to these calls: they are not any more what they were claimed as. */
  drop: (...callIds: string[]) => void;
}

/** Remembers a call and its row between the claim and the desk (decision 0155). */
export function makeJustClaimed(now: () => number = () => performance.now()): JustClaimed {
  const kept = new Map<string, { until: number; claimed: Claimed }>();
  const dropOld = () => {
    for (const [callId, { until }] of kept) {
      // In the order of their claims: the first that is young enough ends the search.
      if (now() < until) return;
      kept.delete(callId);
    }
  };
  return {
    put: (claimed) => {
      dropOld();
      kept.set(claimed.call._id, { until: now() + MOMENT_MS, claimed });
    },
    take: (callId) => {
      dropOld();
      const claimed = kept.get(callId)?.claimed ?? null;
      kept.delete(callId);
      return claimed;
    },
    drop: (...callIds) => {
      for (const callId of callIds) kept.delete(callId);
    },
  };
}
