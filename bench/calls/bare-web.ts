import { createServer } from 'node:http';
import express from 'express';
import { makeApp } from '../../server/app.ts';
import { newId } from '../../server/platform/ids.ts';
import { makeHttpServer } from '../../server/platform/web/http-server.ts';
import { makeViewEngine, type ViewEngine } from '../../server/platform/web/view-engine.ts';
import { allRoutes } from '../../server/routes.ts';
import { option } from '../machine.ts';
import { nextCall, signIn } from './browser.ts';
import { openHouse } from './scene.ts';
import { serveUntilAsked } from './serving.ts';

/** Records a next call of the product reads one after another: to claim a row, and to show its desk. */
const READS = { claim: 6, desk: 5 };

/**
 * Bare Express with the same template and literal data: the desk is drawn once by the product, what the template got is
 * kept, and from then on nothing is asked of anybody: no session, no database. With `--asks yes` it asks the database as
 * often as the product does, but for a single small record by its id, and writes as often: less than that nothing can do
 * that gives nobody twice and keeps a trail.
 */
const engine = makeViewEngine();
let kept: Parameters<ViewEngine['page']> | null = null;
const listening: ViewEngine = {
  ...engine,
  page: (...drawn) => {
    if (drawn[0] === 'callbacks/desk') kept = drawn;
    return engine.page(...drawn);
  },
};
const { house, services } = await openHouse(option('uri', ''), '09:20');
const app = makeApp(house, allRoutes(services, house), {
  visitors: services.staff.visitors,
  sessionSecret: 'a secret of the measurement, 32 characters',
  engine: listening,
});
const product = makeHttpServer(app);
await new Promise<void>((ready) => product.listen(0, '127.0.0.1', ready));
const address = product.address();
if (address === null || typeof address === 'string') throw new Error('no port');
const staffNo = option('agent', '');
const browser = await signIn(`http://127.0.0.1:${address.port}`, staffNo);
await nextCall(browser);
product.closeAllConnections();
product.close();
const literal = kept as Parameters<ViewEngine['page']> | null;
if (literal === null) throw new Error('the desk was not drawn');

const asks = option('asks', '') === 'yes';
const collection = (name: string) => house.db.connection.collection<{ _id: string }>(name);
const ask = async (reads: number): Promise<void> => {
  for (let i = 0; i < reads; i += 1) await collection('staff').findOne({ _id: staffNo });
  await collection('bare_writes').insertOne({ _id: newId() });
};

const bare = express();
bare.post('/calls/next', async (_req, res) => {
  if (asks) await ask(READS.claim);
  res.redirect(303, '/calls/desk/1');
});
bare.get('/calls/desk/1', async (_req, res) => {
  if (asks) await ask(READS.desk);
  res.type('html').send(engine.page(...literal));
});
await serveUntilAsked(createServer(bare));
await house.db.close();
