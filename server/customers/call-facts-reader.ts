import type { BusinessDate } from '../platform/business-date.ts';
import type { CallDoors, CallFacts } from './call-doors.ts';
import { callFactsOf, type CallVersion } from './call-facts.ts';
import type { CustomerModel } from './customer.model.ts';

/** Records remembered at most: the queues of a day of some fifty agents, twice over. */
const MOST_KEPT = 5_000;

/** What a version of a record tells on a day. */
interface Known extends CallVersion {
  day: BusinessDate;
  mergedInto: string | null;
  facts: CallFacts;
}

/**
 * Reads what the calling needs to know of customers. A queue asks for the same people with every call, so records are read
 * only where they have changed since the last time; whether they have is asked each time.
 */
export function makeCallFactsReader(
  customers: Pick<CustomerModel, 'callVersions' | 'callRecords'>,
): CallDoors['callFacts'] {
  const kept = new Map<string, Known>();

  async function read(ids: readonly string[], day: BusinessDate): Promise<Map<string, Known>> {
    const records = new Map<string, Known>();
    const changed: string[] = [];
    for (const { _id, version, changedAt } of await customers.callVersions(ids)) {
      const known = kept.get(_id);
      if (
        known?.version === version &&
        known.changedAt.getTime() === changedAt.getTime() &&
        known.day === day
      )
        records.set(_id, known);
      else changed.push(_id);
    }
    const found = await customers.callRecords(changed);
    if (kept.size + found.length > MOST_KEPT) kept.clear();
    for (const record of found) {
      const { _id, version, changedAt, mergedInto } = record;
      const known = { _id, version, changedAt, day, mergedInto, facts: callFactsOf(record, day) };
      kept.set(_id, known);
      records.set(_id, known);
    }
    return records;
  }

  return async (customerIds, day) => {
    const facts = new Map<string, CallFacts>();
    // By the id asked for: the record to read, which is another one where two were merged.
    let open = new Map(customerIds.map((id) => [id, id]));
    while (open.size > 0) {
      const records = await read([...new Set(open.values())], day);
      const merged = new Map<string, string>();
      for (const [id, at] of open) {
        const record = records.get(at);
        if (record === undefined) continue;
        if (record.mergedInto === null) facts.set(id, record.facts);
        else merged.set(id, record.mergedInto);
      }
      open = merged;
    }
    return facts;
  };
}
