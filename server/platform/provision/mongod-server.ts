import { randomBytes } from 'node:crypto';
import { existsSync, readFileSync, realpathSync, statSync, writeFileSync } from 'node:fs';
import { platform } from 'node:os';
import { join } from 'node:path';
import { MongoClient, type Db } from 'mongodb';
import { exists } from './door.ts';
import { ownerOnlyFolder } from './folders.ts';
import { CannotStart, oneLine, type Program } from './outcome.ts';
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

/** An embedded MongoDB that runs and is the writable primary of its one-member replica set. */
export interface RunningMongo {
  /** With user and password; never printed. */
  uri: string;
  port: number;
  pid: number;
  /** It was still running from before (its parent had crashed, or another command of ours uses it). */
  adopted: boolean;
  /** The line that says what was chosen and why. */
  chosen: string;
  /** Clean end: journal flushed, exit waited for. */
  stop: () => Promise<void>;
}

const USER = 'office';
const SET = 'rs0';
const DATABASE = 'office';
/** Recovery of a large journal after a crash can take a while. */
const READY_LIMIT_MS = 120_000;
/** A stranger on the remembered port says nothing we understand; a server of ours that is slow is met again below. */
const ADOPT_LIMIT_MS = 4_000;
const STOP_LIMIT_MS = 30_000;

/**
 * Brings up the embedded MongoDB of a folder, or adopts the one that already runs on it.
 * @param find looks for the program; called only when a server has to be started.
 * @param parameters extra `--setParameter` values, for tests.
 * @throws CannotStart with the server's own reason.
 */
export async function openMongo(
  parent: string,
  find: () => Promise<Program>,
  parameters: readonly string[] = [],
): Promise<RunningMongo> {
  const folder = ownerOnlyFolder(parent, 'mongodb');
  const known = readState(folder);
  const running = known === null ? null : await adopt(folder, known);
  if (running !== null) return running;
  const program = await find();
  const until = performance.now() + READY_LIMIT_MS;
  for (;;) {
    const started = await start(folder, known, program, parameters, until);
    if (typeof started === 'object') return started;
    // Another mongod may hold the folder because it is still going down (its parent was killed): that passes.
    if (performance.now() > until || !/DBPathInUse|in use/i.test(started)) {
      throw new CannotStart(`The embedded MongoDB does not start. ${started}\nIts log: ${logOf(folder)}`);
    }
    await pause(300);
    const appeared = known === null ? null : await adopt(folder, known);
    if (appeared !== null) return appeared;
  }
}

/** The embedded MongoDB of a folder if it runs; starts nothing. */
export async function runningMongo(parent: string): Promise<RunningMongo | null> {
  const folder = join(parent, 'mongodb');
  const known = readState(folder);
  return known === null ? null : adopt(folder, known);
}

/** The server that listens on the remembered port, if it is the one of this folder; its set-up is completed. */
async function adopt(folder: string, state: ServerState): Promise<RunningMongo | null> {
  if (!(await listens(state.port))) return null;
  const until = performance.now() + ADOPT_LIMIT_MS;
  return setUp(folder, state, until, async () => !(await listens(state.port)), true);
}

/** Starts a server; gives the reason when it ends before it is ready. */
async function start(
  folder: string,
  known: ServerState | null,
  program: Program,
  parameters: readonly string[],
  until: number,
): Promise<RunningMongo | string> {
  ownerOnlyFolder(folder, 'data');
  const keyFile = join(folder, 'keyfile');
  if (!existsSync(keyFile)) writeFileSync(keyFile, randomBytes(512).toString('base64'), { mode: 0o600 });
  const state: ServerState = {
    port: await freePort(known?.port),
    password: known?.password ?? newPassword(),
    setUp: known?.setUp ?? false,
    chosen: `MongoDB ${program.version} (${program.why}), embedded in ${folder}`,
  };
  writeState(folder, state);
  if (known?.setUp === true && known.port !== state.port) await renameMember(folder, state, program, until);
  const inSet = ['--replSet', SET, '--oplogSize', '1024'];
  const server = launch(program.path, [...argumentsFor(folder, state.port, parameters), ...inSet]);
  const ready = await setUp(folder, state, until, async () => server.ended() !== null, false);
  if (ready !== null) return ready;
  if (known !== null) writeState(folder, known);
  return `mongod ${server.ended() ?? 'does not answer in time'}: ${reasonIn(logOf(folder))}`;
}

function logOf(folder: string): string {
  return join(folder, 'mongod.log');
}

/** Compression is off because 6.0.5 answers crafted compressed messages before it asks for a password. */
function argumentsFor(folder: string, port: number, parameters: readonly string[]): string[] {
  return [
    ...['--dbpath', join(folder, 'data'), '--port', String(port), '--bind_ip', '127.0.0.1'],
    ...['--keyFile', join(folder, 'keyfile'), '--logpath', logOf(folder), '--logappend'],
    ...['--networkMessageCompressors', 'disabled'],
    ...(platform() === 'win32' ? [] : ['--nounixsocket']),
    ...parameters.flatMap((value) => ['--setParameter', value]),
  ];
}

/** Waits until the server answers, completes the first set-up, and waits for the primary; null when that fails. */
async function setUp(
  folder: string,
  state: ServerState,
  until: number,
  ended: () => Promise<boolean>,
  adopted: boolean,
): Promise<RunningMongo | null> {
  for (; !(await ended()) && performance.now() < until; await pause(40)) {
    if (!(await listens(state.port))) continue;
    if (!state.setUp) await firstSetUp(state).catch(() => undefined);
    const client = await signedIn(state).catch(() => null);
    if (client === null) continue;
    try {
      const admin = client.db('admin');
      if (!(await servesFolder(admin, folder))) return null;
      await untilPrimary(admin);
      if (!state.setUp) writeState(folder, { ...state, setUp: true });
      return await describe(folder, admin, state, adopted);
    } finally {
      await client.close();
    }
  }
  return null;
}

