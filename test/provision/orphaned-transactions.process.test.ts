import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { afterAll, expect, it } from 'vitest';
import { openDatabase } from '../../server/platform/mongo.ts';
import { endOrphanedTransactions, processName } from '../../server/platform/orphaned-transactions.ts';
import { ROOT } from '../../server/platform/paths.ts';
import { droppedDatabaseUri } from '../support/database.ts';

const uri = droppedDatabaseUri();
const db = await openDatabase(uri, { poolSize: 2 });
const notes = db.connection.collection<{ _id: string; by: string }>('notes');
const children: ChildProcess[] = [];
afterAll(async () => {
  for (const child of children) child.kill('SIGKILL');
  await endOrphanedTransactions(db);
  await db.close();
});

/** Writes a row in a transaction, says so, and commits when told to go on. */
const WRITER = `
  import { once } from 'node:events';
  import { MongoClient } from 'mongodb';
  const [uri, appName, _id] = process.argv.slice(1);
  const client = await new MongoClient(uri, { appName }).connect();
  await client.withSession((session) => session.withTransaction(async () => {
    await client.db().collection('notes').updateOne({ _id }, { $set: { by: 'process' } }, { session });
    console.log('written');
    await once(process.stdin, 'data');
  }));
  await client.close();
  process.exit();
`;

async function writerOf(id: string): Promise<ChildProcess> {
  const args = ['--input-type=module', '--eval', WRITER, uri, processName('web'), id];
  const child = spawn(process.execPath, args, { cwd: ROOT, stdio: ['pipe', 'pipe', 'inherit'] });
  children.push(child);
  await once(child.stdout, 'data');
  return child;
}

it('what a killed process left open is ended at once, what a living one has open is not', async () => {
  await notes.insertMany([
    { _id: 'killed', by: 'nobody' },
    { _id: 'living', by: 'nobody' },
  ]);
  const [killed, living] = [await writerOf('killed'), await writerOf('living')];
  expect(await endOrphanedTransactions(db)).toBe(0);
  killed.kill('SIGKILL');
  await once(killed, 'exit');
  await expect.poll(() => endOrphanedTransactions(db), { timeout: 20_000 }).toBe(1);
  // In a transaction of its own, a write meets the row of another as a conflict, not as a queue.
  await db.transaction((session) => notes.updateOne({ _id: 'killed' }, { $set: { by: 'us' } }, { session }));
  living.stdin!.write('go\n');
  expect(await once(living, 'exit')).toEqual([0, null]);
  expect(await notes.find().sort({ _id: 1 }).toArray()).toEqual([
    { _id: 'killed', by: 'us' },
    { _id: 'living', by: 'process' },
  ]);
});
