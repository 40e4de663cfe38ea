import type { Facts } from './facts.ts';
import { figureOf, METRIC_IDS, METRICS, type Figure, type MetricId, type Scope } from './metric.ts';

/** Every figure of the dictionary. */
export type Figures = Record<MetricId, Figure>;

/** Facts of one person's work, or of everybody (null). Who is due counts by the sheet, calls by who made them. */
export function scopeOf(facts: Facts, agent: string | null): Scope {
  const own = <F extends { agent: string }>(of: readonly F[]) =>
    agent === null ? [...of] : of.filter((fact) => fact.agent === agent);
  return {
    due: own(facts.due),
    calls: own(facts.calls),
    agreed: own(facts.agreed),
    everyCall: facts.calls,
  };
}

/** All figures of a scope. */
export function figuresOf(scope: Scope): Figures {
  const figures = METRICS.map((metric) => [metric.id, figureOf(metric.rows(scope))] as const);
  return Object.fromEntries(figures) as Figures;
}

/** Everybody who was due to call or called in the period, by staff number. */
export function agentsOf({ due, calls }: Facts): string[] {
  return [...new Set([...due, ...calls].map(({ agent }) => agent))].sort();
}

/** The facts of each day by themselves. */
export function byDay(facts: Facts, days: readonly Facts['due'][number]['day'][]): Facts[] {
  return days.map((day) => ({
    due: facts.due.filter((fact) => fact.day === day),
    calls: facts.calls.filter((fact) => fact.day === day),
    agreed: facts.agreed.filter((fact) => fact.day === day),
  }));
}

/** Metrics whose figure is no longer the one that was frozen; one that came into the dictionary since was not. */
export function changedSince(frozen: Partial<Figures>, now: Figures): MetricId[] {
  return METRIC_IDS.filter((id) => {
    const then = frozen[id];
    const { numerator, denominator } = now[id];
    return then !== undefined && (then.numerator !== numerator || then.denominator !== denominator);
  });
}
