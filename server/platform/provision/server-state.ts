import { spawn } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { readFileSync, renameSync, writeFileSync } from 'node:fs';
import { connect, createServer, type AddressInfo } from 'node:net';
import { join } from 'node:path';

/** What is remembered of an embedded server between starts; owner-only, because the password is in it. */
export interface ServerState {
  port: number;
  password: string;
  /** First set-up (replica set, user) is complete. */
  setUp: boolean;
  /** The line printed when it was chosen, shown again by `doctor`. */
  chosen: string;
}

const FILE = 'server.json';

export function readState(folder: string): ServerState | null {
  try {
    return JSON.parse(readFileSync(join(folder, FILE), 'utf8')) as ServerState;
  } catch {
    return null;
  }
}

export function writeState(folder: string, state: ServerState): void {
  const draft = join(folder, `${FILE}.${process.pid}`);
  writeFileSync(draft, JSON.stringify(state), { mode: 0o600 });
  renameSync(draft, join(folder, FILE));
}

export function newPassword(): string {
  return randomBytes(24).toString('hex');
}

/** A loopback port nobody listens on: the wanted one when it is free. */
export async function freePort(wanted?: number): Promise<number> {
  const tryPort = (port: number) =>
    new Promise<number | null>((done) => {
      const server = createServer();
      server.once('error', () => done(null));
      server.listen(port, '127.0.0.1', () => {
        const { port: got } = server.address() as AddressInfo;
        server.close(() => done(got));
      });
    });
  const port = (wanted === undefined ? null : await tryPort(wanted)) ?? (await tryPort(0));
  if (port === null) throw new Error('no free loopback port');
  return port;
}

/** True when something accepts connections on this loopback port; a refusal is known at once. */
export function listens(port: number): Promise<boolean> {
  return new Promise((done) => {
    const socket = connect({ host: '127.0.0.1', port });
    const finish = (yes: boolean) => {
      socket.destroy();
      done(yes);
    };
    socket.setTimeout(1_000, () => finish(false));
    socket.once('connect', () => finish(true));
    socket.once('error', () => finish(false));
  });
}

/** A program started on its own, so that a Ctrl+C on the terminal reaches the office alone. */
export interface Launched {
  /** How it ended, or null while it runs. */
  ended(): string | null;
}

export function launch(program: string, args: readonly string[]): Launched {
  const child = spawn(program, args, { detached: true, stdio: 'ignore', windowsHide: true });
  const end: { how: string | null } = { how: null };
  child.once('error', (error) => {
    end.how = error.message;
  });
  child.once('exit', (code, signal) => {
    end.how = code === null ? `ended by ${signal ?? 'nothing'}` : `ended with code ${code}`;
  });
  child.unref();
  return { ended: () => end.how };
}

export const pause = (ms: number): Promise<void> => new Promise((wake) => setTimeout(wake, ms));
