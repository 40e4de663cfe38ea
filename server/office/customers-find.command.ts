import { SYSTEM } from '../platform/roles.ts';
import { WrongUsage, type OfficeCommand } from './command.ts';

const LIMIT = 20;

/** `office customers find <words>`: masked, as the search page shows them; leaves a line in the audit trail. */
export const customersFindCommand: OfficeCommand = {
  name: 'customers find',
  usage: '<words>',
  does: 'finds customers by card, phone tail, name or pinyin (numbers masked)',
  options: {},
  prepare: ({ words }) => {
    if (words.length === 0) throw new WrongUsage('Wanted: words to look for.');
    return async ({ office: { services, house } }) => {
      const { found, next } = await services.customers.search(words.join(' '), LIMIT);
      await house.audit.record({
        actor: SYSTEM,
        event: 'customer.searched',
        detail: { found: found.length },
      });
      return {
        document: { customers: found, more: next !== null },
        lines: [
          ...found.map(({ customerId, name, card, phone }) =>
            [customerId, name, card ?? '–', phone ?? '–'].join('  '),
          ),
          found.length === 0
            ? 'Nobody found.'
            : next === null
              ? `${found.length} found.`
              : `More than ${LIMIT}.`,
        ],
      };
    };
  },
};
