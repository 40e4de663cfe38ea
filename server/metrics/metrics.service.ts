import type { Callbacks, CallResult } from '../callbacks/index.ts';
import type { Worklist, WorkRow } from '../dispatch/index.ts';
import { addDays, type BusinessDate } from '../platform/business-date.ts';
import type { Clock } from '../platform/clock.ts';
import type { Database, Session } from '../platform/mongo.ts';
import { factsOf, type Facts } from './facts.ts';
import { agentsOf, byDay, changedSince, figuresOf, scopeOf, type Figures } from './figures.ts';
import { makeMetricDayModel } from './metric-day.model.ts';
import { metricOf, type MetricId, type MetricRow, type MetricRows } from './metric.ts';

/** A range of days, both ends included. */
export interface Period {
  from: BusinessDate;
  to: BusinessDate;
}

/** Figures of a period: of everybody (or one person), of each agent, of each day beside what was frozen. */
export interface MetricsReport {
  figures: Figures;
  /** Everybody who was due to call or called, whoever is asked about. */
  people: string[];
  agents: { staffNo: string; figures: Figures }[];
  days: {
    day: BusinessDate;
    figures: Figures;
    /** As they stood at the close of the day; null while it is not closed. */
    frozen: { at: Date; figures: Partial<Figures>; changed: MetricId[] } | null;
  }[];
}

/** The figures of the calling, made from results and sheets whenever they are asked for. */
export interface Metrics {
  /** @param agent only this person's work; null for everybody's */
  report(period: Period, agent: string | null): Promise<MetricsReport>;
  /** The rows a figure is made of, oldest first. */
  rowsOf(
    of: { metric: MetricId; part: keyof MetricRows } & Period,
    agent: string | null,
  ): Promise<MetricRow[]>;
  /**
   * Keeps a day's figures as they are now, in the transaction of its close. A day is frozen once: closing it again changes
   * nothing, what comes later is seen beside it.
   * @returns whether it was frozen now
   */
  freeze(day: BusinessDate, session: Session): Promise<boolean>;
}

export function makeMetrics({
  db,
  clock,
  callbacks,
  worklist,
}: {
  db: Database;
  clock: Clock;
  callbacks: Pick<Callbacks, 'stream'>;
  worklist: Pick<Worklist, 'rows'>;
}): Metrics {
  const frozen = makeMetricDayModel(db);

  const read = async ({ from, to }: Period, session?: Session): Promise<Facts> => {
    const rows: WorkRow[] = [];
    for (const day of daysOf({ from, to })) rows.push(...(await worklist.rows(day, null, session)));
    const results: CallResult[] = [];
    for await (const result of callbacks.stream({ from, to })) results.push(result);
    return factsOf(rows, results, { day: clock.today(), time: clock.time() });
  };

  return {
    report: async (period, agent) => {
      const [facts, kept] = [await read(period), await frozen.between(period.from, period.to)];
      const days = daysOf(period);
      return {
        figures: figuresOf(scopeOf(facts, agent)),
        people: agentsOf(facts),
        agents: agentsOf(facts)
          .filter((staffNo) => agent === null || staffNo === agent)
          .map((staffNo) => ({ staffNo, figures: figuresOf(scopeOf(facts, staffNo)) })),
        days: byDay(facts, days).map((ofDay, at) => {
          const day = days[at] ?? period.from;
          const figures = figuresOf(scopeOf(ofDay, agent));
          const close = kept.find((each) => each.day === day);
          const then =
            agent === null ? close?.all : close?.agents.find(({ staffNo }) => staffNo === agent)?.figures;
          return {
            day,
            figures,
            frozen:
              close === undefined || then === undefined
                ? null
                : { at: close.at, figures: then, changed: changedSince(then, figures) },
          };
        }),
      };
    },

    rowsOf: async ({ metric, part, from, to }, agent) =>
      metricOf(metric)
        .rows(scopeOf(await read({ from, to }), agent))
        [part].toSorted(byMoment),

    freeze: async (day, session) => {
      const facts = await read({ from: day, to: day }, session);
      return frozen.keep(
        {
          day,
          at: clock.now(),
          all: figuresOf(scopeOf(facts, null)),
          agents: agentsOf(facts).map((staffNo) => ({
            staffNo,
            figures: figuresOf(scopeOf(facts, staffNo)),
          })),
        },
        session,
      );
    },
  };
}

/** The days of a period, first to last. */
export function daysOf({ from, to }: Period): BusinessDate[] {
  const days: BusinessDate[] = [];
  for (let day = from; day <= to; day = addDays(day, 1)) days.push(day);
  return days;
}

function byMoment(a: MetricRow, b: MetricRow): number {
  return (
    a.day.localeCompare(b.day) || (a.time ?? '').localeCompare(b.time ?? '') || a.key.localeCompare(b.key)
  );
}
