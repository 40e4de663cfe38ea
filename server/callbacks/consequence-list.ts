import type { CallChange } from '../customers/index.ts';
import { businessDateOf, storeTimeOf } from '../platform/business-date.ts';
import type { WishDetail } from '../wishes/index.ts';
import type { Consequence, ResultCommand } from './callback.types.ts';
import type { Outcome, ResultFacts } from './consequence.types.ts';
import { isValid } from './call-result.ts';
import type { Following } from './next-contact.ts';

/**
 * One line per record that a save creates, in the order they are shown: what the customer asked for first, then the record
 * of the call, then what becomes of the row.
 */
export function madeBy(
  command: ResultCommand,
  facts: ResultFacts,
  follows: Following,
  { wishes, changes, attempt, problems }: Omit<Outcome, 'makes'>,
): Consequence[] {
  const made = [
    ...wishes.map((wish) => wishLine(wish, facts.at)),
    ...changes.flatMap((change) => changeLines(change, facts)),
    callLine(command, facts, follows, attempt),
    ...beside(facts),
    ...ownerLine(facts, follows),
    ...nextLine(facts, follows),
  ];
  return made.map((line) => ({ ...line, problem: problemOf(line, problems) }));
}

type Line = Omit<Consequence, 'problem'>;

/** A line is in the way when a field of its wish is. */
function problemOf({ kind, key }: Line, problems: Outcome['problems']): string | null {
  if (kind !== 'flower' && kind !== 'card' && kind !== 'ticket' && kind !== 'visit') return null;
  const part = kind === 'ticket' ? key.split('.')[1] : kind;
  return problems.find(({ field }) => field.startsWith(`${part ?? kind}-`))?.message ?? null;
}

function wishLine(wish: WishDetail, at: Date): Line {
  switch (wish.kind) {
    case 'flower': {
      const { deliverOn, slot, occasion, recipient, bouquet } = wish.flower;
      return {
        kind: 'flower',
        key: `flower.${slot}`,
        values: { on: deliverOn, occasion, recipient, bouquet },
      };
    }
    case 'card':
      return {
        kind: 'card',
        key: 'card',
        values: { occasion: wish.card.occasion, recipient: wish.card.recipient },
      };
    case 'visit': {
      const { on, time, counter, who } = wish.visit;
      return { kind: 'visit', key: 'visit', values: { on, at: time, counter, who } };
    }
    case 'ticket': {
      const { department, remedy, firstReplyBy } = wish.ticket;
      const kind = remedy === null ? wish.ticket.kind : 'complaint';
      if (kind !== 'complaint') return { kind: 'ticket', key: `ticket.${kind}`, values: { department } };
      const by = firstReplyBy ?? new Date(at.getTime() + FIRST_REPLY_MS);
      return {
        kind: 'ticket',
        key: remedy === null ? 'ticket.complaint' : `ticket.complaint-${remedy}`,
        values: { department, on: businessDateOf(by), at: storeTimeOf(by) },
      };
    }
  }
}

/** A complaint is answered for the first time within 24 hours (domain.md, tickets). */
const FIRST_REPLY_MS = 24 * 3_600_000;

function changeLines(change: CallChange, { otherNumber }: ResultFacts): Line[] {
  switch (change.kind) {
    case 'number-invalid':
      return [
        {
          kind: 'number-invalid',
          key: otherNumber ? 'number-invalid' : 'number-invalid-last',
          values: { tail: change.phone.replace(/;.*$/, '').slice(-4), fault: change.fault },
        },
      ];
    case 'correction':
      return [{ kind: 'correction', key: `correction.${change.field}`, values: { value: change.value } }];
    case 'note':
      return [{ kind: 'correction', key: `note.${change.note}`, values: { text: change.text } }];
    case 'suppress':
      return change.channels.map((channel) => ({
        kind: 'suppress',
        key: `suppress.${channel}`,
        values: { purposes: change.purposes.join(' ') },
      }));
    case 'do-not-disturb':
      return [
        {
          kind: 'do-not-disturb',
          key: change.deceased ? 'do-not-disturb.deceased' : 'do-not-disturb.unable',
          values: {},
        },
      ];
    case 'consent':
      return [
        {
          kind: 'consent',
          key: `consent.${change.purpose}-${change.state}`,
          values: { channel: change.channel },
        },
      ];
  }
}

function callLine(
  { source }: ResultCommand,
  { disposition }: ResultFacts,
  { countsAs }: Following,
  attempt: number,
): Line {
  const again: Record<string, string> = countsAs.code === disposition.code ? {} : { countsAs: countsAs.code };
  if (isValid(countsAs)) return { kind: 'service-history', key: 'service', values: {} };
  if (source === 'incoming') return { kind: 'service-history', key: 'incoming', values: {} };
  if (!disposition.counts) return { kind: 'service-history', key: 'call', values: again };
  return {
    kind: 'service-history',
    key: countsAs.code === disposition.code ? 'attempt' : 'attempt-again',
    values: { n: String(attempt), ...again },
  };
}

function beside({ place }: ResultFacts): Line[] {
  return place.as === 'extra' ? [{ kind: 'ended', key: 'beside.extra', values: {} }] : [];
}

/** Somebody else's row is worked off by this call. */
function ownerLine({ place, agent, names }: ResultFacts, { settle }: Following): Line[] {
  const { row } = place;
  if (row === null || settle === null || row.agent === agent.staffNo) return [];
  const name = names.get(row.agent) ?? row.agent;
  return [{ kind: 'closes-for-owner', key: 'closes-for-owner', values: { agent: row.agent, name } }];
}

function nextLine({ names }: ResultFacts, { next, settle }: Following): Line[] {
  const takes = (staffNo: string | null): Record<string, string> =>
    staffNo === null ? {} : { agent: staffNo, name: names.get(staffNo) ?? staffNo };
  if (next.kind === 'appointment')
    return [
      { kind: 'next', key: 'next.appointment', values: { on: next.on, at: next.at, ...takes(next.agent) } },
    ];
  switch (next.kind) {
    case 'today':
      return [{ kind: 'next', key: 'next.today', values: { at: next.notBefore } }];
    case 'retry': {
      const values = { on: next.on, ...takes(next.agent) };
      return [{ kind: 'next', key: next.part === null ? 'next.retry' : `next.retry-${next.part}`, values }];
    }
    case 'none':
      return settle === null
        ? []
        : [{ kind: 'ended', key: `ended.${settle.why}`, values: next.note?.values ?? {} }];
  }
}
