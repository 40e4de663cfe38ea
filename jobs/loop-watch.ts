import { monitorEventLoopDelay } from 'node:perf_hooks';

/** Watches how long the event loop stands still: a worker that cannot renew its lease loses it. */
export interface LoopWatch {
  /** Longest standstill since the last question, milliseconds. */
  worstSinceLast(): number;
  stop(): void;
}

export function watchLoop(): LoopWatch {
  const histogram = monitorEventLoopDelay({ resolution: 20 });
  histogram.enable();
  return {
    worstSinceLast: () => {
      const worst = Math.round(histogram.max / 1e6);
      histogram.reset();
      return worst;
    },
    stop: () => void histogram.disable(),
  };
}
