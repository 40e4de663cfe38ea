import type { RunHandle } from '../../server/platform/run-handle.ts';
import type { Point } from './counting-job.ts';

/**
 * A run's handle that tells of each step: before it (`step`), inside its transaction when everything is written
 * (`written`), and after the commit (`committed`); so that a test can kill a real job at any of them.
 * @param holdAt `<point> <number of the step in this attempt>` to hold at, e.g. `written 3`
 */
export function tellingHandle(
  handle: RunHandle<unknown>,
  point: Point,
  holdAt: readonly string[],
): RunHandle<unknown> {
  let step = 0;
  const at = (name: string) => point(name, { run: handle.runId, step }, holdAt.includes(`${name} ${step}`));
  return {
    runId: handle.runId,
    businessDate: handle.businessDate,
    get progress() {
      return handle.progress;
    },
    signal: handle.signal,
    expect: (count) => handle.expect(count),
    step: async (work) => {
      step += 1;
      await at('step');
      const value = await handle.step(async (session) => {
        const result = await work(session);
        await at('written');
        return result;
      });
      await at('committed');
      return value;
    },
  };
}
