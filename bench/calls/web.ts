import { makeApp } from '../../server/app.ts';
import { collectOnce, keepHeapSmall } from '../../server/platform/heap.ts';
import { makeHttpServer } from '../../server/platform/web/http-server.ts';
import { allRoutes } from '../../server/routes.ts';
import { option } from '../machine.ts';
import { openHouse } from './scene.ts';
import { serveUntilAsked } from './serving.ts';

/** The product's web in a process of its own. */
keepHeapSmall();
const { house, services } = await openHouse(option('uri', ''), '09:20');
const app = makeApp(house, allRoutes(services, house), {
  visitors: services.staff.visitors,
  sessionSecret: 'a secret of the measurement, 32 characters',
});
collectOnce();
await serveUntilAsked(makeHttpServer(app));
await house.db.close();
