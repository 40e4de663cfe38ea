import type { BusinessDate } from '../platform/business-date.ts';
import type { Ask } from '../platform/web/route.ts';
import type { Desk } from './desk.ts';
import type { DrillOf, DrillRow } from './dispatch.types.ts';
import { personLine, type PersonLine } from './person.view.ts';
import { allReasons, leadWords } from './reason.view.ts';
import { SUPPRESSION_REASONS, type SuppressionReason } from './rule.ts';

/** The people behind one figure, a page of them. */
export interface DrillPage {
  day: string;
  title: string;
  total: number;
  /** `1–50 / 1,283`, or what is shown of how many on a later page. */
  range: string;
  rows: {
    person: PersonLine;
    why: string;
    notCalled: string | null;
    agent: string;
    sheet: string | null;
    explain: string;
  }[];
  first: string | null;
  next: string | null;
}

const ROWS = 50;

export async function drillPage(desk: Desk, day: BusinessDate, of: DrillOf, ask: Ask): Promise<DrillPage> {
  const { t, query } = ask;
  const not = query['not'];
  const after = query['after'];
  const only = SUPPRESSION_REASONS.find((reason) => reason === not) ?? (not === 'none' ? null : undefined);
  const asked: DrillOf = of.by === 'lead' && only !== undefined ? { ...of, suppressedBy: only } : of;
  const [found, names] = await Promise.all([
    desk.dispatch.drill(day, asked, { limit: ROWS, ...(after === undefined ? {} : { after }) }),
    desk.staffNames(),
  ]);
  const cards = await desk.customers.cardsFor(found.rows.map(({ customerId }) => customerId));
  const here = new URLSearchParams(Object.entries(query).filter(([name]) => name !== 'after'));
  const link = (next: string | null) => {
    const words = new URLSearchParams(here);
    if (next !== null) words.set('after', next);
    return `/dispatch/people/${day}?${words.toString()}`;
  };
  return {
    day,
    title: titleOf(asked, only, names, ask),
    total: found.total,
    range:
      after === undefined
        ? t('dispatch.board.range', {
            from: found.rows.length === 0 ? 0 : 1,
            to: found.rows.length,
            total: found.total,
          })
        : t('dispatch.board.more-of', { shown: found.rows.length, total: found.total }),
    rows: found.rows.map((row: DrillRow) => ({
      person: personLine(row.customerId, cards.get(row.customerId), t),
      why: allReasons(row.reasons, day, t),
      notCalled: row.suppressedBy === null ? null : t(`dispatch.suppression.${row.suppressedBy}`),
      agent: row.agent === null ? '' : (names.get(row.agent) ?? row.agent),
      sheet: row.sheet,
      explain: `/dispatch/explain/${row.customerId}?day=${day}`,
    })),
    first: after === undefined ? null : link(null),
    next: found.next === null ? null : link(found.next),
  };
}

function titleOf(
  of: DrillOf,
  only: SuppressionReason | null | undefined,
  names: ReadonlyMap<string, string>,
  { t }: Ask,
): string {
  switch (of.by) {
    case 'rule':
      return t('dispatch.people.by-rule', { rule: leadWords(of.rule, t) });
    case 'lead': {
      const lead = leadWords(of.lead, t);
      if (only === undefined) return t('dispatch.people.by-lead', { lead });
      return only === null
        ? t('dispatch.people.due-by-lead', { lead })
        : t('dispatch.people.not-by-lead', { lead, reason: t(`dispatch.suppression.${only}`) });
    }
    case 'reason':
      return t('dispatch.people.by-reason', { reason: t(`dispatch.suppression.${of.reason}`) });
    case 'agent':
      return t('dispatch.people.by-agent', { name: names.get(of.staffNo) ?? of.staffNo });
    case 'waiting':
    case 'assigned':
    case 'quarantined':
      return t(`dispatch.people.${of.by}`);
  }
}
