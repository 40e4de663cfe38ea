import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { afterEach, beforeAll, describe, expect, it } from 'vitest';
import { buildIndexes, openDatabase } from '../../server/platform/mongo.ts';
import { ROOT } from '../../server/platform/paths.ts';
import { makeServices } from '../../server/services.ts';
import { ownDatabaseUri } from '../support/database.ts';
import { programOf } from '../support/program-of.ts';
import { until } from '../support/until.ts';
import { useFiles } from './files.ts';
import { canonicalState, makeHouse, manyCards } from './house.ts';

const files = useFiles();
const uri = ownDatabaseUri();
const db = await openDatabase(uri);
const { lists } = await makeServices(makeHouse(db));
const native = db.connection.db!;

/** 300 people are known; the list that is undone gives them a second number and brings 2 000 more. */
const known = files.write('known.csv', manyCards(300));
const undone = files.write('undone.csv', manyCards(2_300).replaceAll(',139', ',137'));

const running: ChildProcess[] = [];

function undoing(importId: string) {
  const child = spawn(process.execPath, [programOf('test/lists/undo-child.ts'), uri, importId], {
    cwd: ROOT,
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  let output = '';
  child.stdout.on('data', (data: Buffer) => (output += data.toString()));
  running.push(child);
  return {
    kill: async () => {
      if (child.exitCode === null && child.kill('SIGKILL')) await once(child, 'close');
    },
    done: async (): Promise<unknown> => {
      if (child.exitCode === null) await once(child, 'close');
      const line = output.split('\n').find((one) => one.startsWith('done '));
      if (line === undefined) throw new Error(`not done: ${output}`);
      return JSON.parse(line.slice(5));
    },
  };
}

beforeAll(async () => {
  await buildIndexes(db);
  return async () => {
    await db.connection.dropDatabase();
    await db.close();
  };
});

afterEach(async () => {
  for (const child of running.splice(0)) {
    if (child.exitCode === null && child.kill('SIGKILL')) await once(child, 'close');
  }
  for (const collection of await native.collections()) await collection.deleteMany({});
});

const left = () => native.collection('customers').countDocuments();
const counted = async (importId: string) =>
  (await native.collection('imports').findOne({ _id: importId as never }))?.['undo'] as
    | {
        removed: number;
        restored: number;
      }
    | undefined;

describe('an undo that is killed', () => {
  it.each([
    ['among those it takes away', (u: { removed: number }) => u.removed > 0],
    ['among those it restores', (u: { restored: number }) => u.restored > 0],
  ] as const)('%s ends in the same state and with the same figures when asked again', async (_, far) => {
    await lists.importFile('vip-cards', known);
    const before = await canonicalState(db);
    const { importId, created, updated } = await lists.importFile('vip-cards', undone);
    expect([created, updated]).toEqual([2_000, 300]);
    const child = undoing(importId);
    await until(async () => far((await counted(importId)) ?? { removed: 0, restored: 0 }), {
      deadlineMs: 60_000,
      everyMs: 5,
    });
    await child.kill();
    expect(await left()).toBeLessThan(2_300);
    expect(await undoing(importId).done()).toEqual({ removed: 2_000, restored: 300, stayed: 0 });
    expect(await canonicalState(db)).toEqual(before);
    expect(await native.collection('import_traces').countDocuments({ importId })).toBe(0);
    const ended = await native.collection('audit').countDocuments({ event: 'list.undone' });
    expect(ended).toBe(1);
  });
});
