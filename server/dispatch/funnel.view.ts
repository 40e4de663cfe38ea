import type { Translate } from '../platform/web/route.ts';
import type { Funnel, FunnelCheck, SuppressionReason } from './dispatch.types.ts';
import { leadWords } from './reason.view.ts';
import { RULE_CODES, SUPPRESSION_REASONS } from './rule.ts';

/** A figure that opens its people; `href` null for zero, which is shown as a middle dot. */
export interface Figure {
  value: number;
  href: string | null;
}

/** "Why these N people": one row per leading reason, one column per reason not to call that occurs. */
export interface FunnelTable {
  day: string;
  /** No run has counted yet. */
  none: boolean;
  people: number;
  pairs: number;
  folded: number;
  columns: { code: SuppressionReason; word: string; full: string }[];
  rows: {
    word: string;
    hint: string;
    matched: Figure;
    suppressed: Figure[];
    due: Figure;
    onSheets: number;
    waiting: number;
  }[];
  totals: { matched: number; suppressed: Figure[]; due: number; onSheets: number; waiting: number };
  suppressedAll: number;
  assigned: Figure;
  waiting: Figure;
  expired: number;
  quarantined: Figure;
}

export function funnelTable(funnel: Funnel, t: Translate): FunnelTable {
  const people = (by: string, of?: string) =>
    `/dispatch/people/${funnel.day}?by=${by}${of === undefined ? '' : `&of=${of}`}`;
  const figure = (value: number, href: string): Figure => ({ value, href: value === 0 ? null : href });
  const columns = SUPPRESSION_REASONS.filter((code) => (funnel.suppressedByReason[code] ?? 0) > 0);
  const sum = (pick: (row: Funnel['rows'][number]) => number) =>
    funnel.rows.reduce((total, row) => total + pick(row), 0);
  return {
    day: funnel.day,
    none: funnel.at === null,
    people: funnel.people - funnel.suppressed,
    pairs: funnel.pairs,
    folded: funnel.folded,
    columns: columns.map((code) => ({
      code,
      word: t(`dispatch.suppression-short.${code}`),
      full: t(`dispatch.suppression.${code}`),
    })),
    rows: funnel.rows.map((row) => ({
      word: leadWords(row.lead, t),
      hint: t(`dispatch.lead-hint.${row.lead}`),
      matched: figure(row.matched, people('lead', row.lead)),
      suppressed: columns.map((code) =>
        figure(row.suppressed[code] ?? 0, `${people('lead', row.lead)}&not=${code}`),
      ),
      due: figure(row.due, `${people('lead', row.lead)}&not=none`),
      onSheets: row.onSheets,
      waiting: row.waiting,
    })),
    totals: {
      matched: sum(({ matched }) => matched),
      suppressed: columns.map((code) => figure(funnel.suppressedByReason[code] ?? 0, people('reason', code))),
      due: sum(({ due }) => due),
      onSheets: sum(({ onSheets }) => onSheets),
      waiting: sum(({ waiting }) => waiting),
    },
    suppressedAll: funnel.suppressed,
    assigned: figure(funnel.assigned, people('assigned')),
    waiting: figure(funnel.waiting, people('waiting')),
    expired: funnel.expired,
    quarantined: figure(funnel.quarantined, people('quarantined')),
  };
}

/** The page "how today's number came about": the table, the pairs by rule, and the sums counted a second way. */
export interface FunnelPage {
  table: FunnelTable;
  byRule: { word: string; figure: Figure }[];
  equations: { words: string; holds: boolean }[];
  check: { agrees: boolean; rows: { word: string; run: number; counted: number; agrees: boolean }[] };
}

export function funnelPage(funnel: Funnel, check: FunnelCheck, t: Translate): FunnelPage {
  const { pairs, folded, people, suppressed, assigned, waiting } = funnel;
  const due = funnel.rows.reduce((sum, row) => sum + row.due, 0);
  return {
    table: funnelTable(funnel, t),
    byRule: RULE_CODES.map((code) => ({
      word: t(`dispatch.lead.${code}`),
      figure: {
        value: funnel.dueByRule[code] ?? 0,
        href:
          (funnel.dueByRule[code] ?? 0) === 0 ? null : `/dispatch/people/${funnel.day}?by=rule&of=${code}`,
      },
    })),
    equations: [
      { words: t('dispatch.funnel.pairs', { pairs, folded, people }), holds: pairs - folded === people },
      {
        words: t('dispatch.funnel.due-sum', { people, suppressed, due }),
        holds: people - suppressed === due,
      },
      {
        words: t('dispatch.funnel.placed', { due, assigned, waiting }),
        holds: due === assigned + waiting,
      },
    ],
    check: {
      agrees: check.agrees,
      rows: check.figures.map(({ figure, run, counted }) => ({
        word: figureWords(figure, t),
        run,
        counted,
        agrees: run === counted,
      })),
    },
  };
}

/** Figures of the check: `rule.<code>`, `reason.<code>`, or a word of their own. */
function figureWords(figure: string, t: Translate): string {
  const [kind, code] = figure.split('.');
  if (code === undefined) return t(`dispatch.figure.${figure}`);
  return t(kind === 'rule' ? `dispatch.lead.${code}` : `dispatch.suppression.${code}`);
}
