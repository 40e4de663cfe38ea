import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync } from 'node:fs';
import { createServer, type AddressInfo } from 'node:net';
import { availableParallelism, loadavg, tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll } from 'vitest';
import { ROOT } from '../../server/platform/paths.ts';

/** Settings of the office that must not come in from the shell of whoever runs the tests. */
const OWN =
  /^(NODE_ENV|PORT|HOST|DATA_DIR|MONGODB_URI|REDIS_URL|REDIS_PREFIX|EMBEDDED|DEMO|OFFICE_NOW|LOG_LEVEL|INIT_CWD|VITEST.*)$/;

/** What `npm start` and the web process say once their doors are open. */
const ADDRESS = /(?:open:|Web at) (http:\S+)/;

/** How a process of the product ended, with all it said. */
export interface Ended {
  code: number | null;
  signal: NodeJS.Signals | null;
  stdout: string;
  stderr: string;
}

export interface OfficeProcess {
  pid: number;
  /** Resolves with the whole output when a line of standard output matches; rejects when the process ends before. */
  said(pattern: RegExp): Promise<string>;
  /** Address told at the end of the start. */
  address(): Promise<string>;
  kill(signal: NodeJS.Signals): void;
  ended: Promise<Ended>;
}

const running = new Set<ChildProcess>();

/** Starts `bin/<name>.mjs` as npm does, with these settings and nothing else of the office's. */
export function startBin(
  name: 'start' | 'office',
  settings: Record<string, string | undefined>,
  args: readonly string[] = [],
  stdin = '',
  nodeOptions: readonly string[] = [],
): OfficeProcess {
  return start([...nodeOptions, join(ROOT, 'bin', `${name}.mjs`), ...args], settings, stdin);
}

/** Starts one part of the office apart from the other, as `npm run web` and `npm run worker` do; the build is there. */
export function startPart(
  part: 'web' | 'worker',
  settings: Record<string, string | undefined>,
): OfficeProcess {
  const entry = part === 'web' ? ['server', 'index.js'] : ['jobs', 'main.js'];
  return start([join(ROOT, 'dist', ...entry), part], settings);
}

function start(
  command: readonly string[],
  settings: Record<string, string | undefined>,
  stdin = '',
): OfficeProcess {
  const inherited = Object.entries(process.env).filter(([key]) => !OWN.test(key));
  const env = { ...Object.fromEntries(inherited), LOG_LEVEL: 'warn', ...settings };
  const child = spawn(process.execPath, [...command], {
    cwd: ROOT,
    env,
    stdio: ['pipe', 'pipe', 'pipe'],
  });
  running.add(child);
  child.stdin.on('error', () => undefined);
  child.stdin.end(stdin);
  const heard = { stdout: '', stderr: '' };
  child.stdout.on('data', (part: Buffer) => void (heard.stdout += part.toString('utf8')));
  child.stderr.on('data', (part: Buffer) => void (heard.stderr += part.toString('utf8')));
  const ended = new Promise<Ended>((done) => {
    child.once('close', (code, signal) => {
      running.delete(child);
      done({ code, signal, ...heard });
    });
  });
  const said = async (pattern: RegExp): Promise<string> => {
    const until = performance.now() + 120_000;
    for (;;) {
      if (pattern.test(heard.stdout)) return heard.stdout;
      if (child.exitCode !== null || child.signalCode !== null || performance.now() > until)
        throw new Error(`never said ${String(pattern)}:\n${heard.stdout}\n${heard.stderr}`);
      await new Promise((wake) => setTimeout(wake, 25));
    }
  };
  return {
    pid: child.pid ?? -1,
    said,
    address: async () => ADDRESS.exec(await said(ADDRESS))?.[1] ?? '',
    kill: (signal) => void child.kill(signal),
    ended,
  };
}

/** One `office` command to its end. */
export function office(
  settings: Record<string, string | undefined>,
  args: readonly string[],
  stdin = '',
): Promise<Ended> {
  return startBin('office', settings, args, stdin).ended;
}

/** The document of a command: the last line of standard output. */
export function documentOf({ stdout }: Ended): unknown {
  return JSON.parse(stdout.trimEnd().split('\n').at(-1) ?? '');
}

/** Ends what a failed test left running, so that the next one is judged by itself. */
export async function endAll(): Promise<void> {
  const left = [...running];
  for (const child of left) child.kill('SIGKILL');
  for (const child of left) {
    if (child.exitCode === null && child.signalCode === null) await once(child, 'exit');
  }
}

/** A limit in milliseconds for an idle machine, longer in proportion when more is running here than there are cores. */
export function onThisMachine(limitMs: number): number {
  return limitMs * Math.max(1, loadavg()[0]! / availableParallelism());
}

/**
 * A folder of the calling test file's own. After the last test every process started here is gone, the embedded
 * servers below the folder are stopped, and the folder is removed.
 */
export function ownFolder(): string {
  const folder = mkdtempSync(join(tmpdir(), 'office-own-'));
  afterAll(async () => {
    await endAll();
    const { stopEmbedded } = await import('../../server/platform/provision/index.ts');
    await stopEmbedded(folder);
    for (const below of ['a', 'b', 'c', 'd', 'e', 'f']) await stopEmbedded(join(folder, below));
    rmSync(folder, { recursive: true, force: true });
  });
  return folder;
}

/** A port nobody listens on at this moment. */
export async function freeTcpPort(): Promise<number> {
  const server = createServer();
  await new Promise<void>((ready) => server.listen(0, '127.0.0.1', () => ready()));
  const { port } = server.address() as AddressInfo;
  await new Promise((closed) => server.close(closed));
  return port;
}
