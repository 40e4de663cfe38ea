import type { CallChange } from '../customers/index.ts';
import type { ScriptState } from '../scripts/index.ts';
import type { WishDetail } from '../wishes/index.ts';
import type { ResultCommand } from './callback.types.ts';
import type { ResultFacts } from './consequence.types.ts';
import type { Following } from './next-contact.ts';

/** What the call changes on the record: the number that ended, what was told, what was agreed to, what is to stop. */
export function changesOf(
  command: ResultCommand,
  { disposition, dialled }: ResultFacts,
  { countsAs, numberEnds }: Following,
): CallChange[] {
  const { corrections, consents, suppress, words } = command;
  const stops = corrections.some(({ kind }) => kind === 'do-not-disturb');
  return [
    ...(numberEnds && dialled !== null
      ? [{ kind: 'number-invalid' as const, phone: dialled.phone, fault: countsAs.code }]
      : []),
    ...corrections,
    ...(disposition.next.kind === 'stop' && !stops
      ? [{ kind: 'do-not-disturb' as const, deceased: false, words }]
      : []),
    ...consents,
    ...(suppress !== null ? [suppress] : disposition.next.kind === 'suppress' ? [noCalls(words)] : []),
  ];
}

/** Nobody calls any more: what 拒绝今后联系 means where no channel was named (paper has no room for it). */
function noCalls(words: string): CallChange {
  return { kind: 'suppress', channels: ['phone'], purposes: ['service', 'promotion'], words };
}

/**
 * Wishes as said; and where nobody could be asked at the desk any more (paper), the complaint that a low score or a wish to
 * return, exchange, repair or be compensated is in any case (domain.md, tickets).
 */
export function wishesOf(command: ResultCommand, { answered }: ResultFacts): WishDetail[] {
  const drives = answered?.drives.filter(({ tag }) => tag === 'complaint') ?? [];
  const csat = answered?.csat ?? command.csat;
  const low = csat !== null && csat <= LOW_CSAT;
  const there = command.wishes.some((wish) => wish.kind === 'ticket' && wish.ticket.kind === 'complaint');
  if (command.source !== 'paper' || there || (drives.length === 0 && !low)) return command.wishes;
  const remedy = drives.find((drive) => drive.remedy !== null)?.remedy ?? null;
  return [
    ...command.wishes,
    {
      kind: 'ticket',
      ticket: {
        kind: 'complaint',
        words: command.words === '' ? answersInWords(answered) : command.words,
        department: UNKNOWN_DEPARTMENT,
        remedy,
        receiptNo: null,
        firstReplyBy: null,
      },
    },
  ];
}

/** 1 and 2 of 5 are dissatisfied. */
const LOW_CSAT = 2;
/** What belongs to no counter goes to the service desk first. */
const UNKNOWN_DEPARTMENT = 'service-desk';

function answersInWords(answered: ScriptState | null): string {
  return (answered?.questions ?? [])
    .flatMap(({ question, shown }) => (shown === null ? [] : `${question.text} ${shown}`))
    .join('\n');
}
