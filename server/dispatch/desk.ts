import type { Calendar } from '../calendar/index.ts';
import type { CustomerService } from '../customers/index.ts';
import type { Clock } from '../platform/clock.ts';
import type { Actor } from '../platform/roles.ts';
import type { Roster } from '../roster/index.ts';
import type { Runs } from '../runs/index.ts';
import type { DispatchService } from './dispatch.types.ts';
import type { Papers } from './paper.service.ts';
import type { SheetPrinting } from './printing.service.ts';

/** All that the dispatch pages ask of the house. */
export interface Desk {
  dispatch: DispatchService;
  papers: Papers;
  printing: SheetPrinting;
  customers: Pick<CustomerService, 'cardsFor'>;
  roster: Pick<Roster, 'agentsFor' | 'markAbsent' | 'markPresent'>;
  calendar: Pick<Calendar, 'isStoreOpen'>;
  runs: Pick<Runs, 'slotsOf' | 'ask'>;
  /** Names of staff by number, for who did what. */
  staffNames(): Promise<ReadonlyMap<string, string>>;
  clock: Clock;
}

/** Leaders act on the board; supervisors and administrators read it. */
export function mayLead(actor: Actor): boolean {
  return actor.roles.includes('leader');
}
