import { describe, expect, it } from 'vitest';
import { until } from '../support/until.ts';
import { openScene, redisOfTests, times } from '../support/worker-scene.ts';

const RUN = 'count:2026-11-23';
const COUNT = { count: { customers: 40, chunk: 10 } };
/** Resuming after a kill: what is left of the lease and one look at the ledger. */
const RESUME_LIMIT_MS = 35_000;

describe('fault 1: a worker killed in the middle of a run', () => {
  it.each(['claimed', 'mid-chunk', 'chunk-written', 'chunk-done', 'before-seal'])(
    'killed at "%s": the next worker finishes, each customer once',
    async (point) => {
      const scene = await openScene({ start: '2026-11-23T08:50:00+08:00' });
      const first = scene.worker({ jobs: { count: { ...COUNT.count, holdAt: [point] } } });
      await first.until(point);
      await first.kill();
      const killed = performance.now();
      scene.worker();
      await scene.over(RUN);
      expect(performance.now() - killed).toBeLessThan(RESUME_LIMIT_MS);
      const run = await scene.expectWhole(RUN, 40);
      expect(run.log.map(({ what }) => what)).toEqual(['planned', 'claimed', 'lost', 'claimed', 'done']);
      await scene.close();
    },
  );

  it('killed inside the third chunk: goes on after the second, not from the beginning', async () => {
    const scene = await openScene({ start: '2026-11-23T08:50:00+08:00' });
    const first = scene.worker({ jobs: { count: { ...COUNT.count, holdAt: ['mid-chunk'] } } });
    for (let chunk = 0; chunk < 2; chunk += 1) {
      await first.until('mid-chunk');
      first.go();
    }
    await first.until('mid-chunk');
    await first.kill();
    const second = scene.worker();
    expect(await second.until('claimed')).toMatchObject({ from: 20 });
    await scene.over(RUN);
    await scene.expectWhole(RUN, 40);
    await scene.close();
  });
});

describe('fault 2: killed again and again', () => {
  it('twelve times on the same run: finishes when left alone, with an alert about the attempts', async () => {
    const scene = await openScene({
      start: '2026-11-23T08:50:00+08:00',
      leaseMs: 500,
      redisUrl: redisOfTests(),
    });
    const kills = times(12, 12);
    for (let round = 0; round < kills; round += 1) {
      const worker = scene.worker({ jobs: { count: { ...COUNT.count, holdAt: ['*'] } } });
      await worker.until('claimed');
      await worker.kill();
    }
    expect(await scene.run(RUN)).toMatchObject({ attempts: kills, state: 'running' });
    scene.worker();
    const alerts = await scene.runs.alerts();
    expect(alerts.map(({ code }) => code)).toContain('many-attempts');
    await scene.over(RUN);
    await scene.expectWhole(RUN, 40);
    await scene.close();
  }, 240_000);

  it('a run that kills every worker is given up visibly, and others go on', async () => {
    const scene = await openScene({
      start: '2026-11-23T08:50:00+08:00',
      attempts: 1,
      leaseMs: 500,
    });
    for (let round = 0; round < 2; round += 1) {
      const worker = scene.worker({ jobs: { count: { ...COUNT.count, holdAt: ['claimed'] } } });
      await worker.until('claimed');
      await worker.kill();
    }
    scene.worker();
    const run = await scene.over(RUN);
    expect(run).toMatchObject({ state: 'failed', reason: { code: 'attempts-used-up' } });
    await scene.close();
  });
});

describe('fault 3: a worker stopped (SIGSTOP) past its lease', () => {
  it.each(['mid-chunk', 'chunk-done'])(
    'at "%s": its heir finishes, and awake again it writes nothing',
    async (point) => {
      const scene = await openScene({ start: '2026-11-23T08:50:00+08:00' });
      const zombie = scene.worker({ jobs: { count: { ...COUNT.count, holdAt: [point] } } });
      await zombie.until(point);
      zombie.signal('SIGSTOP');
      const heir = scene.worker();
      await scene.over(RUN);
      const before = await scene.expectWhole(RUN, 40);
      zombie.signal('SIGCONT');
      zombie.go();
      await until(() => zombie.log.some((line) => line.includes('taken over by another worker')));
      expect(await scene.expectWhole(RUN, 40)).toEqual(before);
      expect(before.log.at(-1)?.what).toBe('done');
      expect(before.log.at(-1)?.by).toContain(`:${heir.pid}:`);
      await scene.close();
    },
  );
});

describe('fault 4: the event loop blocked past the lease', () => {
  it('another worker takes over, the blocked one writes nothing more, and the standstill is told', async () => {
    const scene = await openScene({ start: '2026-11-23T08:50:00+08:00', leaseMs: 1_000 });
    const blocked = scene.worker({ jobs: { count: { ...COUNT.count, blockMs: 6_000 } } });
    await blocked.until('chunk-done');
    scene.worker();
    await scene.over(RUN);
    const run = await scene.expectWhole(RUN, 40);
    expect(run.log.map(({ what }) => what)).toContain('lost');
    await until(() => blocked.log.some((line) => line.includes('taken over by another worker')));
    await until(async () => (await scene.runs.alerts()).some(({ code }) => code === 'lag'));
    await scene.expectWhole(RUN, 40);
    await scene.close();
  });
});

describe('fault 5: SIGTERM in the middle of a run', () => {
  it('the chunk ends or rolls back, exit code 0, and the next worker resumes at once', async () => {
    const scene = await openScene({ start: '2026-11-23T08:50:00+08:00', leaseMs: 30_000 });
    const first = scene.worker({ jobs: { count: { customers: 400, chunk: 10, restMs: 50 } } });
    await first.until('chunk-done');
    first.signal('SIGTERM');
    expect(await first.exited).toEqual({ code: 0, signal: null });
    const run = await scene.run(RUN);
    expect(run).toMatchObject({ state: 'pending', fruitless: 0 });
    expect(await scene.db.connection.collection('effects').countDocuments()).toBe(run?.produced);
    scene.worker({ jobs: { count: { customers: 400, chunk: 100 } } });
    // Thirty seconds of lease do not stand in the way: it was given back.
    await scene.over(RUN, 20_000);
    await scene.expectWhole(RUN, 400);
    await scene.close();
  });
});

describe('fault 6: two workers and one run', () => {
  it('rung for twice by hand: one owner, the other finds it held', async () => {
    const scene = await openScene({ start: '2026-11-23T08:50:00+08:00' });
    const jobs = { count: { customers: 200, chunk: 10, restMs: 20 } };
    const workers = [scene.worker({ jobs }), scene.worker({ jobs })];
    await Promise.all(workers.map((worker) => worker.until('ready')));
    await scene.over(RUN);
    const run = await scene.expectWhole(RUN, 200);
    expect(run).toMatchObject({ attempts: 1, fence: 1 });
    expect(workers.filter(({ told }) => told.some(({ name }) => name === 'claimed'))).toHaveLength(1);
    await scene.close();
  });
});

describe('fault 12: one bad record among many', () => {
  it('is set aside and listed, all others are dispatched', async () => {
    const customers = times(5_000, 100_000);
    const scene = await openScene({
      start: '2026-11-23T08:50:00+08:00',
      jobs: { count: { customers, chunk: 500, bad: [customers - 1_500] } },
    });
    scene.worker();
    await scene.over(RUN, 600_000);
    await scene.expectWhole(RUN, customers, 1);
    expect(await scene.runs.ledger.quarantined(RUN)).toMatchObject([
      { key: String(customers - 1_500), reason: 'bad-record' },
    ]);
    await scene.close();
  });
});
