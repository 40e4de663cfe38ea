import { wordsOf, type OfficeCommand } from './command.ts';
import { dayOf } from './day-option.ts';

/** `office explain <date> <card no. or customer id>`: why somebody is or is not on a list that day. */
export const explainCommand: OfficeCommand = {
  name: 'explain',
  usage: '<date> <card no. or customer id>',
  does: 'tells why a customer is, or is not, on a list that day, and when next',
  options: {},
  prepare: (asked) => {
    const { date, customer } = wordsOf(asked, 'date', 'customer');
    const day = dayOf(date);
    return async ({ office: { services } }) => {
      const explained = await services.dispatch.explain(day, customer);
      const { due, suppressedBy, waitingDays, sheet, agent, next, callableFrom } = explained;
      return {
        document: explained,
        lines: [
          ...due.map(({ rule, occasionKey, since }) => `due: ${rule} ${occasionKey}, since ${since}`),
          due.length === 0 ? 'nothing due' : `waiting ${waitingDays} days`,
          `not called because: ${suppressedBy ?? '–'}`,
          ...(callableFrom === null ? [] : [`may be called again from ${callableFrom}`]),
          `sheet ${sheet ?? '–'}, agent ${agent ?? '–'}`,
          ...next.map(({ rule, on }) => `next: ${rule} on ${on}`),
        ],
      };
    };
  },
};
