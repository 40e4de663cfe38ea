import type { AuditTrail } from '../platform/audit.ts';
import type { Clock } from '../platform/clock.ts';
import type { Database, Session } from '../platform/mongo.ts';
import type { PurchaseService } from '../purchases/index.ts';
import type { ServiceHistory } from '../service-history/index.ts';
import type { ImportUndoParty } from './built-on.ts';
import { readCardNo } from './card-number.ts';
import { makeCompletionTaskModel } from './completion-task.model.ts';
import { cardKey } from './customer-record.ts';
import type { CustomerService, MergeFollower, SheetCustomer } from './customer-doors.ts';
import { makeCallChanges } from './call-change.service.ts';
import { makeCustomerChanges, type CustomerChanges } from './customer-change.service.ts';
import { makeCustomerReading, type CustomerReading } from './customer-reading.service.ts';
import { makeCustomerModel } from './customer.model.ts';
import { makeCustomerSearch } from './customer-search.service.ts';
import type { DueFacts } from './due-facts.ts';
import { makeFieldHistoryModel } from './field-history.model.ts';
import { makeIdentityClaimModel } from './identity-claim.model.ts';
import { makeImportTraceModel } from './import-trace.model.ts';
import { makeImportUndoing } from './import-undo.service.ts';
import { makeIntake } from './intake.service.ts';
import type { IntakeParts } from './intake-store.service.ts';
import { RehearsalMemory } from './rehearsal-store.service.ts';
import { sheetCustomerOf } from './sheet-customer.ts';

export interface CustomerDependencies {
  db: Database;
  clock: Clock;
  audit: AuditTrail;
  purchases: PurchaseService;
  history: ServiceHistory;
}

/** The doors of other features, and what the customers' own pages use besides. */
export interface Customers extends CustomerService {
  changes: CustomerChanges;
  reading: CustomerReading;
}

/** The customers' use cases; the doors of other features are those of {@link CustomerService}. */
export function makeCustomers({ db, clock, audit, purchases, history }: CustomerDependencies): Customers {
  const model = makeCustomerModel(db);
  const followers: MergeFollower[] = [];
  const undoParties: ImportUndoParty[] = [];
  const parts: IntakeParts = {
    customers: model,
    claims: makeIdentityClaimModel(db),
    tasks: makeCompletionTaskModel(db),
    history: makeFieldHistoryModel(db),
    traces: makeImportTraceModel(db),
    purchases,
    timeline: history,
    followers,
  };

  const get = async (customerId: string, session?: Session) => {
    let found = await model.byId(customerId, session);
    for (let into = found?.mergedInto; typeof into === 'string'; into = found?.mergedInto) {
      found = await model.byId(into, session);
    }
    return found;
  };

  return {
    ...makeIntake(parts, clock),
    rehearse: () => new RehearsalMemory(),
    onMerge: (follower) => void followers.push(follower),
    onImportUndo: (party) => void undoParties.push(party),
    ...makeImportUndoing(parts, undoParties, clock),

    sweepDue: model.sweepDue,
    factsOf: async (ids): Promise<DueFacts[]> => {
      const found = await model.factsByIds(ids);
      if (found.length === new Set(ids).size) return found;
      const survivors = await model.survivors(ids);
      if (survivors.size === 0) return found;
      const known = new Set(found.map(({ customerId }) => customerId));
      const others = [...new Set(survivors.values())].filter((id) => !known.has(id));
      return [...found, ...(await model.factsByIds(others))].sort(byId);
    },
    factsByPhones: model.factsByLines,
    cardsFor: async (ids): Promise<Map<string, SheetCustomer>> => {
      const docs = await model.byIds(ids);
      return new Map(docs.map((doc) => [doc._id, sheetCustomerOf(doc)]));
    },
    markFed: model.markFed,
    clearFed: model.clearFed,
    recordContact: model.recordContact,

    get,
    byCard: async (cardNo) => {
      const no = readCardNo(cardNo);
      if (no === null) return null;
      const [claim] = await parts.claims.find([cardKey(no)]);
      return claim === undefined ? null : get(claim.customerId);
    },
    search: makeCustomerSearch(model),
    ...makeCallChanges({ clock, audit, parts }),
    changes: makeCustomerChanges({ db, clock, audit, parts }),
    reading: makeCustomerReading({ parts, get, history }),
    count: async () => (await model.estimatedCount()) - (await parts.history.mergeCount()),
  };
}

function byId(a: DueFacts, b: DueFacts): number {
  return a.customerId < b.customerId ? -1 : 1;
}
