import { setTimeout as sleep } from 'node:timers/promises';
import { listens } from './server-state.ts';

/** How often embedded servers are looked at, milliseconds. */
const LOOK_MS = 2_000;
/** A server that was not there so many times in a row has ended; one look may fall into a moment of great load. */
const MISSED_LOOKS = 2;

/** An embedded server that is looked after. */
export interface Kept {
  name: 'mongodb' | 'redis';
  port: number;
  /** Brings it up again on its data; answers where, null when another process of ours was faster. */
  reopen: () => Promise<{ port: number } | null>;
}

/** What is told of a server that had ended. */
export type KeeperNews =
  | { server: Kept['name']; state: 'started-again' }
  /** Somebody else took its port meanwhile: the office still asks at the old one. */
  | { server: Kept['name']; state: 'moved'; port: number }
  | { server: Kept['name']; state: 'does-not-start'; error: unknown };

/**
 * Looks after embedded servers while an office is open: one that ended (the system was short of memory, somebody killed it)
 * is started again on the same port, and the office's connections find it there by themselves.
 * @param alone runs one reopening at a time among all processes of the data folder
 * @returns ends the looking, when a reopening under way is over
 */
export function keepUp(
  servers: readonly Kept[],
  alone: <T>(work: () => Promise<T>) => Promise<T>,
  tell: (news: KeeperNews) => void,
): () => Promise<void> {
  const end = new AbortController();
  const watching = servers.map((server) => watch(server, end.signal, alone, tell));
  return async () => {
    end.abort();
    await Promise.all(watching);
  };
}

async function watch(
  server: Kept,
  end: AbortSignal,
  alone: <T>(work: () => Promise<T>) => Promise<T>,
  tell: (news: KeeperNews) => void,
): Promise<void> {
  const { name } = server;
  const over = () => end.aborted;
  let missed = 0;
  while (!over()) {
    missed = (await listens(server.port)) ? 0 : missed + 1;
    if (missed >= MISSED_LOOKS && !over()) {
      missed = 0;
      try {
        const again = await alone(() => server.reopen());
        if (again !== null)
          tell(
            again.port === server.port
              ? { server: name, state: 'started-again' }
              : { server: name, state: 'moved', port: again.port },
          );
      } catch (error) {
        tell({ server: name, state: 'does-not-start', error });
      }
    }
    await sleep(LOOK_MS, undefined, { signal: end, ref: false }).catch(() => undefined);
  }
}
