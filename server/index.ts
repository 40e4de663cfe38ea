import { alreadyOpen, openOffice } from './open-office.ts';
import { signInLines } from './first-run.ts';
import { readConfig } from './platform/config.ts';
import { CannotStart, runningOffice } from './platform/provision/index.ts';
import { startProcess, tell, tellAside } from './process.ts';
import { checkPort, serveWeb } from './serve.ts';

/**
 * The web process alone: `node dist/server/index.js web`. Runs are driven by worker processes (`dist/jobs/main.js`);
 * without one, `/readyz` says that the planner is silent.
 */
await startProcess(async () => {
  const [part = 'web'] = process.argv.slice(2);
  if (part !== 'web') {
    throw new CannotStart(`This entry serves the web only; for ${part} there is dist/jobs/main.js.`);
  }
  const config = readConfig();
  const other = config.MONGODB_URI === undefined ? await runningOffice(config.DATA_DIR) : null;
  if (other !== null && other.note.endsWith(`:${config.PORT}`))
    throw new CannotStart(alreadyOpen(config.DATA_DIR, other.note));
  await checkPort(config.PORT, config.HOST);
  const office = await openOffice('web', config, tellAside);
  const address = await serveWeb(office);
  for (const line of [office.servers.chosen.mongodb, office.servers.chosen.redis, ...office.firstRun.news])
    tell(line);
  tell(`Web at ${address}`);
  if (!office.firstRun.made)
    for (const line of await signInLines(office.services, office.firstRun.founding)) tell(line);
});
