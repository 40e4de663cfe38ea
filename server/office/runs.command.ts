import { wordsOf, type OfficeCommand } from './command.ts';
import { dateOption } from './day-option.ts';
import { reportLine } from './run-line.ts';

/** `office runs [--date YYYY-MM-DD]`: the day's runs, as a list of the same documents that `run` tells. */
export const runsCommand: OfficeCommand = {
  name: 'runs',
  usage: '[--date YYYY-MM-DD]',
  does: "tells a day's runs (today's, unless given)",
  options: { date: { type: 'string' } },
  prepare: (asked) => {
    wordsOf(asked);
    const day = dateOption(asked);
    return async ({ office: { services, house } }) => {
      const reports = await services.runs.runsOf(day ?? house.clock.today());
      return { document: reports, lines: reports.length === 0 ? ['No runs.'] : reports.map(reportLine) };
    };
  },
};
