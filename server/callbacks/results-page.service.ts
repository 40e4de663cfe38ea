import { NotAllowed, NotFound } from '../platform/errors.ts';
import type { KeptFilters } from '../platform/kept-filters.model.ts';
import type { Actor } from '../platform/roles.ts';
import type { FormErrors } from '../platform/web/form-errors.ts';
import type { Ask } from '../platform/web/route.ts';
import { personLine, type PersonLine, type Worklist } from '../dispatch/index.ts';
import type { Exports } from '../exports/index.ts';
import { callWords, leadsToday, type CallPages } from './call-pages.ts';
import type { CallResult, ResultFilter } from './callback.types.ts';
import { filterChips } from './filter-chips.view.ts';
import { resultLine, type LineReader, type ResultLine } from './result-line.view.ts';
import { resultPage, type ResultPage } from './result.view.ts';
import { seesNumbers } from './results-export.service.ts';
import { exportPage, type ExportPage } from './results-export.view.ts';
import { filterQuery, readResultsQuery, type ResultsQuery } from './results.form.ts';
import { RESULT_ROWS, resultsPage, type ResultsPage } from './results.view.ts';

/** What the pages about results are drawn from. */
export interface ResultPages extends CallPages {
  keptFilters: KeptFilters;
  exports: Exports;
  dispatch: { worklist: Pick<Worklist, 'phoneKeys'> };
}

/** Name under which the last filter is kept. */
export const RESULTS_SCREEN = 'call-results';

/** Other calls of the customer beside one result. */
const OTHERS_SHOWN = 8;

/** Leaders, supervisors and the day's deputy see everybody's results, agents their own. */
export async function seesAll(pages: CallPages, actor: Actor): Promise<boolean> {
  return actor.roles.includes('supervisor') || (await leadsToday(pages, actor));
}

/** The filter a reader may ask for: an agent's own results, whatever the address says. */
export async function queryFor(
  pages: CallPages,
  ask: Pick<Ask, 'actor'>,
  asked: Record<string, string>,
): Promise<{ query: ResultsQuery; own: boolean }> {
  const query = readResultsQuery(asked);
  if (await seesAll(pages, ask.actor)) return { query, own: false };
  return { query: { ...query, filter: { ...query.filter, agent: ask.actor.staffNo } }, own: true };
}

export async function resultsModel(pages: ResultPages, ask: Ask, restored: boolean): Promise<ResultsPage> {
  const { callbacks, clock, roster } = pages;
  const { query, own } = await queryFor(pages, ask, ask.query);
  const { filter, sort, after, before } = query;
  const found = await callbacks.results({
    ...filter,
    sort,
    limit: RESULT_ROWS,
    ...(after === null ? {} : { after }),
    ...(before === null ? {} : { before }),
  });
  const wanted = filter.customerId === undefined ? [] : [filter.customerId];
  const [reader, dispositions, { rows }] = await Promise.all([
    lineReader(pages, ask, found.rows, { all: !own, also: wanted }),
    callbacks.dispositions(),
    roster.rosterFor(clock.today()),
  ]);
  return resultsPage(
    {
      query,
      found,
      today: clock.today(),
      agents: rows.filter(({ roles }) => roles.includes('agent')),
      dispositions,
      customerName: wanted[0] === undefined ? null : (reader.cards.get(wanted[0])?.name ?? null),
      own,
      mayExport: mayExport(ask.actor),
      restored,
    },
    reader,
  );
}

/** Taking lists out of the house is for those who answer for them. */
export function mayExport(actor: Actor): boolean {
  return actor.roles.includes('leader') || actor.roles.includes('supervisor');
}

