import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, inject } from 'vitest';
import { sharedClock } from '../../server/platform/anchor.ts';
import { makeAuditTrail } from '../../server/platform/audit.ts';
import { businessDate, type BusinessDate } from '../../server/platform/business-date.ts';
import { clockFrom, systemClock } from '../../server/platform/clock.ts';
import { readConfig } from '../../server/platform/config.ts';
import { makeLog } from '../../server/platform/log.ts';
import { openDatabase, type Database } from '../../server/platform/mongo.ts';
import { makeServices, type Services } from '../../server/services.ts';
import { droppedDatabaseUri, ownRedisPrefix } from '../support/database.ts';
import {
  freeTcpPort,
  office as command,
  ownFolder,
  startPart,
  type OfficeProcess,
} from '../support/office-process.ts';

export const MONDAY = businessDate('2026-11-23');
export const TUESDAY = businessDate('2026-11-24');

/** On a machine that does other things besides everything takes longer, and nothing here is about speed. */
export const PATIENCE = { deadlineMs: 120_000 };

type Part = 'web' | 'worker';

/** The office of the rehearsed day: web and worker as processes of their own, on real servers. */
export interface DayOffice {
  /** Address of the web, the same after every restart. */
  url: string;
  db: Database;
  /** The product's services in this process, for what is set up beforehand and for looking things up. */
  services: Services;
  redis: { url: string; prefix: string };
  /** Sets everybody's clock (`HH:mm:ss`) and opens web and worker, or closes and opens them anew. */
  at(time: string, day?: BusinessDate): Promise<void>;
  /** Brings a list in by the operator's command. */
  bringIn(kind: 'vip-cards' | 'purchases', csv: string): Promise<{ created: number; rejected: number }>;
  /** Ends a part without warning; `again` opens it once more, on the clock as it runs. */
  kill(part: Part): Promise<void>;
  again(part: Part): Promise<void>;
  /** Everything the processes wrote so far, standard output and error. */
  written(): Promise<string>;
}

/**
 * Small chunks and short leases, so that a run can be met in its middle and goes on soon; logs as talkative as they get.
 */
const SETTINGS = { RUN_CHUNK: '4', RUN_LEASE: '3', TICK_EVERY: '1', DUTY_CALLS: '4', LOG_LEVEL: 'debug' };

export async function openDayOffice(): Promise<DayOffice> {
  const folder = ownFolder();
  const [port, prefix, redisUrl] = [await freeTcpPort(), ownRedisPrefix(), inject('redisUrl')];
  const url = `http://127.0.0.1:${port}`;
  const uri = droppedDatabaseUri();
  const settings: Record<string, string> = {
    ...SETTINGS,
    DEMO: '0',
    DATA_DIR: folder,
    MONGODB_URI: uri,
    REDIS_URL: redisUrl,
    REDIS_PREFIX: prefix,
    PORT: String(port),
    HOST: '127.0.0.1',
  };
  const db = await openDatabase(uri, { poolSize: 5 });
  afterAll(() => db.close());
  let clock = systemClock();
  const shared = clockFrom(() => clock.now(), true);
  const services = await makeServices({
    config: readConfig({ NODE_ENV: 'test', DATA_DIR: folder }),
    db,
    clock: shared,
    log: makeLog('silent'),
    audit: makeAuditTrail(db, shared),
  });
  const running = new Map<Part, OfficeProcess>();
  const ended: string[] = [];

  const start = async (part: Part) => {
    const process = startPart(part, settings);
    running.set(part, process);
    await process.said(part === 'web' ? /Web at/ : /Worker at work/);
  };
  const stop = async (part: Part, signal: NodeJS.Signals) => {
    const process = running.get(part);
    if (process === undefined) return;
    running.delete(part);
    process.kill(signal);
    const { stdout, stderr } = await process.ended;
    ended.push(stdout, stderr);
  };
  const both = (work: (part: Part) => Promise<void>) => Promise.all([work('web'), work('worker')]);

  return {
    url,
    db,
    services,
    redis: { url: redisUrl, prefix },
    at: async (time, day = MONDAY) => {
      await both((part) => stop(part, 'SIGTERM'));
      const OFFICE_NOW = `${day}T${time}+08:00`;
      settings['OFFICE_NOW'] = OFFICE_NOW;
      await both(start);
      clock = await sharedClock(db, { NODE_ENV: 'test', OFFICE_NOW }, false);
    },
    bringIn: async (kind, csv) => {
      const file = join(folder, `${kind}.csv`);
      writeFileSync(file, csv);
      const done = await command(settings, ['import', kind, file, '--json']);
      ended.push(done.stdout, done.stderr);
      if (done.code !== 0) throw new Error(done.stderr);
      return JSON.parse(done.stdout.trimEnd().split('\n').at(-1) ?? '') as {
        created: number;
        rejected: number;
      };
    },
    kill: (part) => stop(part, 'SIGKILL'),
    again: start,
    written: async () => {
      await both((part) => stop(part, 'SIGTERM'));
      return ended.join('\n');
    },
  };
}
