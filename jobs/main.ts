import { signInLines } from '../server/first-run.ts';
import { alreadyOpen, openOffice, type OpenOffice } from '../server/open-office.ts';
import { readConfig } from '../server/platform/config.ts';
import { collectOnce } from '../server/platform/heap.ts';
import { CannotStart, runningOffice } from '../server/platform/provision/index.ts';
import { startProcess, tell, tellAside } from '../server/process.ts';
import { checkPort, serveWeb } from '../server/serve.ts';
import { ALL_JOBS } from './all-jobs.ts';
import { startDemoDay } from './demo-day.ts';
import { startJobs } from './index.ts';
import { keepPrinting } from './keep-printing.ts';
import { SCHEDULE } from './schedule.ts';

/**
 * `node dist/jobs/main.js all|worker`: the office in one process (what `npm start` runs), or a worker beside web
 * processes.
 */
await startProcess(async () => {
  const [part = 'all'] = process.argv.slice(2);
  if (part === 'all') await startAll();
  else if (part === 'worker') await startWorker();
  else throw new CannotStart(`There is no part "${part}"; this entry knows all and worker.`);
});

async function startAll(): Promise<void> {
  const config = readConfig();
  const embedded = config.MONGODB_URI === undefined;
  const other = embedded ? await runningOffice(config.DATA_DIR) : null;
  if (other !== null) throw new CannotStart(alreadyOpen(config.DATA_DIR, other.note));
  await checkPort(config.PORT, config.HOST);
  const office = await openOffice('all', config, tell);
  const { servers, services, firstRun, house } = office;
  tell(servers.chosen.mongodb);
  tell(servers.chosen.redis);
  await startWorking(office);
  if (firstRun.founding.kind === 'demo') await startDemoDay(services, house.clock);
  const address = await serveWeb(office);
  for (const line of firstRun.news) tell(line);
  if (!firstRun.made) for (const line of await signInLines(services, firstRun.founding)) tell(line);
  tell(`The office is open: ${address}   (Ctrl+C closes it)`);
}

async function startWorker(): Promise<void> {
  const office = await openOffice('worker', readConfig(), tellAside);
  await startWorking(office);
  collectOnce();
  tell(`Worker at work. ${office.servers.chosen.mongodb}`);
}

async function startWorking({ house, services, servers, shutdown }: OpenOffice): Promise<void> {
  try {
    const running = await startJobs({
      ...house,
      services,
      jobs: ALL_JOBS,
      schedule: SCHEDULE,
      redisUrl: servers.redisUrl,
    });
    shutdown.add('worker', running.stop);
    shutdown.add('printing', keepPrinting(services.press, house.clock, house.log).stop);
    // The first look at the timetable comes before the doors open: nobody meets an office that has not planned its day.
    await running.tick();
  } catch (error) {
    await shutdown.run('worker cannot start');
    throw error;
  }
}
