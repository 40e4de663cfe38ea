import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll } from 'vitest';
import { openDatabase } from '../../server/platform/mongo.ts';
import type { Actor } from '../../server/platform/roles.ts';
import { ownDatabaseUri } from '../support/database.ts';
import { makeVisitor, type Visitor } from '../support/page.ts';
import { startWeb, type WorkerProcess } from '../support/worker-process.ts';
import { callScene, type CallScene } from './call-scene.ts';

/** A web process of the product, and where it serves. */
export interface Web {
  process: WorkerProcess;
  url: string;
}

/** An office in the middle of its calling day, served by processes of their own. */
export interface WebScene extends CallScene {
  /** Starts one; business time is 09:20 of Monday when it starts, and runs. */
  web(): Promise<Web>;
  /** Signs somebody in at a process. */
  signIn(web: Web, who: Pick<Actor, 'staffNo'>): Promise<Visitor>;
}

/** As the scene hires everybody. */
const HIRED_PASSWORD = 'sesam-oeffne-dich';

export async function webScene(): Promise<WebScene> {
  const mongoUri = ownDatabaseUri();
  const db = await openDatabase(mongoUri, { poolSize: 10 });
  const dataFolder = mkdtempSync(join(tmpdir(), 'office-web-'));
  afterAll(async () => {
    rmSync(dataFolder, { recursive: true, force: true });
    await db.connection.dropDatabase();
    await db.close();
  });
  const scene = await callScene(db);
  return {
    ...scene,
    web: async () => {
      const clock = { start: '2026-11-23T09:20:00+08:00', anchorMs: Date.now() };
      const process = startWeb({ mongoUri, clock, dataFolder });
      const { address = '' } = await process.until('ready');
      return { process, url: address };
    },
    signIn: async ({ url }, { staffNo }) => {
      const visitor = makeVisitor(url);
      await visitor.get('/sign-in');
      const { status } = await visitor.post('/sign-in', { staffNo, password: HIRED_PASSWORD });
      if (status !== 303) throw new Error(`sign-in of ${staffNo}: ${status}`);
      return visitor;
    },
  };
}

/** The same browser at another process: its cookies hold there, the sign-in is in the database. */
export function atProcess(visitor: Visitor, { url }: Web): Visitor {
  const moved = makeVisitor(url);
  for (const [name, value] of visitor.cookies) moved.cookies.set(name, value);
  return moved;
}

/** A call on the desk, and the form that ends it. */
export interface DeskForm {
  path: string;
  fields: Record<string, string>;
}

/** Takes the next one of the queue and reads the desk's form. */
export async function nextForm(visitor: Visitor): Promise<DeskForm> {
  await visitor.get('/calls');
  const { location, status } = await visitor.post('/calls/next');
  if (location?.startsWith('/calls/desk/') !== true)
    throw new Error(`no call: ${status} ${String(location)}`);
  return readForm(visitor, location);
}

/** The desk's form once more, as another tab gets it. */
export async function readForm(visitor: Visitor, path: string): Promise<DeskForm> {
  const { html } = await visitor.get(path);
  const hidden = (name: string) => new RegExp(`name="${name}" value="([^"]*)"`).exec(html)?.[1] ?? '';
  return {
    path,
    fields: {
      _csrf: visitor.csrf(),
      submissionId: hidden('submissionId'),
      version: hidden('version'),
      driven: '',
      disposition: 'N1',
    },
  };
}
