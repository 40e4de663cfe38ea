import { reportLine } from './run-line.ts';
import { wordsOf, WrongUsage, type OfficeCommand } from './command.ts';
import { dateOption } from './day-option.ts';

/** `office run <job> [--date YYYY-MM-DD]`: does the job for that day now; a run that is done only gets what is new. */
export const runCommand: OfficeCommand = {
  name: 'run',
  usage: '<job> [--date YYYY-MM-DD]',
  does: "runs a job of the timetable for a day (today's, unless given) and waits for its end",
  options: { date: { type: 'string' } },
  prepare: (asked) => {
    const { job } = wordsOf(asked, 'job');
    const day = dateOption(asked);
    return async ({ office, runJob, jobs }) => {
      if (!jobs.includes(job))
        throw new WrongUsage(`There is no job "${job}". There are: ${jobs.join(', ')}.`);
      const report = await runJob(job, day ?? office.house.clock.today());
      const told = { document: report, lines: [reportLine(report)] };
      if (report.state === 'done' || report.state === 'skipped') return told;
      return {
        ...told,
        failure: `The run is ${report.state}${report.reason === null ? '' : `: ${report.reason}`}.`,
      };
    };
  },
};
