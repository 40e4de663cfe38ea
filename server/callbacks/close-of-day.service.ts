import type { WorkRow } from '../dispatch/index.ts';
import type { Callbacks } from './callback.types.ts';
import type { Candidate } from './candidate.ts';
import type { Candidates } from './candidates.service.ts';
import { DUTY } from './day-part.ts';
import type { CallbackParts } from './parts.service.ts';

/** Close of day: what was not worked waits again and stands first tomorrow. */
export function makeCloseOfDay(
  { worklist, calls, roster, config }: CallbackParts,
  candidates: Candidates,
): Pick<Callbacks, 'closeDay'> {
  return {
    closeDay: async (day, who, session) => {
      const fixed = (await worklist.rows(day, null, session)).filter(({ state }) => state === 'fixed');
      const held = new Set((await calls.held()).map(({ itemId }) => itemId));
      // Somebody on the telephone at this minute finishes; the next close, or tomorrow's run, finds what is left.
      const busy = fixed.filter(({ itemId }) => held.has(itemId));
      const { rows } = await roster.rosterFor(day);
      const onDuty = new Set(
        rows.flatMap(({ staffNo, duty, presence }) => (duty && presence === 'works' ? staffNo : [])),
      );
      const stays = who === 'duty' ? [] : await forDuty(fixed, onDuty);
      const except = [...busy, ...stays].map(({ itemId }) => itemId);
      const agents = who === 'duty' ? null : agentsOf(fixed).filter((staffNo) => !onDuty.has(staffNo));
      const carried = await worklist.carryOver(day, { agents, except }, session);
      return { carried: carried.length };
    },
  };

  /**
   * Rows of people who are reached in the evening, as many numbers as duty can dial: agreed times first, then those whose
   * next attempt was meant for it, then those who wish it. Rows of those on duty stay with them anyway and take their part.
   */
  async function forDuty(fixed: readonly WorkRow[], onDuty: ReadonlySet<string>): Promise<WorkRow[]> {
    const room = onDuty.size * config.DUTY_CALLS;
    const wanting = (await candidates.ofRows(fixed))
      .flatMap((candidate) => {
        const rank = eveningRank(candidate);
        return rank === null ? [] : [{ candidate, rank }];
      })
      .toSorted(
        (a, b) =>
          a.rank - b.rank ||
          (a.candidate.at ?? '').localeCompare(b.candidate.at ?? '') ||
          a.candidate.itemId.localeCompare(b.candidate.itemId),
      );
    const numbers = new Set<string>();
    return wanting.flatMap(({ candidate }) => {
      const { row } = candidate;
      if (!numbers.has(row.phoneKey) && numbers.size >= room) return [];
      numbers.add(row.phoneKey);
      return [row];
    });
  }
}

/** Why a row is kept for the evening, the strongest first; null for rows that are not. */
function eveningRank({ at, today, window }: Candidate): number | null {
  if (at !== null && at >= DUTY.from) return 0;
  const next = today.findLast(({ turn }) => turn !== null)?.next;
  if (next?.kind === 'today' && next.part === 'P3') return 1;
  return window === 'evening' ? 2 : null;
}

function agentsOf(rows: readonly WorkRow[]): string[] {
  return [...new Set(rows.map(({ agent }) => agent))];
}
