import { randomBytes } from 'node:crypto';
import { afterAll, beforeAll, describe, it } from 'vitest';
import { openReplicaSet, type ReplicaSet } from '../support/replica-set.ts';
import { openScene, type Scene } from '../support/worker-scene.ts';

const RUN = 'count:2026-11-23';
const CUSTOMERS = 120;
let set: ReplicaSet;

beforeAll(async () => {
  set = await openReplicaSet();
}, 120_000);

afterAll(() => set.end());

const scene = (holdAt: string[] = []): Promise<Scene> =>
  openScene({
    mongoUri: set.uri(`t-${randomBytes(4).toString('hex')}`),
    start: '2026-11-23T08:50:00+08:00',
    leaseMs: 3_000,
    jobs: { count: { customers: CUSTOMERS, chunk: 20, holdAt } },
  });

describe('fault 29: the primary goes away', () => {
  it.each(['mid-chunk', 'chunk-written', 'chunk-done'])(
    'killed at "%s": the run goes on with the new primary, each customer once',
    async (point) => {
      const day = await scene([point]);
      const worker = day.worker();
      for (let chunk = 0; chunk < CUSTOMERS / 20; chunk += 1) {
        await worker.until(point);
        if (chunk === 2) await set.killPrimary();
        worker.go();
        if (chunk === 2) break;
      }
      const free = setInterval(() => worker.go(), 100);
      await day.over(RUN, 120_000);
      clearInterval(free);
      await day.expectWhole(RUN, CUSTOMERS);
      await set.restart();
      await day.close();
    },
  );

  it('stepped down in the middle of a chunk: nothing half, nothing twice', async () => {
    const day = await scene(['chunk-written']);
    const worker = day.worker();
    await worker.until('chunk-written');
    await set.stepDown(2);
    const free = setInterval(() => worker.go(), 100);
    await day.over(RUN, 120_000);
    clearInterval(free);
    await day.expectWhole(RUN, CUSTOMERS);
    await day.close();
  });

  it.each([
    ['cut off at the commit', { closeConnection: true }],
    [
      'no answer whether the commit was kept',
      { errorCode: 64, errorLabels: ['UnknownTransactionCommitResult'] },
    ],
    ['told to begin the transaction anew', { errorCode: 251, errorLabels: ['TransientTransactionError'] }],
  ])('%s, three times: exact all the same', async (_name, data) => {
    const day = await scene();
    await set.admin({
      configureFailPoint: 'failCommand',
      mode: { times: 3 },
      data: { failCommands: ['commitTransaction'], ...data },
    });
    day.worker();
    await day.over(RUN, 120_000);
    await day.expectWhole(RUN, CUSTOMERS);
    await set.admin({ configureFailPoint: 'failCommand', mode: 'off' });
    await day.close();
  });
});
