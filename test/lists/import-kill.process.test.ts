import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { readFileSync } from 'node:fs';
import { setTimeout as pause } from 'node:timers/promises';
import { beforeAll, beforeEach, describe, expect, it } from 'vitest';
import type { ImportResult } from '../../server/lists/index.ts';
import { buildIndexes, openDatabase } from '../../server/platform/mongo.ts';
import { ROOT } from '../../server/platform/paths.ts';
import { makeServices } from '../../server/services.ts';
import { ownDatabaseUri } from '../support/database.ts';
import { programOf } from '../support/program-of.ts';
import { fixture, useFiles } from './files.ts';
import { canonicalState, makeHouse, manyCards } from './house.ts';

const files = useFiles();
const uri = ownDatabaseUri();
const db = await openDatabase(uri);
const { lists } = await makeServices(makeHouse(db));

/** A messy list of several chunks: people who come twice, families, a conflict, rows that cannot enter. */
const messy = readFileSync(fixture('cards.csv'), 'utf8').split('\n').slice(1).join('\n');
const columns = readFileSync(fixture('cards.csv'), 'utf8').split('\n')[0] ?? '';
const many = (count: number, from: number) =>
  manyCards(count, from)
    .split('\n')
    .slice(1)
    .map((line) => {
      const [card, name, gender, phone, issued, allow] = line.split(',');
      return card === '' ? '' : `${card},${name},${gender},,,${phone},,,,,,,,,${issued},童装,,${allow},,`;
    })
    .join('\n');
const path = files.write('killed.csv', `${columns}\n${many(1_300, 1)}${messy}${many(1_100, 1_200)}`);

interface Child {
  /** Resolves with the first line that matches. */
  line(match: RegExp): Promise<string>;
  kill(): Promise<void>;
  ended: Promise<number | null>;
}

const running: ChildProcess[] = [];

function importing(): Child {
  const child = spawn(process.execPath, [programOf('test/lists/import-child.ts'), uri, 'vip-cards', path], {
    cwd: ROOT,
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  let output = '';
  const looks: (() => void)[] = [];
  child.stdout.on('data', (data: Buffer) => {
    output += data.toString();
    for (const look of looks) look();
  });
  const ended = new Promise<number | null>((done) => child.on('close', done));
  running.push(child);
  return {
    line: (match) =>
      new Promise((resolve, reject) => {
        const look = () => {
          const found = output.split('\n').find((line) => match.test(line));
          if (found !== undefined) resolve(found);
        };
        looks.push(look);
        look();
        void ended.then((code) => {
          look();
          reject(new Error(`ended with ${code} before ${match}: ${output.slice(-500)}`));
        });
      }),
    kill: async () => {
      child.kill('SIGKILL');
      await ended;
    },
    ended,
  };
}

async function finished(child: Child): Promise<ImportResult> {
  return JSON.parse((await child.line(/^done /)).slice(5)) as ImportResult;
}

async function empty(): Promise<void> {
  for (const collection of (await db.connection.db?.collections()) ?? []) await collection.deleteMany({});
}

const figures = ({ read, created, updated, unchanged, conflicts, rejected }: ImportResult) => ({
  read,
  created,
  updated,
  unchanged,
  conflicts,
  rejected,
});

type Figures = ReturnType<typeof figures>;

/** What the same list tells when it is given a second time. */
const givenAgain = ({ read, conflicts, rejected }: Figures): Figures => ({
  read,
  created: 0,
  updated: 0,
  unchanged: read - conflicts - rejected,
  conflicts,
  rejected,
});

let whole: { figures: Figures; state: unknown; rejects: unknown };

beforeAll(async () => {
  await buildIndexes(db);
  const result = await lists.importFile('vip-cards', path);
  whole = { figures: figures(result), state: await canonicalState(db), rejects: result.rejects };
  return async () => {
    await db.connection.dropDatabase();
    await db.close();
  };
});

beforeEach(async () => {
  for (const child of running.splice(0)) {
    if (child.exitCode === null && child.kill('SIGKILL')) await once(child, 'close');
  }
  await empty();
});

describe('an import that is killed', () => {
  it.each([
    ['before its first chunk', /^ready/, 0],
    ['inside its first chunk', /^ready/, 120],
    ['between two chunks', /^rows 1000/, 0],
    ['inside a later chunk', /^rows 1000/, 60],
    ['before its last rows', /^rows 2000/, 0],
    ['at about its end', /^rows 2000/, 80],
  ] as const)(
    '%s ends in the same state and with the same figures when run again',
    async (where, line, after) => {
      const child = importing();
      await child.line(line);
      await pause(after);
      await child.kill();
      const result = await finished(importing());
      const imports = (await db.connection.db?.collection('imports').countDocuments()) ?? 0;
      // A quick machine is through before the last blow; the list is given a second time then.
      expect(imports).toBeLessThanOrEqual(where === 'at about its end' ? 2 : 1);
      expect(figures(result)).toEqual(imports === 1 ? whole.figures : givenAgain(whole.figures));
      expect(result.rejects).toEqual(whole.rejects);
      expect(await canonicalState(db)).toEqual(whole.state);
    },
  );

  it('three times in a row still ends the same, once', async () => {
    for (const line of [/^ready/, /^rows 1000/, /^rows 2000/]) {
      const child = importing();
      await Promise.race([child.line(line), child.ended]).catch(() => undefined);
      await child.kill();
    }
    const left = await db.connection.db?.collection('imports').findOne({ state: 'running' });
    const result = await finished(importing());
    if (left === null) expect(result.unchanged).toBeGreaterThan(0);
    else expect(figures(result)).toEqual(whole.figures);
    expect(await canonicalState(db)).toEqual(whole.state);
  });

  it('is taken up by a second process that waited for it', async () => {
    const [one, other] = [importing(), importing()];
    const waits = (child: Child, owner: Child) => child.line(/^waiting/).then(() => ({ child, owner }));
    const { child: second, owner } = await Promise.any([waits(one, other), waits(other, one)]);
    await owner.kill();
    expect(figures(await finished(second))).toEqual(whole.figures);
    expect(await canonicalState(db)).toEqual(whole.state);
  });
});
