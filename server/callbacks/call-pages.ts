import type { CustomerService } from '../customers/index.ts';
import type { DispatchService } from '../dispatch/index.ts';
import type { Clock } from '../platform/clock.ts';
import { NotAllowed } from '../platform/errors.ts';
import type { Actor } from '../platform/roles.ts';
import type { Ask } from '../platform/web/route.ts';
import type { Roster } from '../roster/index.ts';
import type { Scripts } from '../scripts/index.ts';
import type { ServiceHistory } from '../service-history/index.ts';
import type { Callbacks } from './callback.types.ts';
import { dispositionWords } from './disposition-words.ts';

/** What queue, incoming calls and paper keyed back are drawn from. */
export interface CallPages {
  callbacks: Callbacks;
  scripts: Pick<Scripts, 'forCall' | 'version'>;
  customers: Pick<CustomerService, 'get' | 'cardsFor' | 'search'>;
  history: Pick<ServiceHistory, 'timeline'>;
  roster: Pick<Roster, 'rosterFor'>;
  clock: Clock;
  /** Names of staff by number, for who did what. */
  staffNames: () => Promise<ReadonlyMap<string, string>>;
}

/** Pages that show sheets as they lie on the desk. */
export interface SheetPages extends CallPages {
  dispatch: Pick<DispatchService, 'sheets' | 'sheet' | 'worklist'>;
}

/** Words that every page of the calling needs. */
export interface CallWords {
  /** A disposition in words, a leader's own ones too. */
  resultWord: (code: string) => string;
  nameOf: (staffNo: string) => string;
}

export async function callWords({ callbacks, staffNames }: CallPages, ask: Ask): Promise<CallWords> {
  const [dispositions, names] = await Promise.all([callbacks.dispositions(), staffNames()]);
  return {
    resultWord: dispositionWords(dispositions, ask.t),
    nameOf: (staffNo) => names.get(staffNo) ?? staffNo,
  };
}

/** Leaders and the day's deputy may work and watch any queue. */
export async function leadsToday({ roster, clock }: CallPages, actor: Actor): Promise<boolean> {
  if (actor.roles.includes('leader')) return true;
  const { rows } = await roster.rosterFor(clock.today());
  return rows.some(({ staffNo, deputyLeader }) => staffNo === actor.staffNo && deputyLeader);
}

/** @throws NotAllowed for anybody but a leader or today's deputy */
export async function mustLead(pages: CallPages, actor: Actor): Promise<void> {
  if (!(await leadsToday(pages, actor))) throw new NotAllowed('callbacks.errors.leaders-only');
}
