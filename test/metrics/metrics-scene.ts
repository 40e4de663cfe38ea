import { afterAll } from 'vitest';
import { metricsRoutes } from '../../server/metrics/index.ts';
import { callScene, chen, li, MONDAY, result, zhang, type CallScene } from '../callbacks/call-scene.ts';
import { openAgain, useDatabase } from '../support/database.ts';
import { openOffice, type TestOffice } from '../support/page.ts';

/** An office whose figures can be looked at. */
export interface MetricsScene extends CallScene {
  office: TestOffice;
  /** A Monday with three calls, closed at 18:30, and one that came in after its close. */
  closedDay(): Promise<void>;
}

export async function metricsScene(): Promise<MetricsScene> {
  const scene = await callScene(await useDatabase());
  const pages = await openAgain(scene.db);
  afterAll(() => pages.close());
  const { services, clock } = scene;
  const office = await openOffice(
    () =>
      metricsRoutes({
        ...services,
        staffNames: async () =>
          new Map((await services.staff.list()).map(({ staffNo, name }) => [staffNo, name])),
        clock,
      }),
    { clock, db: pages },
  );
  return {
    ...scene,
    office,
    closedDay: async () => {
      await scene.open();
      const ends = [
        [zhang, 'N1'],
        [li, 'R1'],
        [chen, 'W1'],
      ] as const;
      for (const [agent, code] of ends)
        await scene.callbacks.save(result(await scene.next(agent), code), agent);
      scene.at('18:30');
      await scene.db.transaction((session) => services.metrics.freeze(MONDAY, session));
      scene.at('18:40');
      const [missed] = await services.metrics.rowsOf(
        { metric: 'connect', part: 'denominator', from: MONDAY, to: MONDAY },
        zhang.staffNo,
      );
      const called = await scene.callbacks.openIncoming(missed?.customerId ?? '', li);
      await scene.callbacks.save(result(called, 'R1'), li);
    },
  };
}
