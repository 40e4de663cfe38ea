import { realpathSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { exists } from './door.ts';
import { ownerOnlyFolder } from './folders.ts';
import { oneLine, type Program } from './outcome.ts';
import { talk } from './redis-talk.ts';
import {
  freePort,
  launch,
  listens,
  newPassword,
  pause,
  readState,
  writeState,
  type ServerState,
} from './server-state.ts';

/** An embedded Redis with AOF and `noeviction`. */
export interface RunningRedis {
  /** With password; never printed. */
  url: string;
  port: number;
  pid: number;
  adopted: boolean;
  chosen: string;
  stop: () => Promise<void>;
}

const READY_LIMIT_MS = 30_000;
const ADOPT_LIMIT_MS = 3_000;
const STOP_LIMIT_MS = 10_000;

/**
 * Brings up the embedded Redis of a folder, or adopts the one that already runs on it. Redis itself does not lock its
 * folder, so callers hold the provision lock of the data folder.
 * @returns null when `find` finds no program.
 * @throws Error when the program does not come up.
 */
export async function openRedis(
  parent: string,
  find: () => Promise<Program | null>,
): Promise<RunningRedis | null> {
  const running = await runningRedis(parent);
  if (running !== null) return running;
  const program = await find();
  const folder = ownerOnlyFolder(parent, 'redis');
  return program === null ? null : start(folder, readState(folder), program);
}

/** The embedded Redis of a folder if it runs; starts nothing. */
export async function runningRedis(parent: string): Promise<RunningRedis | null> {
  const folder = join(parent, 'redis');
  const known = readState(folder);
  if (known === null || !(await listens(known.port))) return null;
  const running = await untilReady(folder, known, ADOPT_LIMIT_MS);
  return running === null
    ? null
    : { ...running, adopted: true, chosen: `${running.chosen}, was already running` };
}

async function start(folder: string, known: ServerState | null, program: Program): Promise<RunningRedis> {
  const state: ServerState = {
    port: await freePort(known?.port),
    password: known?.password ?? newPassword(),
    setUp: true,
    chosen: `Redis ${program.version} (${program.why}), embedded in ${folder}`,
  };
  writeState(folder, state);
  const settings = join(folder, 'redis.conf');
  writeFileSync(settings, settingsFor(folder, state), { mode: 0o600 });
  const server = launch(program.path, [settings]);
  const ready = await untilReady(folder, state, READY_LIMIT_MS, () => server.ended() !== null);
  if (ready !== null) return ready;
  throw new Error(
    `the embedded Redis does not start (${server.ended() ?? 'no answer in time'}), see ${folder}/redis.log`,
  );
}

/** `everysec` survives a killed process and may lose a second on power loss; MongoDB, not Redis, keeps the record. */
function settingsFor(folder: string, { port, password }: ServerState): string {
  const quoted = (text: string) => `"${text.replaceAll('\\', '\\\\').replaceAll('"', '\\"')}"`;
  return [
    `port ${port}`,
    'bind 127.0.0.1',
    'protected-mode yes',
    `requirepass ${password}`,
    `dir ${quoted(folder)}`,
    `logfile ${quoted(join(folder, 'redis.log'))}`,
    'daemonize no',
    'save ""',
    'appendonly yes',
    'appendfsync everysec',
    'maxmemory-policy noeviction',
    '',
  ].join('\n');
}

/** Waits until the server of this folder answers; null when it does not within the limit or is another's. */
async function untilReady(
  folder: string,
  state: ServerState,
  limitMs: number,
  ended: () => boolean = () => false,
): Promise<RunningRedis | null> {
  const url = `redis://:${state.password}@127.0.0.1:${state.port}`;
  const until = performance.now() + limitMs;
  while (!ended()) {
    try {
      const [dir, info] = await talk(url, [
        ['CONFIG', 'GET', 'dir'],
        ['INFO', 'server'],
      ]);
      const place = Array.isArray(dir) ? String(dir[1]) : '';
      if (realpathSync(place) !== realpathSync(folder)) return null;
      const pid = Number(/process_id:(\d+)/.exec(String(info))?.[1]);
      const chosen = `${state.chosen}, port ${state.port}`;
      return { url, port: state.port, pid, adopted: false, chosen, stop: () => stop(url, state.port, pid) };
    } catch (error) {
      // LOADING: it is ours and reads its log, however long that takes.
      const loading = /LOADING/.test(oneLine(error));
      if (performance.now() > until && !loading) return null;
      await pause(30);
    }
  }
  return null;
}

async function stop(url: string, port: number, pid: number): Promise<void> {
  await talk(url, [['SHUTDOWN']]).catch(() => undefined);
  const until = performance.now() + STOP_LIMIT_MS;
  // The listening socket goes last, after the log is flushed; the process id may outlive it, uncollected.
  while (exists(pid) && (await listens(port))) {
    if (performance.now() > until) throw new Error(`redis-server ${pid} does not end`);
    await pause(20);
  }
}
