import { wordsOf, type OfficeCommand } from './command.ts';
import { dayOf } from './day-option.ts';

/** `office explain <date> <card no. or customer id>`: why somebody is or is not on a list that day. */
export const explainCommand: OfficeCommand = {
  name: 'explain',
  usage: '<date> <card no. or customer id>',
  does: 'tells why a customer is, or is not, on a list that day',
  options: {},
  prepare: (asked) => {
    const { date, customer } = wordsOf(asked, 'date', 'customer');
    const day = dayOf(date);
    return async ({ office: { services } }) => {
      const explained = await services.dispatch.explain(day, customer);
      const { due, suppressedBy, waitingDays, sheet, agent } = explained;
      return {
        document: explained,
        lines: [
          ...due.map(({ rule, occasionKey, since }) => `due: ${rule} ${occasionKey}, since ${since}`),
          due.length === 0 ? 'nothing due' : `waiting ${waitingDays} days`,
          `not called because: ${suppressedBy ?? '–'}`,
          `sheet ${sheet ?? '–'}, agent ${agent ?? '–'}`,
        ],
      };
    };
  },
};
