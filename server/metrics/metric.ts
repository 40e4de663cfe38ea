import { isKept, type AgreedFact, type CallFact, type DueFact, type Facts } from './facts.ts';

/** Metrics of the calling (reference.md, metric dictionary), in the order in which they are read. */
export const METRIC_IDS = [
  'dial-coverage',
  'connect',
  'reach',
  'valid-completion',
  'cooperation',
  'response',
  'bad-number',
  'attempts-per-completion',
  'appointment-kept',
  'csat',
  'csat-mean',
  'nps',
] as const;
export type MetricId = (typeof METRIC_IDS)[number];

/** One thing that is counted: a customer, a call or an agreed time, with the call that shows it. */
export interface MetricRow {
  /** Unique within its part. */
  key: string;
  customerId: string;
  agent: string;
  day: DueFact['day'];
  /** `HH:mm` of the call or of the agreed time; null for a customer nobody dialled. */
  time: string | null;
  /** Result behind it; null when there is none. */
  callId: string | null;
  /** What it adds to the numerator: 1, a rating, or −1 for a detractor. */
  points: number;
}

/** A metric's rows: what the figure is made of. */
export interface MetricRows {
  numerator: MetricRow[];
  denominator: MetricRow[];
}

/** The figure: sum of points ÷ number of rows; null where there is nothing to divide by. */
export interface Figure {
  numerator: number;
  denominator: number;
  value: number | null;
}

/** Facts as a metric sees them: `calls` of the person asked about, `everyCall` of everybody. */
export interface Scope extends Facts {
  everyCall: CallFact[];
}

/** One entry of the dictionary. Its words stand in the locale under `metrics.dictionary.<id>`. */
export interface Metric {
  id: MetricId;
  /**
   * `share` of a whole, 0–1, the numerator's rows are among the denominator's · `ratio` of two counts · `mean` of ratings ·
   * `score` from −1 to 1.
   */
  unit: 'share' | 'ratio' | 'mean' | 'score';
  /** What is counted below the line. */
  counts: 'customers' | 'calls' | 'appointments';
  rows(scope: Scope): MetricRows;
}

/** The dictionary: the one place where figures of calls are defined. */
export const METRICS: readonly Metric[] = [
  {
    id: 'dial-coverage',
    unit: 'share',
    counts: 'customers',
    rows: ({ due, everyCall }) => dueWith(due, everyCall, ({ attempt }) => attempt),
  },
  {
    id: 'connect',
    unit: 'share',
    counts: 'calls',
    rows: ({ calls }) => {
      const attempts = calls.filter(({ attempt }) => attempt);
      return shareOfCalls(attempts, ({ answered }) => answered);
    },
  },
  {
    id: 'reach',
    unit: 'share',
    counts: 'customers',
    rows: ({ calls }) =>
      shareOfCustomers(
        calls.filter(({ attempt }) => attempt),
        ({ right }) => right,
      ),
  },
  {
    id: 'valid-completion',
    unit: 'share',
    counts: 'customers',
    rows: ({ due, everyCall }) => dueWith(due, everyCall, ({ valid }) => valid),
  },
  {
    id: 'cooperation',
    unit: 'share',
    counts: 'customers',
    rows: ({ calls }) => shareOfCases(calls, ['I', 'P', 'R', 'O']),
  },
  {
    id: 'response',
    unit: 'share',
    counts: 'customers',
    // A bad number leaves open whether its owner can be reached at all (NE/UO): the person stands on our list, so it counts
    // as unknown, and the rate is the lowest that can be claimed, as RR1 is meant.
    rows: ({ calls }) => shareOfCases(calls, ['I', 'P', 'R', 'NC', 'O', 'UO', 'NE/UO']),
  },
  {
    id: 'bad-number',
    unit: 'share',
    counts: 'customers',
    rows: ({ calls }) => {
      const tried = lastOfCustomers(calls.filter(({ attempt, numberEnded }) => attempt || numberEnded));
      return {
        denominator: tried.map((call) => customerRow(call)),
        numerator: tried.filter(({ numberEnded }) => numberEnded).map((call) => customerRow(call)),
      };
    },
  },
  {
    id: 'attempts-per-completion',
    unit: 'ratio',
    counts: 'calls',
    rows: ({ calls }) => {
      const attempts = calls.filter(({ attempt }) => attempt);
      return {
        numerator: attempts.map((call) => callRow(call)),
        denominator: attempts.filter(({ valid }) => valid).map((call) => callRow(call)),
      };
    },
  },
  {
    id: 'appointment-kept',
    unit: 'share',
    counts: 'appointments',
    rows: ({ agreed }) => ({
      denominator: agreed.map(agreedRow),
      numerator: agreed.filter(isKept).map(agreedRow),
    }),
  },
  {
    id: 'csat',
    unit: 'share',
    counts: 'calls',
    rows: ({ calls }) => shareOfCalls(rated(calls), ({ csat }) => csat !== null && csat >= 4),
  },
  {
    id: 'csat-mean',
    unit: 'mean',
    counts: 'calls',
    rows: ({ calls }) => ({
      denominator: rated(calls).map((call) => callRow(call)),
      numerator: rated(calls).map((call) => callRow(call, call.csat ?? 0)),
    }),
  },
  {
    id: 'nps',
    unit: 'score',
    counts: 'calls',
    rows: ({ calls }) => {
      const asked = calls.filter(({ nps }) => nps !== null && nps >= 0 && nps <= 10);
      return {
        denominator: asked.map((call) => callRow(call)),
        numerator: asked.flatMap((call) => {
          const points = npsPoints(call.nps ?? 0);
          return points === 0 ? [] : [callRow(call, points)];
        }),
      };
    },
  },
];

