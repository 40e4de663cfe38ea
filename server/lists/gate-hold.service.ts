import { setTimeout as pause } from 'node:timers/promises';
import { describeError, type Log } from '../platform/log.ts';
import type { GateHold, ImportGate } from './import-gate.model.ts';

/** Prolongs the lease for as long as the hold lasts, however long a chunk takes; answers how to stop. */
export function keepHold(
  gate: Pick<ImportGate, 'prolong'>,
  hold: GateHold,
  { leaseMs, log }: { leaseMs: number; log: Log },
): () => Promise<void> {
  const stop = new AbortController();
  const beating = (async () => {
    for (;;) {
      try {
        await pause(leaseMs / 3, undefined, { signal: stop.signal });
      } catch {
        return;
      }
      await gate.prolong(hold).catch((error: unknown) => {
        log.warn({ error: describeError(error) }, 'lease of the import gate not prolonged');
      });
    }
  })();
  return async () => {
    stop.abort();
    await beating;
  };
}
