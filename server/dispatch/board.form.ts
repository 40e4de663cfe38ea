import { z } from 'zod';
import { isBusinessDate, type BusinessDate } from '../platform/business-date.ts';
import { InvalidInput, NotFound } from '../platform/errors.ts';
import type { DrillOf, LeadCode, PoolReason } from './dispatch.types.ts';
import { RULE_CODES, SUPPRESSION_REASONS, type RuleCode } from './rule.ts';

/** The part of a request that forms read; the web's own shape fits it. */
export interface Sent {
  form: Record<string, string>;
  many(field: string): string[];
}

const version = z.coerce.number().int().nonnegative({ message: 'dispatch.errors.version' });
const staffNo = z.string().regex(/^[\w-]{1,20}$/, { message: 'dispatch.errors.agent' });
const customerId = z.string().regex(/^[\w-]{1,64}$/, { message: 'dispatch.errors.people' });
const people = z.array(customerId).min(1, { message: 'dispatch.errors.nobody-selected' }).max(500);
const reason = z
  .string()
  .trim()
  .min(2, { message: 'dispatch.errors.reason' })
  .max(100, { message: 'dispatch.errors.reason-long' });
const sheetNumber = z.string().regex(/^SC\d{8}-\d{2,4}$/, { message: 'dispatch.errors.sheet' });

/** Target of a move in the form: the pool has no staff number. */
export const TO_POOL = 'pool';

/** A calendar day in an address. @throws NotFound for anything else: such an address was never ours. */
export function dayInPath(text: string | undefined): BusinessDate {
  if (text === undefined || !isBusinessDate(text)) throw new NotFound('errors.no-such-page');
  return text;
}

/** Moves these people to an agent, or with `to: null` to the pool. */
export function readMove(sent: Sent): { version: number; customerIds: string[]; to: string | null } {
  const { to, ...rest } = read(
    z.object({ version, customerIds: people, to: z.union([z.literal(TO_POOL), staffNo]) }),
    { version: sent.form['version'], customerIds: sent.many('who'), to: sent.form['to'] },
  );
  return { ...rest, to: to === TO_POOL ? null : to };
}

/** Moves a number of people from one agent to another. */
export function readMoveCount(sent: Sent): { version: number; from: string; to: string; count: number } {
  return read(
    z.object({
      version,
      from: staffNo,
      to: staffNo,
      count: z.coerce
        .number({ message: 'dispatch.errors.count' })
        .int({ message: 'dispatch.errors.count' })
        .min(1, { message: 'dispatch.errors.count' })
        .max(200, { message: 'dispatch.errors.count' }),
    }),
    {
      version: sent.form['version'],
      from: sent.form['from'],
      to: sent.form['countTo'],
      count: sent.form['count'],
    },
  );
}

/** A command without further fields: balance, undo, fix, supplement. */
export function readVersion(sent: Sent): { version: number } {
  return read(z.object({ version }), { version: sent.form['version'] });
}

/** Moves an absent agent's people as suggested. */
export function readTransfer(sent: Sent): { version: number; staffNo: string } {
  return read(z.object({ version, staffNo }), {
    version: sent.form['version'],
    staffNo: sent.form['absent'],
  });
}

/** `02:absent:sick`, `02:present:`: one button of the list of presences. */
export function readPresence(sent: Sent): { staffNo: string; absent: string | null } {
  const { change } = read(
    z.object({
      change: z
        .string()
        .regex(/^[\w-]{1,20}:(absent:[a-z-]{1,20}|present:)$/, { message: 'dispatch.errors.agent' }),
    }),
    { change: sent.form['change'] },
  );
  const [who = '', what, why = ''] = change.split(':');
  return { staffNo: who, absent: what === 'absent' ? why : null };
}

/** Rows struck on a fixed sheet and given to somebody else. */
export function readRows(sent: Sent): {
  version: number;
  places: number[];
  to: string;
  reason: string;
} {
  return read(
    z.object({
      version,
      places: z
        .array(z.coerce.number().int().min(1).max(500))
        .min(1, { message: 'dispatch.errors.nobody-selected' }),
      to: staffNo,
      reason,
    }),
    {
      version: sent.form['version'],
      places: sent.many('place'),
      to: sent.form['to'],
      reason: sent.form['reason'],
    },
  );
}

