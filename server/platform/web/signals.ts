/** State of the machinery that every page's header shows. */
export interface Signals {
  /** No Redis: runs are driven by the in-process tick. */
  withoutRedis: boolean;
  /** Runs of today that failed, are late or were missed; the badge at 自动任务. */
  runsToLookAt: number;
}

export const ALL_QUIET: Signals = { withoutRedis: false, runsToLookAt: 0 };

/**
 * Asks `source` at most every `everyMs`; between, and when it fails, the last answer stands. A header must not cost a
 * query per page, nor fail with the machinery it reports on.
 */
export function cachedSignals(
  source: (() => Promise<Signals>) | undefined,
  real: () => Date,
  everyMs = 5_000,
): () => Promise<Signals> {
  let last = ALL_QUIET;
  let askedAt = Number.NEGATIVE_INFINITY;
  return async () => {
    const now = real().getTime();
    if (source === undefined || now - askedAt < everyMs) return last;
    askedAt = now;
    last = await source().catch(() => last);
    return last;
  };
}
