import { afterAll, expect, it } from 'vitest';
import { openDatabase } from '../../server/platform/mongo.ts';
import { ownDatabaseUri } from '../support/database.ts';
import { onThisMachine } from '../support/office-process.ts';
import { openWholeOffice } from '../support/page.ts';
import { until } from '../support/until.ts';
import { callScene, zhang } from './call-scene.ts';
import { nextForm } from './web-scene.ts';

const uri = ownDatabaseUri();
const own = await openDatabase(uri, { poolSize: 6 });
/** The web's own pool: four connections, so that a handful of slow questions takes them all. */
const narrow = await openDatabase(uri, { poolSize: 4 });
afterAll(async () => {
  await own.connection.dropDatabase();
  await own.close();
  await narrow.close();
});
const scene = await callScene(own);
const office = await openWholeOffice({ clock: scene.clock, db: narrow });

const stored = () => own.connection.collection('call_results').countDocuments();

async function slowQuestions(): Promise<number> {
  const ns = `${own.connection.name}.slow`;
  const reply = await own.connection.db!.admin().command({ currentOp: 1, ns });
  return (reply['inprog'] as unknown[]).length;
}

it(
  'a result is refused soon with the time to come back, nothing piles up, and the same form is saved after (fault 45)',
  async () => {
    await scene.open({ agents: 1 });
    const agent = office.visitor();
    await agent.get('/sign-in');
    await agent.post('/sign-in', { staffNo: zhang.staffNo, password: 'sesam-oeffne-dich' });
    const { path, fields } = await nextForm(agent);
    await own.connection.collection('slow').insertOne({ one: 1 });
    const slow = Array.from({ length: 4 }, () =>
      narrow.connection.collection('slow').findOne({ $where: 'sleep(7000) || true' } as object),
    );
    await until(async () => (await slowQuestions()) >= 4);

    const began = performance.now();
    const refused = await Promise.all(Array.from({ length: 20 }, () => agent.post(`${path}/result`, fields)));
    expect(performance.now() - began).toBeLessThan(onThisMachine(6_500));
    expect(new Set(refused.map(({ status }) => status))).toEqual(new Set([503]));
    expect(refused[0]?.headers.get('retry-after')).toBe('5');
    expect(await stored()).toBe(0);

    await Promise.all(slow);
    expect((await agent.post(`${path}/result`, fields)).status).toBe(303);
    expect(await stored()).toBe(1);
    const [result] = (await scene.callbacks.results({})).rows;
    expect(result?._id).toBe(fields['submissionId']);
  },
  onThisMachine(90_000),
);
