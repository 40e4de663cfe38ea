import { spawn, type ChildProcess } from 'node:child_process';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { afterEach } from 'vitest';
import { ROOT } from '../../server/platform/paths.ts';
import type { DispatchOrder } from './dispatch-child.ts';
import { programOf } from './program-of.ts';
import type { WebOrder } from './web-child.ts';
import type { ChildOrder } from './worker-child.ts';

/** What a child says: a point it reached. */
export interface Told {
  name: string;
  run?: string;
  from?: number;
  next?: number;
  step?: number;
  /** Of a web process: where it serves. */
  address?: string;
}

export interface WorkerProcess {
  pid: number;
  told: Told[];
  /** Everything on its standard error. */
  log: string[];
  /** Waits until it has told of a point (again, when it has before). */
  until(name: string, limitMs?: number): Promise<Told>;
  /** Lets it go on from the point it holds at. */
  go(): void;
  signal(signal: NodeJS.Signals): void;
  /** Ends it by SIGKILL and waits for its end. */
  kill(): Promise<void>;
  exited: Promise<{ code: number | null; signal: NodeJS.Signals | null }>;
  /** Unhandled rejections it told of. */
  unhandled: string[];
}

const started: WorkerProcess[] = [];

afterEach(async () => {
  for (const worker of started.splice(0)) await worker.kill();
});

/** Starts a worker process; `ready` is told once its jobs are started. */
export function startWorker(order: ChildOrder, environment: Record<string, string> = {}): WorkerProcess {
  return start('worker-child.ts', order, environment);
}

/** Starts a worker with the product's own jobs. */
export function startDispatchWorker(order: DispatchOrder): WorkerProcess {
  return start('dispatch-child.ts', order, {});
}

/** Starts a web process of the whole product; `ready` tells its address. */
export function startWeb(order: WebOrder): WorkerProcess {
  return start('web-child.ts', order, {});
}

function start(file: string, order: object, environment: Record<string, string>): WorkerProcess {
  const child = spawn(process.execPath, [programOf(join('test', 'support', file)), JSON.stringify(order)], {
    cwd: ROOT,
    env: { ...process.env, ...environment },
    stdio: ['pipe', 'pipe', 'pipe'],
  });
  const worker = watch(child);
  started.push(worker);
  return worker;
}

function watch(child: ChildProcess): WorkerProcess {
  const told: Told[] = [];
  const log: string[] = [];
  const unhandled: string[] = [];
  const waiting: { name: string; resolve: (told: Told) => void }[] = [];
  let consumed = 0;
  if (child.stdout === null || child.stderr === null) throw new Error('no pipes');
  createInterface({ input: child.stdout }).on('line', (line) => {
    if (line.startsWith('@unhandled ')) unhandled.push(line);
    if (!line.startsWith('@point ')) return;
    const point = JSON.parse(line.slice('@point '.length)) as Told;
    told.push(point);
    for (const wish of waiting.filter(({ name }) => name === point.name)) {
      waiting.splice(waiting.indexOf(wish), 1);
      consumed = told.length;
      wish.resolve(point);
    }
  });
  createInterface({ input: child.stderr }).on('line', (line) => log.push(line));
  const exited = new Promise<{ code: number | null; signal: NodeJS.Signals | null }>((resolve) => {
    child.on('exit', (code, signal) => resolve({ code, signal }));
  });
  return {
    pid: child.pid ?? 0,
    told,
    log,
    unhandled,
    exited,
    until: async (name, limitMs = 60_000) => {
      const known = told.slice(consumed).findIndex((point) => point.name === name);
      if (known >= 0) {
        consumed += known + 1;
        return told[consumed - 1] as Told;
      }
      return new Promise<Told>((resolve, reject) => {
        const timer = setTimeout(() => {
          reject(new Error(`${name} was not reached within ${limitMs} ms\n${log.slice(-20).join('\n')}`));
        }, limitMs);
        waiting.push({
          name,
          resolve: (point) => {
            clearTimeout(timer);
            resolve(point);
          },
        });
      });
    },
    go: () => void child.stdin?.write('go\n'),
    signal: (signal) => void child.kill(signal),
    kill: async () => {
      if (child.exitCode === null && child.signalCode === null) child.kill('SIGKILL');
      await exited;
    },
  };
}