/**
 * Over the localhost exception: replica set of one member, then the only user (`__system`, to rename that member when
 * its port changes). A repeat after a crash goes on.
 */
async function firstSetUp({ port, password }: ServerState): Promise<void> {
  const client = await new MongoClient(`mongodb://127.0.0.1:${port}/?directConnection=true`, {
    serverSelectionTimeoutMS: 1_000,
  }).connect();
  try {
    const admin = client.db('admin');
    const member = { _id: 0, host: `127.0.0.1:${port}` };
    await admin.command({ replSetInitiate: { _id: SET, members: [member] } }).catch(unlessDone);
    await untilPrimary(admin);
    await admin.command({ createUser: USER, pwd: password, roles: ['root', '__system'] });
  } finally {
    await client.close();
  }
}

function unlessDone(error: unknown): void {
  if ((error as { codeName?: string }).codeName !== 'AlreadyInitialized') throw error;
}

/**
 * A port other than last time's: the set's one member must be renamed, or the server stays outside its own set. Done
 * the documented way, on the server started alone for a moment (with passwords on); waiting until it has understood
 * that the old port is not its own takes half a minute and more.
 */
async function renameMember(
  folder: string,
  state: ServerState,
  program: Program,
  until: number,
): Promise<void> {
  const alone = launch(program.path, argumentsFor(folder, state.port, []));
  for (; alone.ended() === null && performance.now() < until; await pause(40)) {
    const client = (await listens(state.port)) ? await signedIn(state).catch(() => null) : null;
    if (client === null) continue;
    try {
      const sets = client.db('local').collection<{ _id: string }>('system.replset');
      const renamed = { $set: { 'members.0.host': `127.0.0.1:${state.port}` }, $inc: { version: 1 } };
      await sets.updateOne({ _id: SET }, renamed, { writeConcern: { w: 1, journal: true } });
      await client
        .db('admin')
        .command({ shutdown: 1 })
        .catch(() => undefined);
    } finally {
      await client.close();
    }
    while (alone.ended() === null && performance.now() < until) await pause(40);
    return;
  }
}

async function untilPrimary(admin: Db): Promise<void> {
  const until = performance.now() + 60_000;
  for (;;) {
    const hello = await admin.command({ hello: 1 });
    if (hello['isWritablePrimary'] === true) return;
    if (performance.now() > until) throw new Error('the embedded MongoDB does not become primary');
    await pause(20);
  }
}

function signedIn({ port, password }: ServerState): Promise<MongoClient> {
  return new MongoClient(`mongodb://127.0.0.1:${port}/?directConnection=true&authSource=admin`, {
    auth: { username: USER, password },
    serverSelectionTimeoutMS: 2_000,
  }).connect();
}

async function servesFolder(admin: Db, folder: string): Promise<boolean> {
  const reply = await admin.command({ getCmdLineOpts: 1 });
  const { storage } = reply['parsed'] as { storage?: { dbPath?: string } };
  return storage?.dbPath !== undefined && realpathSync(storage.dbPath) === realpathSync(join(folder, 'data'));
}

async function describe(
  folder: string,
  admin: Db,
  state: ServerState,
  adopted: boolean,
): Promise<RunningMongo> {
  const status = await admin.command({ serverStatus: 1 });
  const pid = Number(status['pid']);
  const { port, password } = state;
  const query = `authSource=admin&replicaSet=${SET}`;
  return {
    uri: `mongodb://${USER}:${password}@127.0.0.1:${port}/${DATABASE}?${query}`,
    port,
    pid,
    adopted,
    chosen: `${state.chosen}, port ${port}${adopted ? ', was already running' : ''}`,
    stop: () => stop(folder, state, pid),
  };
}

async function stop(folder: string, state: ServerState, pid: number): Promise<void> {
  const client = await signedIn(state).catch(() => null);
  if (client !== null) {
    // The reply never comes: the server closes the connection as it goes.
    await client
      .db('admin')
      .command({ shutdown: 1, force: true, timeoutSecs: 1 })
      .catch(() => undefined);
    await client.close();
  }
  const until = performance.now() + STOP_LIMIT_MS;
  while (exists(pid) && !(await letGo(folder, state))) {
    if (performance.now() > until) throw new Error(`mongod ${pid} does not end`);
    await pause(30);
  }
}

/**
 * A mongod empties its lock file as the last act of a clean end. The process id alone is no proof: one whose parent
 * has died stays listed until somebody collects it.
 */
async function letGo(folder: string, { port }: ServerState): Promise<boolean> {
  if (await listens(port)) return false;
  return statSync(join(folder, 'data', 'mongod.lock'), { throwIfNoEntry: false })?.size === 0;
}

/** The last fatal or error message of the server's own log. */
function reasonIn(log: string): string {
  try {
    const lines = readFileSync(log, 'utf8').trim().split('\n').slice(-200).reverse();
    for (const line of lines) {
      const { s, msg, attr } = JSON.parse(line) as { s?: string; msg?: string; attr?: unknown };
      if (s === 'F' || s === 'E') return `${msg ?? ''} ${JSON.stringify(attr ?? {})}`.slice(0, 400);
    }
    return 'its log names no reason';
  } catch (error) {
    return oneLine(error);
  }
}
