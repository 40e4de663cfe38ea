import { randomBytes } from 'node:crypto';
import { linkSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { connect, createServer, type AddressInfo, type Server } from 'node:net';

/**
 * A lock file that can be asked whether its owner lives: the owner listens on a loopback port and answers with the
 * token written in the file. A process id alone proves nothing: after a crash and a restart of the machine the same
 * id belongs to somebody else.
 */
export interface DoorPlate {
  pid: number;
  port: number;
  token: string;
  /** What the owner wants others to know, e.g. the address it serves at. */
  note: string;
}

/** The door of this process; one is enough for all its lock files. */
export interface Door {
  plate(note: string): DoorPlate;
  close(): void;
}

export async function openDoor(): Promise<Door> {
  const token = randomBytes(12).toString('hex');
  const server: Server = createServer((socket) => {
    socket.on('error', () => socket.destroy());
    socket.end(token);
  });
  await new Promise<void>((ready, failed) => {
    server.once('error', failed);
    server.listen(0, '127.0.0.1', () => ready());
  });
  // The door never keeps a process alive that has nothing else to do.
  server.unref();
  const { port } = server.address() as AddressInfo;
  return {
    plate: (note) => ({ pid: process.pid, port, token, note }),
    close: () => void server.close(),
  };
}

const ANSWER_LIMIT_MS = 2_000;

/** True when the owner of a lock file answers; an owner that is stopped (accepts, says nothing) counts as alive. */
export function isAlive(plate: DoorPlate): Promise<boolean> {
  return new Promise((done) => {
    let heard = '';
    const socket = connect({ host: '127.0.0.1', port: plate.port });
    const finish = (alive: boolean) => {
      socket.destroy();
      done(alive);
    };
    socket.setTimeout(ANSWER_LIMIT_MS, () => finish(!socket.connecting && heard === '' && exists(plate.pid)));
    socket.on('data', (part) => void (heard += part.toString('utf8')));
    socket.on('end', () => finish(heard === plate.token));
    socket.on('error', () => finish(false));
  });
}

/** True while a process with this id exists (it may be another one than meant). */
export function exists(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return (error as { code?: string }).code === 'EPERM';
  }
}

/** The plate in a lock file, or null when there is none that can be read. */
export function readPlate(file: string): DoorPlate | null {
  try {
    return JSON.parse(readFileSync(file, 'utf8')) as DoorPlate;
  } catch {
    return null;
  }
}

/**
 * Takes a lock file, or tells who has it. A file left behind by a dead owner is taken over.
 * @returns null when it is ours now, else the living owner.
 */
export async function takeLock(file: string, plate: DoorPlate): Promise<DoorPlate | null> {
  for (;;) {
    if (createWhole(file, plate)) return null;
    const owner = readPlate(file);
    if (owner !== null && (await isAlive(owner))) return owner;
    putAside(file, owner);
  }
}

/** Takes a lock file, waiting for its owner as long as that one lives. @throws Error after `limitMs`. */
export async function waitForLock(file: string, plate: DoorPlate, limitMs: number): Promise<void> {
  const until = performance.now() + limitMs;
  for (;;) {
    const owner = await takeLock(file, plate);
    if (owner === null) return;
    if (performance.now() > until)
      throw new Error(`process ${owner.pid} has held ${file} for ${limitMs / 1000} s`);
    await new Promise((wake) => setTimeout(wake, 100));
  }
}

/** Changes the note on a lock file that is ours. */
export function rewriteLock(file: string, plate: DoorPlate): void {
  if (readPlate(file)?.token !== plate.token) return;
  const draft = `${file}.${plate.token}`;
  writeFileSync(draft, JSON.stringify(plate), { mode: 0o600 });
  renameSync(draft, file);
}

export function dropLock(file: string, plate: DoorPlate): void {
  if (readPlate(file)?.token === plate.token) rmSync(file, { force: true });
}

/** Creates the file with its whole content in one step; false when it is there already. */
function createWhole(file: string, plate: DoorPlate): boolean {
  const draft = `${file}.${plate.token}.${randomBytes(3).toString('hex')}`;
  writeFileSync(draft, JSON.stringify(plate), { mode: 0o600 });
  try {
    linkSync(draft, file);
    return true;
  } catch (error) {
    if ((error as { code?: string }).code === 'EEXIST') return false;
    return createWithoutLinks(file, plate);
  } finally {
    rmSync(draft, { force: true });
  }
}

/** For file systems without hard links. */
function createWithoutLinks(file: string, plate: DoorPlate): boolean {
  try {
    writeFileSync(file, JSON.stringify(plate), { mode: 0o600, flag: 'wx' });
    return true;
  } catch (error) {
    if ((error as { code?: string }).code === 'EEXIST') return false;
    throw error;
  }
}

/** Removes a dead owner's file; if somebody took it over in the meantime, theirs is put back. */
function putAside(file: string, dead: DoorPlate | null): void {
  const aside = `${file}.dead.${randomBytes(6).toString('hex')}`;
  try {
    renameSync(file, aside);
  } catch {
    return;
  }
  const taken = readPlate(aside);
  if (taken !== null && taken.token !== dead?.token) createWhole(file, taken);
  rmSync(aside, { force: true });
}
