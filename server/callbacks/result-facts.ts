import type { CallFacts } from '../customers/index.ts';
import type { Reason, ReasonDetail, SheetRow, WorkRow } from '../dispatch/index.ts';
import type { BusinessDate } from '../platform/business-date.ts';
import { OWNER_MINUTES, pendingAppointment } from './callable.ts';
import type { StoredResult } from './call-result.ts';
import type { ResultCommand } from './callback.types.ts';
import { candidateOf } from './candidate.ts';
import type { ResultFacts } from './consequence.types.ts';
import { plusMinutes } from './day-part.ts';
import type { Disposition } from './disposition.ts';

/** What is asked about the number and the moment of a call. */
interface Dialling {
  command: Pick<ResultCommand, 'phone'>;
  day: BusinessDate;
  time: string;
  facts: CallFacts;
  /** Opaque keys of the customer's numbers. */
  phoneKeys: ReadonlyMap<string, string>;
  dispositions: readonly Disposition[];
}

/** The number that was dialled: the one named, else the row's, which is the first that is valid. */
export function dialledOf(
  { command, facts, phoneKeys }: Dialling,
  row: WorkRow | null,
): ResultFacts['dialled'] {
  const phone =
    command.phone ??
    facts.phones.find((each) => phoneKeys.get(each) === row?.phoneKey) ??
    facts.phones[0] ??
    null;
  const key = phone === null ? undefined : phoneKeys.get(phone);
  return phone === null || key === undefined ? null : { phone, key };
}

/** Another valid number that did not prove dead in this cycle. */
export function otherNumberLeft(
  { facts, phoneKeys, dispositions }: Dialling,
  dialled: ResultFacts['dialled'],
  inCycle: readonly StoredResult[],
): boolean {
  const dead = new Set(
    inCycle
      .filter(({ disposition }) => {
        const next = dispositions.find(({ code }) => code === disposition)?.next;
        return next?.kind === 'number-ends' || (next?.kind === 'days' && next.otherNumberFirst);
      })
      .map(({ phoneKey }) => phoneKey),
  );
  return facts.phones.some((phone) => phone !== dialled?.phone && !dead.has(phoneKeys.get(phone) ?? null));
}

/** The agreed time that a call at this minute keeps, null when it keeps none. */
export function keptTime(
  row: WorkRow,
  cycle: string | null,
  results: StoredResult[],
  { day, time, facts }: Dialling,
): string | null {
  const at = pendingAppointment(candidateOf(row, { cycle, results, facts, held: [] }), { day });
  return at !== null && time >= plusMinutes(at, -OWNER_MINUTES) ? at : null;
}

/** What the paper said of the reason first tried, and the last day on which it makes sense (a birthday's own). */
export function aboutOf(
  paper: SheetRow | null,
  cycle: string | null,
): Pick<ResultFacts, 'detail' | 'lastDay'> {
  const reasons = paper?.reasons ?? [];
  const first = reasons.find(({ rule }) => rule === 'retry') ?? reasons[0];
  const isBirthday = ({ rule }: { rule: string }) =>
    rule === 'birthday' || (rule === 'retry' && cycle?.startsWith('birthday:') === true);
  const days = reasons.filter(isBirthday).flatMap(({ detail }) => detail.on ?? []);
  return {
    detail: first === undefined ? null : carriedOn(first),
    lastDay: reasons.length > 0 && reasons.every(isBirthday) ? (days.toSorted().at(-1) ?? null) : null,
  };
}

/** What was agreed; an hour typed before the line went dead is no agreement. */
export function agreedIn(
  { appointment }: ResultCommand,
  { answered }: Pick<Disposition, 'answered'>,
): ResultCommand['appointment'] {
  return answered ? appointment : null;
}

/** Whether the days to come matter: not where the result ends the matter and nothing was agreed. */
export function looksAhead(command: ResultCommand, disposition: Disposition): boolean {
  const { final, complete } = disposition;
  return agreedIn(command, disposition) !== null || (final !== 'yes' && complete !== 'yes');
}

/** What a retry or promise tells of the reason it carries on; one that was carried on before names the first. */
function carriedOn({ rule, detail }: Reason): ReasonDetail {
  const first = detail.retries ?? (rule === 'retry' || rule === 'promised' ? undefined : rule);
  return first === undefined ? detail : { ...detail, retries: first };
}
