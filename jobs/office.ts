import { runOffice } from '../server/office/index.ts';
import { openOffice } from '../server/open-office.ts';
import { readConfig } from '../server/platform/config.ts';
import { SYSTEM } from '../server/platform/roles.ts';
import { startProcess, tell, tellAside } from '../server/process.ts';
import { ALL_JOBS } from './all-jobs.ts';
import { runNow } from './run-now.ts';
import { SCHEDULE } from './schedule.ts';

/** `npm run office -- <command>`: attaches to the running office's servers, or brings them up while it runs. */
await startProcess(async () => {
  process.exitCode = await runOffice(process.argv.slice(2), {
    open: (options) => openOffice('office', readConfig(), tellAside, options),
    desk: ({ house, services }) => ({
      jobs: SCHEDULE.map(({ job }) => job),
      publishTimetable: () => services.runs.timetable.publish(SCHEDULE),
      runJob: (job, day) =>
        runNow({ ...house, services, jobs: ALL_JOBS, schedule: SCHEDULE }, job, day, SYSTEM),
    }),
    readStdin: async () => {
      const parts: Buffer[] = [];
      for await (const part of process.stdin) parts.push(part as Buffer);
      return Buffer.concat(parts).toString('utf8');
    },
    out: tell,
    aside: tellAside,
  });
});
