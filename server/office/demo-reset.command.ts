import { makeDemoOffice } from '../first-run.ts';
import { RuleBroken } from '../platform/errors.ts';
import { wordsOf, type OfficeCommand } from './command.ts';

/** `office demo reset`: empties a demo office and makes it anew around today; any other office is refused. */
export const demoResetCommand: OfficeCommand = {
  name: 'demo reset',
  usage: '',
  does: 'makes the demo office anew, with new passwords; refused for an office that is not a demo',
  options: {},
  prepare: (asked) => {
    wordsOf(asked);
    return async ({ office: { house, services }, publishTimetable, runJob, say }) => {
      if (!(await services.demo.isDemo())) throw new RuleBroken('demo.errors.not-demo');
      say('Making the demo office anew …');
      const { signIns, news } = await makeDemoOffice(house, services);
      await publishTimetable();
      const run = await runJob('daily-dispatch', house.clock.today());
      return { document: { signIns, run }, lines: news };
    };
  },
};
