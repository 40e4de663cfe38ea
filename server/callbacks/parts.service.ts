import type { CustomerService } from '../customers/index.ts';
import type { DispatchService } from '../dispatch/index.ts';
import type { AuditTrail } from '../platform/audit.ts';
import type { Clock } from '../platform/clock.ts';
import type { Config } from '../platform/config.ts';
import type { Log } from '../platform/log.ts';
import type { Database } from '../platform/mongo.ts';
import type { Roster } from '../roster/index.ts';
import type { Scripts } from '../scripts/index.ts';
import type { ServiceHistory } from '../service-history/index.ts';
import type { Wishes } from '../wishes/index.ts';
import { makeCallResultModel } from './call-result.model.ts';
import { makeOpenCallModel } from './open-call.model.ts';

/** What the calling asks of other parts of the house. */
export interface CallbackNeeds {
  db: Database;
  clock: Clock;
  log: Log;
  audit: AuditTrail;
  config: Pick<Config, 'CALL_LEASE' | 'DUTY_CALLS'>;
  customers: Pick<
    CustomerService,
    | 'get'
    | 'factsOf'
    | 'search'
    | 'callFacts'
    | 'applyCall'
    | 'revertCall'
    | 'recordContact'
    | 'restoreContact'
    | 'byPhoneTail'
  >;
  dispatch: Pick<DispatchService, 'worklist' | 'feed' | 'onHeld' | 'board' | 'assign' | 'supplement'>;
  roster: Pick<Roster, 'rosterFor' | 'lately'>;
  history: Pick<ServiceHistory, 'insertEvents' | 'remove'>;
  scripts: Pick<Scripts, 'forCall' | 'version'>;
  wishes: Pick<Wishes, 'check' | 'add' | 'withdraw' | 'ofResults'>;
  /** Names of everybody who ever worked here, by staff number. */
  staffNames: () => Promise<ReadonlyMap<string, string>>;
}

/** The calling's own stores beside what it asks of others; every service file of this folder works on these. */
export type CallbackParts = ReturnType<typeof makeParts>;

export function makeParts(needs: CallbackNeeds) {
  const { db, config, dispatch } = needs;
  return {
    ...needs,
    worklist: dispatch.worklist,
    calls: makeOpenCallModel(db, config.CALL_LEASE),
    results: makeCallResultModel(db),
  };
}
