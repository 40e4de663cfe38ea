import { personLine, type PersonLine, type TransferSuggestion } from '../dispatch/index.ts';
import { ABSENCE_REASONS, reasonText } from '../roster/index.ts';
import type { QueueRow } from './callback.types.ts';
import { dayPath } from './call-paths.ts';
import type { DayReader } from './day-reader.ts';

/** Before an agent's rest is handed over: who it is, where it would go, what stands against it. */
export interface HandOverPage {
  title: string;
  staffNo: string;
  name: string;
  present: boolean;
  reason: string;
  rows: { person: PersonLine; sheet: string; why: string; at: string; inCall: string }[];
  /** As the dispatch would move them; empty for somebody who is present (it is worked out once they are away). */
  to: { name: string; people: string; known: string }[];
  toPool: string;
  reasons: { code: string; word: string }[];
  version: number;
  action: string;
  go: string;
  back: string;
  /** Why it was not done. */
  refused: string | null;
}

export interface HandOverInput {
  day: string;
  agent: { staffNo: string; name: string; present: boolean };
  rows: readonly QueueRow[];
  suggestion: TransferSuggestion | null;
  /** Version of the dispatch board that this page shows. */
  version: number;
  refused: string | null;
}

export function handOverPage(
  input: HandOverInput,
  reader: Pick<DayReader, 't' | 'cards' | 'roster'>,
): HandOverPage {
  const { agent, rows, suggestion } = input;
  const { t, cards, roster } = reader;
  const { staffNo, name, present } = agent;
  return {
    title: t('callbacks.day.hand.title', { name, people: rows.length }),
    staffNo,
    name,
    present,
    reason: reasonText(roster.get(staffNo)?.reason ?? null, t),
    rows: rows.map(({ row, paper, at, heldBy }) => ({
      person: personLine(row.customerId, cards.get(row.customerId), t),
      sheet: `${row.sheet} · ${row.place}`,
      why: paper.reasons.map(({ rule }) => t(`dispatch.lead.${rule}`)).join(t('callbacks.results.comma')),
      at: at ?? '',
      inCall: heldBy === null ? '' : t('callbacks.day.hand.in-call', { name: heldBy.name }),
    })),
    to: (suggestion?.to ?? []).map((one) => ({
      name: `${one.staffNo} ${one.name}`,
      people: t('callbacks.day.hand.people', { count: one.people }),
      known: one.known === 0 ? '' : t('callbacks.day.hand.known', { count: one.known }),
    })),
    toPool:
      suggestion === null || suggestion.toPool === 0
        ? ''
        : t('callbacks.day.hand.pool', { people: suggestion.toPool }),
    reasons: ABSENCE_REASONS.map((code) => ({ code, word: t(`roster.absence.${code}`) })),
    version: input.version,
    action: `${dayPath(input.day)}/hand-over/${staffNo}`,
    go: t(present ? 'callbacks.day.hand.go-absent' : 'callbacks.day.hand.go', { people: rows.length }),
    back: dayPath(input.day),
    refused: input.refused,
  };
}