/** An occasion, or all of a customer's, put aside with a reason in words. */
export function readDismissal(sent: Sent): { customerId: string; rule?: RuleCode; reason: string } {
  const { rule, ...rest } = read(z.object({ customerId, rule: z.enum(RULE_CODES).optional(), reason }), {
    customerId: sent.form['customerId'],
    rule: sent.form['rule'] === '' ? undefined : sent.form['rule'],
    reason: sent.form['reason'],
  });
  return rule === undefined ? rest : { ...rest, rule };
}

/** Which sheets to print, how often, from which page. */
export function readPrint(sent: Sent): { numbers: string[]; copies: number; fromPage?: number } {
  const { fromPage, ...rest } = read(
    z.object({
      numbers: z.array(sheetNumber).min(1, { message: 'dispatch.errors.no-sheet' }).max(200),
      copies: z.coerce
        .number({ message: 'dispatch.errors.copies' })
        .int({ message: 'dispatch.errors.copies' })
        .min(1, { message: 'dispatch.errors.copies' })
        .max(9, { message: 'dispatch.errors.copies' }),
      fromPage: z.coerce
        .number({ message: 'dispatch.errors.page' })
        .int({ message: 'dispatch.errors.page' })
        .min(1, { message: 'dispatch.errors.page' })
        .max(99, { message: 'dispatch.errors.page' })
        .optional(),
    }),
    {
      numbers: sent.many('sheet'),
      copies: sent.form['copies'] ?? '1',
      fromPage: sent.form['page'] === '' ? undefined : sent.form['page'],
    },
  );
  return fromPage === undefined || fromPage === 1 ? rest : { ...rest, fromPage };
}

/**
 * Sheets named in the address of the paper, `SC20261123-03.0,SC20261123-04.1`: number and, after a printing was
 * recorded, which printing it is. Anything else in the address is left out.
 */
export function readPaperSheets(text: string | undefined): { number: string; reprint: number | null }[] {
  return (text ?? '')
    .split(',')
    .slice(0, 200)
    .map((part) => /^(SC\d{8}-\d{2,4})(?:\.(\d{1,3}))?$/.exec(part))
    .filter((match) => match !== null)
    .map((match) => ({
      number: match[1] ?? '',
      reprint: match[2] === undefined ? null : Number(match[2]),
    }));
}

const POOL_REASONS: readonly PoolReason[] = [
  'share-full',
  'quota',
  'sample',
  'absent',
  'by-hand',
  'number-elsewhere',
  'late',
];

/** What part of the board is shown; unknown words in an address are left out, so that an old link still opens. */
export interface BoardQuery {
  /** Agent whose people are listed instead of the pool. */
  agent: string | null;
  reason: PoolReason | null;
  person: string | null;
  after: string | null;
}

export function readBoardQuery(query: Record<string, string>): BoardQuery {
  const known = (text: string | undefined, shape: RegExp) =>
    text !== undefined && shape.test(text) ? text : null;
  return {
    agent: known(query['agent'], /^[\w-]{1,20}$/),
    reason: POOL_REASONS.find((one) => one === query['reason']) ?? null,
    person: known(query['person'], /^[\w-]{1,64}$/),
    after: known(query['after'], /^[\w:.~-]{1,200}$/),
  };
}

/** Which people stand behind a figure, from the address. @throws NotFound for figures there are not. */
export function readDrill(query: Record<string, string>): DrillOf {
  const of = query['of'] ?? '';
  switch (query['by']) {
    case 'rule': {
      const rule = RULE_CODES.find((code) => code === of);
      if (rule !== undefined) return { by: 'rule', rule };
      break;
    }
    case 'lead': {
      const lead = ([...RULE_CODES, 'carried-over'] satisfies LeadCode[]).find((code) => code === of);
      if (lead !== undefined) return { by: 'lead', lead };
      break;
    }
    case 'reason': {
      const why = SUPPRESSION_REASONS.find((code) => code === of);
      if (why !== undefined) return { by: 'reason', reason: why };
      break;
    }
    case 'agent':
      if (/^[\w-]{1,20}$/.test(of)) return { by: 'agent', staffNo: of };
      break;
    case 'waiting':
    case 'assigned':
    case 'quarantined':
      return { by: query['by'] };
    default:
  }
  throw new NotFound('errors.no-such-page');
}

function read<Output>(schema: z.ZodType<Output>, input: unknown): Output {
  const parsed = schema.safeParse(input);
  if (parsed.success) return parsed.data;
  throw new InvalidInput(
    parsed.error.issues.map(({ path, message }) => ({
      field: String(path[0] ?? 'form'),
      message: message.startsWith('dispatch.') ? message : 'errors.invalid-input',
    })),
  );
}
