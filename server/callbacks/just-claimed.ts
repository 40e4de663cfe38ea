import { MOMENT_MS } from '../platform/lately.ts';
import type { Candidate } from './candidate.ts';

/** Rows as they were read for a claim, for the desk that opens with it a moment later. */
export interface JustClaimed {
  put: (callId: string, candidate: Candidate) => void;
  /** Given once and only within a second, so that whoever looks again reads anew. */
  take: (callId: string) => Candidate | null;
}

/** Remembers the row of a call between its claim and its desk (decision 0155). */
export function makeJustClaimed(now: () => number = () => performance.now()): JustClaimed {
  const kept = new Map<string, { until: number; candidate: Candidate }>();
  const dropOld = () => {
    for (const [callId, { until }] of kept) {
      // In the order of their claims: the first that is young enough ends the search.
      if (now() < until) return;
      kept.delete(callId);
    }
  };
  return {
    put: (callId, candidate) => {
      dropOld();
      kept.set(callId, { until: now() + MOMENT_MS, candidate });
    },
    take: (callId) => {
      dropOld();
      const candidate = kept.get(callId)?.candidate ?? null;
      kept.delete(callId);
      return candidate;
    },
  };
}