/** One result. @throws NotFound, NotAllowed for an agent who asks for somebody else's */
export async function resultModel(pages: CallPages, ask: Ask): Promise<ResultPage> {
  const { callbacks, scripts } = pages;
  const result = await callbacks.result(ask.params['id'] ?? '');
  const all = await seesAll(pages, ask.actor);
  if (!all && result.agent !== ask.actor.staffNo) throw new NotAllowed('callbacks.errors.not-your-result');
  const [others, wishes, script, names] = await Promise.all([
    callbacks.resultsOfCustomer(result.customerId, OTHERS_SHOWN + 1),
    callbacks.wishesOf([result._id]),
    result.script === null ? null : scripts.version(result.script.scriptId, result.script.version),
    pages.staffNames(),
  ]);
  const reader = await lineReader(pages, ask, [result], { all });
  return resultPage(
    {
      result,
      card: reader.cards.get(result.customerId),
      script,
      wishes,
      others,
      nameOf: (staffNo) => names.get(staffNo) ?? staffNo,
    },
    reader,
  );
}

/** The page before an export: how many rows, which, what may still go out today. */
export async function exportModel(
  pages: ResultPages,
  ask: Ask,
  {
    asked,
    count,
    problems,
  }: {
    asked: Record<string, string>;
    count: (filter: ResultFilter) => Promise<number>;
    problems: FormErrors;
  },
): Promise<ExportPage> {
  const { query, own } = await queryFor(pages, ask, asked);
  const { filter } = query;
  const [rows, allowance, { rows: roster }] = await Promise.all([
    count(filter),
    pages.exports.allowance(ask.actor),
    pages.roster.rosterFor(pages.clock.today()),
  ]);
  const also = filter.customerId === undefined ? [] : [filter.customerId];
  const reader = await lineReader(pages, ask, [], { all: true, also });
  const customerName = also[0] === undefined ? null : (reader.cards.get(also[0])?.name ?? null);
  const chips = filterChips({ filter, agents: roster, customerName, own }, reader);
  return exportPage(
    {
      count: rows,
      allowance,
      filter: filterQuery(filter),
      chips: chips.map(({ word }) => word),
      full: seesNumbers(ask.actor),
      typed: ask.form,
    },
    problems,
    ask.t,
  );
}

export interface HistoryPage {
  title: string;
  person: PersonLine;
  total: number;
  rows: ResultLine[];
  first: string | null;
  next: string | null;
}

/** All calls with one customer, newest first; whoever works with customers may read the lines. @throws NotFound */
export async function historyModel(pages: CallPages, ask: Ask): Promise<HistoryPage> {
  const customer = await pages.customers.get(ask.params['customerId'] ?? '');
  if (customer === null) throw new NotFound('callbacks.errors.no-such-customer');
  const customerId = customer._id;
  const { after } = readResultsQuery(ask.query);
  const found = await pages.callbacks.results({
    customerId,
    limit: RESULT_ROWS,
    ...(after === null ? {} : { after }),
  });
  const all = await seesAll(pages, ask.actor);
  const reader = await lineReader(pages, ask, found.rows, { all, also: [customerId] });
  const person = personLine(customerId, reader.cards.get(customerId), ask.t);
  const here = `/calls/history/${customerId}`;
  return {
    title: ask.t('callbacks.history.title', { name: person.name }),
    person,
    total: found.total,
    rows: found.rows.map((result) => resultLine(result, reader)),
    first: after === null ? null : here,
    next: found.next === null ? null : `${here}?after=${found.next}`,
  };
}

async function lineReader(
  pages: CallPages,
  ask: Ask,
  results: readonly CallResult[],
  { all, also = [] }: { all: boolean; also?: readonly string[] },
): Promise<LineReader> {
  const ids = [...new Set([...results.map(({ customerId }) => customerId), ...also])];
  const [words, cards] = await Promise.all([callWords(pages, ask), pages.customers.cardsFor(ids)]);
  return {
    t: ask.t,
    today: pages.clock.today(),
    resultWord: (code) => words.resultWord(code),
    cards,
    opens: ({ agent }) => all || agent === ask.actor.staffNo,
  };
}
