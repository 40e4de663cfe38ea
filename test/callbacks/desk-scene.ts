import { afterAll } from 'vitest';
import { callbackRoutes } from '../../server/callbacks/index.ts';
import { openDatabase } from '../../server/platform/mongo.ts';
import type { Actor } from '../../server/platform/roles.ts';
import { openTab, type Tab } from '../support/browser.ts';
import { ownDatabaseUri } from '../support/database.ts';
import { openOffice, type TestOffice, type Visitor } from '../support/page.ts';
import { callScene, type CallScene } from './call-scene.ts';

/** An office in the middle of its calling day, with the pages of the calling around it. */
export interface DeskScene extends CallScene {
  office: TestOffice;
  /** An agent at a browser without script. */
  visit(agent: Actor): Promise<Visitor>;
  /** An agent at a real browser. */
  sit(agent: Actor, options?: Parameters<typeof openTab>[1]): Promise<Tab>;
}

/** As {@link callScene} hires them. */
export const HIRED_PASSWORD = 'sesam-oeffne-dich';

/** Two connections to one database, because every part keeps its own models. */
export async function deskScene(settings: Record<string, string> = {}): Promise<DeskScene> {
  const uri = ownDatabaseUri();
  const [own, pages] = [await openDatabase(uri, { poolSize: 6 }), await openDatabase(uri, { poolSize: 6 })];
  afterAll(async () => {
    await own.connection.dropDatabase();
    await own.close();
    await pages.close();
  });
  const scene = await callScene(own);
  const { services, clock } = scene;
  const office = await openOffice(
    (house) =>
      callbackRoutes({
        ...services,
        ...services.press,
        workstations: services.staff.workstations,
        opensNext: async (staffNo) => (await services.staff.find(staffNo))?.opensNext ?? false,
        leaseMs: house.config.CALL_LEASE,
        store: house.config.STORE_NAME,
        staffNames: async () =>
          new Map((await services.staff.list()).map(({ staffNo, name }) => [staffNo, name])),
        clock,
      }),
    { clock, db: pages, settings },
  );
  const visit = async ({ staffNo }: Actor) => {
    const visitor = office.visitor();
    await visitor.get('/sign-in');
    const answer = await visitor.post('/sign-in', { staffNo, password: HIRED_PASSWORD });
    if (answer.status !== 303) throw new Error(`sign-in of ${staffNo}: ${answer.status}`);
    return visitor;
  };
  return {
    ...scene,
    office,
    visit,
    sit: async (agent, options) => {
      const tab = await openTab(office, options);
      const visitor = await visit(agent);
      await tab.context.addCookies(
        [...visitor.cookies].map(([name, value]) => ({ name, value, url: office.url })),
      );
      return tab;
    },
  };
}
