import type { Database } from '../../server/platform/mongo.ts';
import type { BusinessDate } from '../../server/platform/business-date.ts';

/** Rows of a collection as they are stored; read without the product's own code, so that the count is another road. */
type Row = Record<string, unknown>;

/** One row of a day's sheets. */
export interface SheetLine {
  itemId: string;
  customerId: string;
  name: string;
  agent: string;
  sheet: string;
  place: number;
  state: string;
  lead: string;
  at: string | null;
  phoneKey: string;
}

/** One result. */
export interface ResultLine {
  id: string;
  customerId: string;
  name: string;
  agent: string;
  source: string;
  disposition: string;
  itemId: string | null;
  turn: number | null;
  counts: boolean;
  reached: boolean;
  valid: boolean;
  undone: boolean;
}

/** One reason. */
export interface ReasonLine {
  customerId: string;
  rule: string;
  state: string;
  why: string | null;
  dueFrom: string;
  until: string | null;
  at: string | null;
  agent: string | null;
}

/** The office's books, read straight from the database. */
export interface Books {
  rows(day: BusinessDate): Promise<SheetLine[]>;
  results(day: BusinessDate): Promise<ResultLine[]>;
  reasons(): Promise<ReasonLine[]>;
  /** Lines of the time lines that calls left, by customer name. */
  timeLines(day: BusinessDate): Promise<Map<string, number>>;
  /** Scheduled work of a day: job and how it ended. */
  runs(day: BusinessDate): Promise<{ job: string; state: string; late: number }[]>;
  /** Wishes that calls left, by customer name. */
  wishes(): Promise<{ name: string; kind: string; bouquet: string | null }[]>;
  /** Calls that nobody closed. */
  openCalls(): Promise<number>;
}

export function openBooks(db: Database): Books {
  const all = (collection: string, filter: Row = {}): Promise<Row[]> =>
    db.connection.collection(collection).find(filter).sort({ _id: 1 }).toArray();
  const names = async () =>
    new Map((await all('customers')).map((one) => [String(one['_id']), text(one, 'name')]));

  return {
    rows: async (day) => {
      const known = await names();
      return (await all('dispatch_items', { businessDate: day }))
        .filter((row) => row['sheet'] !== null)
        .map((row) => ({
          itemId: text(row, '_id'),
          customerId: text(row, 'customerId'),
          name: known.get(text(row, 'customerId')) ?? '',
          agent: text(row, 'agent'),
          sheet: text(row, 'sheet'),
          place: Number(row['place']),
          state: text(row, 'state'),
          lead: text(row, 'lead'),
          at: textOrNull(row, 'at'),
          phoneKey: text(row, 'phoneKey'),
        }));
    },
    results: async (day) => {
      const known = await names();
      return (await all('call_results', { day })).map((row) => {
        const flags = row['flags'] as { counts: boolean; right: string; complete: string };
        return {
          id: text(row, '_id'),
          customerId: text(row, 'customerId'),
          name: known.get(text(row, 'customerId')) ?? '',
          agent: text(row, 'agent'),
          source: text(row, 'source'),
          disposition: text(row, 'disposition'),
          itemId: textOrNull(row, 'itemId'),
          turn: row['turn'] === null ? null : Number(row['turn']),
          counts: flags.counts,
          reached: flags.right === 'yes',
          valid: flags.right === 'yes' && flags.complete === 'yes',
          undone: row['undoneAt'] !== null,
        };
      });
    },
    reasons: async () =>
      (await all('occasions')).map((row) => ({
        customerId: text(row, 'customerId'),
        rule: text(row, 'rule'),
        state: text(row, 'state'),
        why: textOrNull(row, 'why'),
        dueFrom: text(row, 'dueFrom'),
        until: textOrNull(row, 'until'),
        at: textOrNull(row, 'at'),
        agent: textOrNull(row, 'agent'),
      })),
    timeLines: async (day) => {
      const known = await names();
      const lines = new Map<string, number>();
      for (const row of await all('service_events', { on: day })) {
        if (!CALLS.includes(text(row, 'kind'))) continue;
        const name = known.get(text(row, 'customerId')) ?? '';
        lines.set(name, (lines.get(name) ?? 0) + 1);
      }
      return lines;
    },
    runs: async (day) =>
      (await all('job_runs', { businessDate: day })).map((row) => ({
        job: text(row, 'job'),
        state: text(row, 'state'),
        late: Number(row['lateByMinutes']),
      })),
    wishes: async () => {
      const known = await names();
      return (await all('wishes')).map((row) => ({
        name: known.get(text(row, 'customerId')) ?? '',
        kind: text(row, 'kind'),
        bouquet: textOrNull((row['flower'] ?? {}) as Row, 'bouquet'),
      }));
    },
    openCalls: () => db.connection.collection('open_calls').countDocuments({ state: 'open' }),
  };
}

/** Kinds of entries on the time line that calls leave. */
const CALLS = ['call', 'incoming-call'];

function text(row: Row, field: string): string {
  return String(row[field]);
}

function textOrNull(row: Row, field: string): string | null {
  const value = row[field];
  return typeof value === 'string' ? value : null;
}