/** The entry of an id. */
export function metricOf(id: MetricId): Metric {
  const found = METRICS.find((metric) => metric.id === id);
  if (found === undefined) throw new RangeError(`no such metric: ${id}`);
  return found;
}

/** The figure that rows make. */
export function figureOf({ numerator, denominator }: MetricRows): Figure {
  const sum = numerator.reduce((total, { points }) => total + points, 0);
  const whole = denominator.length;
  return { numerator: sum, denominator: whole, value: whole === 0 ? null : sum / whole };
}

/** Promoter (9, 10) +1, passive (7, 8) 0, detractor (0–6) −1. */
export function npsPoints(rating: number): -1 | 0 | 1 {
  if (rating >= 9) return 1;
  return rating >= 7 ? 0 : -1;
}

/** Customers due, each once, and among them those with such a call, whoever made it. */
function dueWith(
  due: readonly DueFact[],
  calls: readonly CallFact[],
  fits: (call: CallFact) => boolean,
): MetricRows {
  const shown = new Map(calls.filter(fits).map((call) => [call.customerId, call]));
  const once = [...new Map(due.map((one) => [one.customerId, one])).values()];
  const row = ({ customerId, agent, day }: DueFact): MetricRow => {
    const call = shown.get(customerId);
    const { time, id } = call ?? { time: null, id: null };
    return { key: customerId, customerId, agent, day: call?.day ?? day, time, callId: id, points: 1 };
  };
  return {
    denominator: once.map(row),
    numerator: once.filter(({ customerId }) => shown.has(customerId)).map(row),
  };
}

function shareOfCalls(calls: readonly CallFact[], fits: (call: CallFact) => boolean): MetricRows {
  return {
    denominator: calls.map((call) => callRow(call)),
    numerator: calls.filter(fits).map((call) => callRow(call)),
  };
}

/** Customers of these calls, and among them those with one that fits. */
function shareOfCustomers(calls: readonly CallFact[], fits: (call: CallFact) => boolean): MetricRows {
  return {
    denominator: lastOfCustomers(calls).map(customerRow),
    numerator: lastOfCustomers(calls.filter(fits)).map(customerRow),
  };
}

/** AAPOR rates are rates of cases: a customer counts once, with the last outcome of the period. */
function shareOfCases(calls: readonly CallFact[], groups: readonly CallFact['group'][]): MetricRows {
  const cases = lastOfCustomers(calls.filter(({ group }) => group !== null)).filter(({ group }) =>
    groups.includes(group),
  );
  return {
    denominator: cases.map(customerRow),
    numerator: cases.filter(({ group }) => group === 'I').map(customerRow),
  };
}

/** The last call of every customer; calls come oldest first. */
function lastOfCustomers(calls: readonly CallFact[]): CallFact[] {
  return [...new Map(calls.map((call) => [call.customerId, call])).values()];
}

function rated(calls: readonly CallFact[]): CallFact[] {
  return calls.filter(({ csat }) => csat !== null && csat >= 1 && csat <= 5);
}

function callRow({ id, customerId, agent, day, time }: CallFact, points = 1): MetricRow {
  return { key: id, customerId, agent, day, time, callId: id, points };
}

function customerRow(call: CallFact): MetricRow {
  return { ...callRow(call), key: call.customerId };
}

function agreedRow({ id, customerId, agent, day, at, dialled }: AgreedFact): MetricRow {
  return { key: id, customerId, agent, day, time: at, callId: dialled?.callId ?? null, points: 1 };
}
