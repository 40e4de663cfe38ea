import type { FieldError } from '../platform/errors.ts';
import type { Translate } from '../platform/web/route.ts';
import type { BacklogPreview } from './dispatch.types.ts';
import { leadWords } from './reason.view.ts';

/** The first-day page: what has piled up, a quota per rule, and how long it lasts. */
export interface BacklogPage {
  day: string;
  version: number;
  firstRunAhead: boolean;
  callsADay: number;
  people: number;
  suppressed: number;
  callable: number;
  rows: {
    code: string;
    word: string;
    due: number;
    suppressed: number;
    callable: number;
    soonest: string | null;
    expiringSoon: number;
    quota: { name: string; label: string; value: string; error: string | null };
    firstDay: number;
    days: string;
    /** Part of the first day this rule takes, for the bar, 0–100. */
    share: number;
  }[];
  firstDay: number;
  errors: { field: string; message: string }[];
  mayEdit: boolean;
}

export function backlogPage({
  preview,
  version,
  typed,
  errors,
  mayEdit,
  t,
}: {
  preview: BacklogPreview;
  version: number;
  typed: Record<string, string> | null;
  errors: FieldError[];
  mayEdit: boolean;
  t: Translate;
}): BacklogPage {
  const messages = new Map(errors.map(({ field, message, values }) => [field, t(message, values)]));
  const firstDay = preview.rows.reduce((sum, row) => sum + row.firstDay, 0);
  return {
    day: preview.day,
    version,
    firstRunAhead: preview.firstRunAhead,
    callsADay: preview.callsADay,
    people: preview.people,
    suppressed: preview.suppressed,
    callable: preview.people - preview.suppressed,
    rows: preview.rows.map((row) => {
      const name = `quota-${row.rule}`;
      return {
        code: row.rule,
        word: leadWords(row.rule, t),
        due: row.due,
        suppressed: row.suppressed,
        callable: row.callable,
        soonest: row.soonestExpiry,
        expiringSoon: row.expiringSoon,
        quota: {
          name,
          label: t('dispatch.rules.label.quota', { rule: leadWords(row.rule, t) }),
          value: typed?.[name] ?? (row.dailyQuota === null ? '' : String(row.dailyQuota)),
          error: messages.get(name) ?? null,
        },
        firstDay: row.firstDay,
        days:
          row.callable === 0
            ? '·'
            : row.daysToWorkOff === null
              ? t('dispatch.backlog.never')
              : t('dispatch.backlog.days', { count: row.daysToWorkOff }),
        share: firstDay === 0 ? 0 : Math.round((row.firstDay * 100) / firstDay),
      };
    }),
    firstDay,
    errors: errors.map(({ field, message, values }) => ({ field, message: t(message, values) })),
    mayEdit,
  };
}
