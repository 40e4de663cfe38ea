/** State of Redis as a worker sees it. `none`: the office runs without one, by choice. */
export type RedisState = 'ok' | 'none' | 'down' | 'paused' | 'policy' | 'full';

/** A worker's sign of life, written at every tick of its planner. */
export interface Pulse {
  /** `<host>:<pid>:<random>`. */
  worker: string;
  /** Database server time. */
  at: Date;
  /** This host's clock less the database server's. */
  skewMs: number;
  /** Why this worker plans nothing at present. */
  refusing: 'skew' | 'clock-jump' | null;
  redis: RedisState;
  /** Longest time the event loop stood still since the last tick. */
  lagMs: number;
}
