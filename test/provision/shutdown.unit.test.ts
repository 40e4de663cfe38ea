import { describe, expect, it } from 'vitest';
import { makeLog } from '../../server/platform/log.ts';
import { makeShutdown } from '../../server/platform/shutdown.ts';

describe('the way down', () => {
  it('ends everything before what it stands on, once', async () => {
    const order: string[] = [];
    const shutdown = makeShutdown(makeLog('silent'));
    for (const name of ['servers', 'database', 'worker', 'web'])
      shutdown.add(name, async () => void order.push(name));
    expect(shutdown.begun).toBe(false);
    expect(await Promise.all([shutdown.run('once'), shutdown.run('twice')])).toEqual([
      'complete',
      'complete',
    ]);
    expect(order).toEqual(['web', 'worker', 'database', 'servers']);
  });

  it('goes on after a step that fails, and tells that it was not complete', async () => {
    const order: string[] = [];
    const shutdown = makeShutdown(makeLog('silent'));
    shutdown.add('database', async () => void order.push('database'));
    shutdown.add('worker', async () => Promise.reject(new Error('stuck')));
    expect(await shutdown.run('test')).toBe('incomplete');
    expect(order).toEqual(['database']);
  });
});
