import type { Log } from './log.ts';

/** All steps together must be over by then; what stands still after it is left behind. */
const LIMIT_MS = 9_000;

/**
 * The way down: steps run one after another, the last added first, so that everything ends before what it stands on
 * (web, then worker, then database, then the servers themselves).
 */
export interface Shutdown {
  /** True once it began. */
  readonly begun: boolean;
  add(name: string, step: () => Promise<void>): void;
  /** Runs all steps once; later calls wait for the same end. A step that fails does not keep the others from running. */
  run(reason: string): Promise<'complete' | 'incomplete'>;
}

export function makeShutdown(log: Log): Shutdown {
  const steps: { name: string; step: () => Promise<void> }[] = [];
  let way: Promise<'complete' | 'incomplete'> | null = null;

  async function down(reason: string): Promise<'complete' | 'incomplete'> {
    log.info({ reason }, 'shutting down');
    const limit = afterLimit();
    let failed = false;
    for (const { name, step } of steps.reverse()) {
      const outcome = await Promise.race([step().then(ended, broken), limit.reached]);
      if (outcome === 'ended') continue;
      failed = true;
      log.error({ step: name, err: outcome === 'late' ? undefined : outcome.error }, 'shutdown step failed');
    }
    limit.cancel();
    return failed ? 'incomplete' : 'complete';
  }

  return {
    get begun() {
      return way !== null;
    },
    add: (name, step) => void steps.push({ name, step }),
    run: (reason) => (way ??= down(reason)),
  };
}

const ended = () => 'ended' as const;
const broken = (error: unknown) => ({ error });

function afterLimit(): { reached: Promise<'late'>; cancel: () => void } {
  let timer: NodeJS.Timeout | undefined;
  const reached = new Promise<'late'>((resolve) => {
    timer = setTimeout(() => resolve('late'), LIMIT_MS);
  });
  return { reached, cancel: () => clearTimeout(timer) };
}

/**
 * Ends the process in order at Ctrl+C or when told to; a second signal ends it at once (what runs beside it, embedded
 * servers included, is found again at the next start).
 * @param exitCode when everything ended in order
 */
export function endOnSignals(shutdown: Shutdown, exitCode: number): void {
  for (const signal of ['SIGINT', 'SIGTERM'] as const) {
    process.on(signal, () => {
      if (shutdown.begun) process.exit(1);
      void shutdown.run(signal).then((outcome) => process.exit(outcome === 'complete' ? exitCode : 1));
    });
  }
}
