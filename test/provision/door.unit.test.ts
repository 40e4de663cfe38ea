import { mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { createServer, type AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeEach, describe, expect, it } from 'vitest';
import { dropLock, isAlive, openDoor, readPlate, takeLock } from '../../server/platform/provision/door.ts';

const folder = mkdtempSync(join(tmpdir(), 'door-'));
let file = '';
let count = 0;

beforeEach(() => {
  count += 1;
  file = join(folder, `lock-${count}`);
});

afterAll(() => rmSync(folder, { recursive: true, force: true }));

describe('a lock file', () => {
  it('belongs to one, and tells the others who has it', async () => {
    const [mine, theirs] = [await openDoor(), await openDoor()];
    expect(await takeLock(file, mine.plate('http://localhost:3000'))).toBeNull();
    expect(await takeLock(file, theirs.plate(''))).toMatchObject({ note: 'http://localhost:3000' });
    dropLock(file, theirs.plate(''));
    expect(await takeLock(file, theirs.plate(''))).not.toBeNull();
    dropLock(file, mine.plate(''));
    expect(await takeLock(file, theirs.plate(''))).toBeNull();
    mine.close();
    theirs.close();
  });

  it('of an owner that died is taken over', async () => {
    const [dead, next] = [await openDoor(), await openDoor()];
    await takeLock(file, dead.plate(''));
    dead.close();
    expect(await takeLock(file, next.plate('here'))).toBeNull();
    expect(readPlate(file)?.note).toBe('here');
    next.close();
  });

  it('of a dead owner whose port now belongs to somebody else is taken over', async () => {
    const stranger = createServer((socket) => socket.end('hello'));
    await new Promise<void>((ready) => stranger.listen(0, '127.0.0.1', () => ready()));
    const { port } = stranger.address() as AddressInfo;
    const next = await openDoor();
    writeFileSync(file, JSON.stringify({ pid: process.pid, port, token: 'old', note: '' }));
    expect(await takeLock(file, next.plate(''))).toBeNull();
    stranger.close();
    next.close();
  });

  it('with nonsense in it is taken over', async () => {
    writeFileSync(file, '{');
    const door = await openDoor();
    expect(await takeLock(file, door.plate(''))).toBeNull();
    door.close();
  });

  it('reached for by many at once goes to exactly one, and leaves nothing else behind', async () => {
    const dead = await openDoor();
    await takeLock(file, dead.plate(''));
    dead.close();
    const doors = await Promise.all(Array.from({ length: 12 }, () => openDoor()));
    const owners = await Promise.all(doors.map((door) => takeLock(file, door.plate(''))));
    expect(owners.filter((owner) => owner === null)).toHaveLength(1);
    expect(readdirSync(folder).filter((name) => name.startsWith(`lock-${count}.`))).toEqual([]);
    for (const door of doors) door.close();
  });
});

describe('an owner', () => {
  it('that accepts but says nothing (it was stopped) counts as alive', async () => {
    const silent = createServer(() => undefined);
    await new Promise<void>((ready) => silent.listen(0, '127.0.0.1', () => ready()));
    const { port } = silent.address() as AddressInfo;
    expect(await isAlive({ pid: process.pid, port, token: 'x', note: '' })).toBe(true);
    silent.close();
  });
});
