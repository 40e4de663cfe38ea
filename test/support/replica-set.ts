import { spawn, type ChildProcess } from 'node:child_process';
import { mkdirSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { MongoClient, type Document } from 'mongodb';
import { cacheFolder } from '../../server/platform/provision/folders.ts';
import { findMongod } from '../../server/platform/provision/mongod-program.ts';
import { freePort, listens } from '../../server/platform/provision/server-state.ts';
import { until } from './until.ts';

/** A replica set of three of the test's own, with failpoints. */
export interface ReplicaSet {
  /** Connection string of a database in it. */
  uri(database: string): string;
  /** Kills the primary by SIGKILL; the others elect a new one. */
  killPrimary(): Promise<void>;
  /** Brings killed members up again. */
  restart(): Promise<void>;
  /** Makes the primary step down for so many seconds. */
  stepDown(seconds: number): Promise<void>;
  /** Runs a command on the primary's admin database. */
  admin(command: Document): Promise<Document>;
  end(): Promise<void>;
}

interface Member {
  port: number;
  folder: string;
  process: ChildProcess;
}

/** Starts three members; elections take about a second, so that tests need not wait long. */
export async function openReplicaSet(): Promise<ReplicaSet> {
  const root = mkdtempSync(join(tmpdir(), 'replica-set-'));
  const program = await findMongod(cacheFolder(root), () => undefined);
  const start = (port: number, folder: string) =>
    spawn(
      program.path,
      [
        ...['--replSet', 'rs3', '--port', String(port), '--bind_ip', '127.0.0.1', '--dbpath', folder],
        ...['--logpath', join(root, `${port}.log`), '--logappend', '--nounixsocket'],
        ...['--wiredTigerCacheSizeGB', '0.25', '--oplogSize', '64', '--setParameter', 'enableTestCommands=1'],
      ],
      { stdio: 'ignore' },
    );
  const members: Member[] = [];
  for (const number of [1, 2, 3]) {
    const folder = join(root, String(number));
    mkdirSync(folder);
    const port = await freePort();
    members.push({ port, folder, process: start(port, folder) });
    await until(() => listens(port), { what: 'mongod', deadlineMs: 60_000 });
  }
  const hosts = members.map(({ port }) => `127.0.0.1:${port}`);
  await on(members[0]?.port ?? 0, (client) =>
    client.db('admin').command({
      replSetInitiate: {
        _id: 'rs3',
        members: hosts.map((host, _id) => ({ _id, host })),
        settings: { electionTimeoutMillis: 1_500, heartbeatIntervalMillis: 500 },
      },
    }),
  );
  const primary = async (): Promise<Member> => {
    let found: Member | undefined;
    await until(
      async () => {
        for (const member of members) {
          const hello = await on(member.port, (client) => client.db('admin').command({ hello: 1 })).catch(
            () => null,
          );
          if (hello?.['isWritablePrimary'] === true) found = member;
        }
        return found !== undefined;
      },
      { what: 'a primary', deadlineMs: 60_000 },
    );
    return found as Member;
  };
  await primary();
  const admin = async (command: Document): Promise<Document> => {
    const { port } = await primary();
    return on(port, (client) => client.db('admin').command(command));
  };
  return {
    uri: (database) => `mongodb://${hosts.join(',')}/${database}?replicaSet=rs3`,
    killPrimary: async () => {
      const member = await primary();
      member.process.kill('SIGKILL');
      await until(() => member.process.signalCode !== null);
      await primary();
    },
    restart: async () => {
      for (const member of members.filter(({ process }) => process.signalCode !== null)) {
        member.process = start(member.port, member.folder);
        await until(() => listens(member.port), { what: 'mongod', deadlineMs: 60_000 });
      }
    },
    stepDown: async (seconds) => {
      await admin({ replSetStepDown: seconds, secondaryCatchUpPeriodSecs: 1, force: true }).catch(() => null);
      await primary();
    },
    admin,
    end: async () => {
      for (const { process } of members) process.kill('SIGKILL');
      await until(() =>
        members.every(({ process }) => process.signalCode !== null || process.exitCode !== null),
      );
      rmSync(root, { recursive: true, force: true });
    },
  };
}

async function on<T>(port: number, work: (client: MongoClient) => Promise<T>): Promise<T> {
  const client = new MongoClient(`mongodb://127.0.0.1:${port}/?directConnection=true`, {
    serverSelectionTimeoutMS: 1_000,
  });
  try {
    return await work(await client.connect());
  } finally {
    await client.close();
  }
}
