import type { Lists } from '../lists/index.ts';
import type { Role } from '../platform/roles.ts';
import { alertLine, type Runs } from '../runs/index.ts';
import type { Exception, ExceptionSource } from './my-day.ts';

/** Imports looked at for rows that a person has to decide. */
const LATEST_IMPORTS = 5;
/** More undecided rows than this are told as "this many or more". */
const MOST_ROWS = 200;

/** What is wrong with today's runs, with Redis and with the calendars, in the words of the runs' own page. */
export function runExceptions(
  { runs }: { runs: Pick<Runs, 'alerts'> },
  roles: readonly Role[],
): ExceptionSource {
  return {
    exceptions: async ({ day, actor, t }) => {
      if (!actor.roles.some((role) => roles.includes(role))) return [];
      const alerts = await runs.alerts();
      return alerts.map((alert): Exception => {
        const line = alertLine(alert, day, t);
        const verb =
          alert.code === 'calendar-missing'
            ? 'load'
            : line.href?.endsWith('/again') === true
              ? 'again'
              : 'look';
        return {
          severity: alert.severity,
          title: { text: line.text },
          detail: null,
          due: null,
          verb: { href: line.href ?? '/runs', label: { key: `my-day.verb.${verb}` } },
        };
      });
    },
  };
}

/** Rows of imports that wait for a person's decision. */
export function importExceptions({ lists }: { lists: Pick<Lists, 'ledger'> }): ExceptionSource {
  return {
    exceptions: async ({ actor }) => {
      if (!actor.roles.some((role) => role === 'leader' || role === 'clerk')) return [];
      const imports = (await lists.ledger.latest(LATEST_IMPORTS)).filter(
        ({ counts }) => counts.conflicts > 0,
      );
      const waiting: Exception[] = [];
      for (const { _id, number } of imports) {
        const rows = await lists.ledger.ranked(_id, { outcome: 'conflict', limit: MOST_ROWS });
        const undecided = rows.filter(({ decision }) => decision === null).length;
        if (undecided === 0) continue;
        waiting.push({
          severity: 'warn',
          title: { key: 'my-day.exception.conflicts', values: { number, rows: undecided } },
          detail: { key: 'my-day.exception.conflicts-why' },
          due: null,
          verb: { href: `/lists/imports/${_id}`, label: { key: 'my-day.verb.decide' } },
        });
      }
      return waiting;
    },
  };
}
