import type { RunReport } from '../runs/index.ts';

/** One run in one line. */
export function reportLine(report: RunReport): string {
  const { runId, state, lateByMinutes, expected, produced, errors, reason } = report;
  const late = lateByMinutes > 0 ? `, ${lateByMinutes} min late` : '';
  const why = reason === null ? '' : ` (${reason})`;
  return `${runId}: ${state}${why}${late}, expected ${expected ?? '–'}, produced ${produced}, errors ${errors}`;
}
