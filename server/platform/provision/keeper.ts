import { setTimeout as sleep } from 'node:timers/promises';
import { listens } from './server-state.ts';

/** How often embedded servers are looked at, milliseconds; after a start in vain the wait doubles up to the longest. */
const LOOK_MS = 2_000;
const LONGEST_MS = 60_000;
/** A server that was not there so many times in a row has ended; one look may fall into a moment of great load. */
const MISSED_LOOKS = 2;

/** An embedded server that is looked after. */
export interface Kept {
  name: 'mongodb' | 'redis';
  port: number;
  /**
   * Brings it up again on its data and its port.
   * @returns false when it is there already: another process of ours was faster
   * @throws Error when it cannot be had
   */
  reopen: () => Promise<boolean>;
}

/** What is told of a server that had ended. */
export type KeeperNews =
  | { server: Kept['name']; state: 'started-again' }
  | { server: Kept['name']; state: 'does-not-start'; error: unknown };

/** How the keeper works with the process it is in. */
export interface KeeperHouse {
  /** Runs one reopening at a time among all processes of the data folder. */
  alone: <T>(work: () => Promise<T>) => Promise<T>;
  /** The office is on its way down: servers that end now are meant to. */
  closing: () => boolean;
  tell: (news: KeeperNews) => void;
}

/**
 * Looks after embedded servers while an office is open: one that ended (the system was short of memory, somebody killed it)
 * is started again on the same port, and the office's connections find it there by themselves.
 * @returns ends the looking, when a reopening under way is over
 */
export function keepUp(servers: readonly Kept[], house: KeeperHouse): () => Promise<void> {
  const end = new AbortController();
  const watching = servers.map((server) => watch(server, end.signal, house));
  return async () => {
    end.abort();
    await Promise.all(watching);
  };
}

async function watch(server: Kept, end: AbortSignal, { alone, closing, tell }: KeeperHouse): Promise<void> {
  const { name } = server;
  const over = () => end.aborted || closing();
  let missed = 0;
  let wait = LOOK_MS;
  while (!over()) {
    missed = (await listens(server.port)) ? 0 : missed + 1;
    if (missed >= MISSED_LOOKS && !over()) {
      try {
        if (await alone(() => server.reopen())) tell({ server: name, state: 'started-again' });
        missed = 0;
        wait = LOOK_MS;
      } catch (error) {
        tell({ server: name, state: 'does-not-start', error });
        wait = Math.min(wait * 2, LONGEST_MS);
      }
    }
    await sleep(wait, undefined, { signal: end, ref: false }).catch(() => undefined);
  }
}
