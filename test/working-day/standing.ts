import type { ReasonLine, SheetLine } from './books.ts';
import type { End, Person } from './people.ts';
import type { Telephone } from './telephone.ts';

/**
 * Everything the books say about how somebody of a sheet stands, in the words of {@link End}; one entry is what there must
 * be: none is a customer lost, two are a customer who is called for two reasons or called and carried over as well.
 */
export function standingOf({ customerId, state }: SheetLine, reasons: readonly ReasonLine[]): string[] {
  const own = reasons.filter((reason) => reason.customerId === customerId);
  const waiting = own.filter((reason) => reason.state === 'waiting');
  if (state === 'carried') return waiting.map(({ rule }) => (rule === 'retry' ? 'retry' : 'carried'));
  if (state !== 'settled') return [`still ${state}`];
  const ahead = waiting.map(({ rule }) => rule);
  const ends = own.flatMap(({ why }) => (why === null || why === 'handed-on' ? [] : [why]));
  return ahead.length > 0 ? ahead : [...new Set(ends)];
}

/** How somebody must stand by what happened on the telephone: whoever was not rung as often as meant is carried over. */
export function expectedEnd(person: Person, telephone: Telephone): End {
  return telephone.callsOf(person).length === person.rings.length ? person.ends : 'carried';
}
