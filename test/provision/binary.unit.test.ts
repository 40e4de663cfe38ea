import { appendFileSync, mkdtempSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, expect, it } from 'vitest';
import { isKept, keepBinary } from '../../server/platform/provision/cached-binary.ts';
import { hostOf } from '../../server/platform/provision/given-servers.ts';

const folder = mkdtempSync(join(tmpdir(), 'binary-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

it('a program fetched earlier is used only while it is byte for byte what was kept', async () => {
  const [fetched, place] = [join(folder, 'fetched'), join(folder, 'program')];
  writeFileSync(fetched, 'program');
  expect(await isKept(place)).toBe(false);
  await keepBinary(fetched, place);
  expect(await isKept(place)).toBe(true);
  expect(statSync(place).mode & 0o100).toBe(0o100);
  appendFileSync(place, 'x');
  expect(await isKept(place)).toBe(false);
});

it('messages name hosts, never users and passwords', () => {
  expect(hostOf('mongodb://me:p%40ss@db1:27017,db2:27017/office?replicaSet=rs0')).toBe('db1:27017,db2:27017');
  expect(hostOf('redis://:secret@127.0.0.1:6379')).toBe('127.0.0.1:6379');
  expect(hostOf('mongodb+srv://me:p@cluster.example/')).toBe('cluster.example');
});
