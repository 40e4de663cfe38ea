import { performance } from 'node:perf_hooks';
import type { Clock } from '../server/platform/clock.ts';
import type { Log } from '../server/platform/log.ts';
import type { RunsQueue } from '../server/platform/queue.ts';
import type { RedisState, Runs } from '../server/runs/index.ts';
import type { LoopWatch } from './loop-watch.ts';
import type { Planner } from './planner.ts';
import { driveRun, type Runner } from './run-job.ts';

/** A run that was rung for and that nobody has taken after this time is taken without the bell. */
const GRACE_MS = 3_000;
/** How often the ledger is looked through for runs that can be taken, at the most. */
const SWEEP_MS = 2_000;

export interface DriverSettings<Services> {
  runner: Runner<Services>;
  planner: Planner;
  /** Null when there is no Redis: runs are taken directly. */
  queue: RunsQueue | null;
  loop: LoopWatch;
  clock: Clock;
  log: Log;
  pulses: Runs['pulses'];
  tickMs: number;
  leaseMs: number;
}

export interface Driver {
  /** Plans and looks through the ledger once; resolves when that round is over. */
  tick: () => Promise<void>;
  /** Stops timers, gives back the run in hand, waits for it. */
  stop: () => Promise<void>;
}

/**
 * Keeps runs going in this process: plans at every tick and at every slot, rings for what can be taken, and takes it
 * itself when nobody answers the bell. One run at a time.
 */
export function startDriver<Services>(settings: DriverSettings<Services>): Driver {
  const { runner, planner, queue, loop, clock, log, pulses, tickMs, leaseMs } = settings;
  const stop = new AbortController();
  const rung = new Map<string, number>();
  let lane: Promise<void> | null = null;
  let slotTimer: NodeJS.Timeout | undefined;
  let ticking: Promise<void> | null = null;
  let sweeping: Promise<void> | null = null;
  let idleWaiting = 0;

  /** Takes a run in this process unless one is being worked on; a ring that comes too soon comes again. */
  async function drive(runId: string): Promise<void> {
    if (lane !== null || stop.signal.aborted) return;
    lane = attempt(runId).finally(() => {
      lane = null;
    });
    await lane;
  }

  async function attempt(runId: string): Promise<void> {
    try {
      const driven = await driveRun(runner, runId, stop.signal);
      // What waited for this run need not wait for the next look.
      if (driven.kind === 'done' || driven.kind === 'failed') setImmediate(() => void sweep());
    } catch (error) {
      // The database is away; the lease runs out by itself and the run is taken up again.
      log.error({ run: runId, err: error }, 'run could not be driven');
    }
  }

  /** Rings for every run that can be taken; takes one itself when there is no bell or nobody came. */
  async function look(): Promise<void> {
    const ready = await runner.runs.ledger.claimable();
    const marks = new Set<string>();
    for (const run of ready) {
      const mark = `${run._id}-${run.round}-${run.fence}-${run.attempts}`;
      marks.add(mark);
      const since = rung.get(mark);
      if (since === undefined) {
        const answer =
          queue === null ? 'away' : await queue.ring(run._id, `${run.round}-${run.fence}-${run.attempts}`);
        rung.set(mark, answer === 'rung' ? performance.now() : -GRACE_MS);
      }
      if (performance.now() - (rung.get(mark) ?? 0) >= GRACE_MS) void drive(run._id);
    }
    for (const mark of rung.keys()) if (!marks.has(mark)) rung.delete(mark);
  }

  function sweep(): Promise<void> {
    sweeping ??= look()
      .catch((error: unknown) => log.error({ err: error }, 'ledger could not be looked through'))
      .finally(() => {
        sweeping = null;
      });
    return sweeping;
  }

  function tick(): Promise<void> {
    ticking ??= round()
      .catch((error: unknown) => log.error({ err: error }, 'planner could not do its round'))
      .finally(() => {
        ticking = null;
      });
    return ticking;
  }

  async function round(): Promise<void> {
    if (stop.signal.aborted) return;
    const { planned, skewMs, refusing, next } = await planner.tick();
    if (planned.length > 0) log.info({ planned }, 'planned');
    arm(next);
    void sweep();
    const redis = await tendQueue();
    await pulses.beat({ worker: runner.worker, skewMs, refusing, redis, lagMs: loop.worstSinceLast() });
  }

  /** A timer for the next slot, so that it begins on the second; the tick is the net below it. */
  function arm(next: Date | null): void {
    clearTimeout(slotTimer);
    if (next === null || stop.signal.aborted) return;
    const wait = next.getTime() - clock.now().getTime();
    if (wait <= tickMs * 2) slotTimer = setTimeout(() => void tick(), Math.max(0, wait) + 5);
  }

  /** Heartbeat and watch over the queue: what Redis lost is put back, a deaf listener is replaced. */
  async function tendQueue(): Promise<RedisState> {
    if (queue === null) return 'none';
    const state = await queue.state();
    if (state.kind === 'away') return 'down';
    if (state.rules.policy !== 'noeviction') return 'policy';
    if (state.paused) return 'paused';
    try {
      await queue.keepBeating(tickMs);
    } catch (error) {
      log.warn({ err: error }, 'heartbeat could not be set');
      return 'full';
    }
    idleWaiting = state.waiting > 0 && lane === null ? idleWaiting + 1 : 0;
    if (idleWaiting >= 2) {
      log.warn({ waiting: state.waiting }, 'rings wait although nobody is busy: listening anew');
      idleWaiting = 0;
      await listen();
    }
    return 'ok';
  }

  async function listen(): Promise<void> {
    await queue?.listen({ onRun: drive, onTick: tick });
  }

  const tickTimer = setInterval(() => void tick(), tickMs);
  const sweepTimer = setInterval(() => void sweep(), Math.min(SWEEP_MS, leaseMs / 2));
  const begun = listen()
    .catch((error: unknown) => log.error({ err: error }, 'worker cannot listen'))
    .then(tick);

  return {
    tick,
    stop: async () => {
      clearInterval(tickTimer);
      clearInterval(sweepTimer);
      clearTimeout(slotTimer);
      stop.abort(new Error('the process is going down'));
      await begun;
      await lane;
      await ticking;
      await sweeping;
      await pulses.leave(runner.worker).catch(() => undefined);
      await queue?.close();
    },
  };
}
