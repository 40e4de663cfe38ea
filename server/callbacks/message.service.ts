import { currentConsent, type Customer } from '../customers/index.ts';
import { InvalidInput, NotFound, RuleBroken } from '../platform/errors.ts';
import { isDuplicateOf } from '../platform/mongo.ts';
import type { Actor } from '../platform/roles.ts';
import { shown, stands, type StoredResult, type StoredUndo } from './call-result.ts';
import type { Callbacks, CallResult } from './callback.types.ts';
import type { Dispositions } from './disposition.service.ts';
import { historyEntry } from './history-entry.ts';
import { LONGEST_MESSAGE } from './message-template.ts';
import type { CallbackParts } from './parts.service.ts';

/** What stands where calls have their disposition; words under `callbacks.disposition` like those. */
const CODES = { sms: 'SMS', wechat: 'WECHAT', reply: 'REPLY' } as const;

/** So many calls in vain come before a message (reference.md; domain.md, call result). */
const MISSED_BEFORE = 2;
/** Results looked through for the calls in vain. */
const LOOKED_BACK = 20;
const LONGEST_REPLY = 1_000;

/** Messages sent by hand and answers to them, logged among the results: they are contacts, and no attempts. */
export function makeMessages(
  parts: CallbackParts,
  dispositions: Dispositions,
): Pick<Callbacks, 'logMessage' | 'logReply'> {
  const { db, worklist, results, customers, history, audit, clock } = parts;

  const logMessage: Callbacks['logMessage'] = async (message, actor) => {
    const { submissionId, channel, template, text, itemId } = message;
    const before = await results.byId(submissionId);
    if (before !== null) return shown(before);
    const customer = await existing(message.customerId);
    if (text.trim() === '' || Array.from(text).length > LONGEST_MESSAGE)
      throw wrong('text', 'message-text', { most: LONGEST_MESSAGE });
    mustBeWelcome(customer, channel);
    const missed = await lastCycle(customer._id);
    if (!missed.enough) throw new RuleBroken('callbacks.errors.message-too-early', { calls: MISSED_BEFORE });
    const row = itemId === null ? null : await worklist.row(itemId);
    return log(
      {
        ...contactOf(submissionId, customer._id, CODES[channel], text.trim(), actor),
        direction: 'out',
        itemId: row?.itemId ?? null,
        sheet: row?.sheet ?? null,
        place: row?.place ?? null,
        cycle: missed.cycle,
        rules: row?.rules ?? [],
        attempt: missed.attempts,
        made: [{ kind: 'message', key: `message.${channel}`, values: { template }, problem: null }],
      },
      actor,
    );
  };

  const logReply: Callbacks['logReply'] = async (reply, actor) => {
    const { submissionId, channel, words, optOut } = reply;
    const before = await results.byId(submissionId);
    if (before !== null) return shown(before);
    const customer = await existing(reply.customerId);
    if (words.trim() === '' || Array.from(words).length > LONGEST_REPLY)
      throw wrong('words', 'reply-words', { most: LONGEST_REPLY });
    const made: StoredResult['made'] = optOut
      ? [{ kind: 'suppress', key: `suppress.${channel}`, values: {}, problem: null }]
      : [];
    return log(
      { ...contactOf(submissionId, customer._id, CODES.reply, words.trim(), actor), direction: 'in', made },
      actor,
      optOut ? channel : null,
    );
  };

  async function existing(customerId: string): Promise<Customer> {
    const customer = await customers.get(customerId);
    if (customer === null) throw new NotFound('customers.errors.no-such-customer');
    return customer;
  }

  /** The latest cycle of calls and whether it was in vain often enough, or the number is blocked. */
  async function lastCycle(
    customerId: string,
  ): Promise<{ cycle: string | null; attempts: number; enough: boolean }> {
    const said = (await results.ofCustomer(customerId, LOOKED_BACK)).filter(
      (result) => stands(result) && result.source !== 'message',
    );
    const [last] = said;
    if (last === undefined) return { cycle: null, attempts: 0, enough: false };
    const cycle = said.filter((result) => result.cycle === last.cycle);
    const vain = cycle.filter(({ flags }) => flags.counts && flags.right !== 'yes');
    const known = await dispositions.all();
    const blocked = known.find(({ code }) => code === last.disposition)?.next.kind === 'other-line';
    return { cycle: last.cycle, attempts: last.attempt, enough: blocked || vain.length >= MISSED_BEFORE };
  }

  function contactOf(
    id: string,
    customerId: string,
    code: string,
    words: string,
    actor: Actor,
  ): Omit<StoredResult, 'direction'> {
    return {
      ...NO_CALL,
      _id: id,
      beside: id,
      customerId,
      day: clock.today(),
      at: clock.now(),
      time: clock.time(),
      agent: actor.staffNo,
      agentName: actor.name,
      by: actor.staffNo,
      savedAt: clock.real(),
      disposition: code,
      words,
    };
  }

  /** Keeps it once, with its line on the time line and, where it was asked for, the channel stopped. */
  async function log(
    contact: StoredResult,
    actor: Actor,
    stop: 'sms' | 'wechat' | null = null,
  ): Promise<CallResult> {
    const { _id, customerId, day, words } = contact;
    try {
      return await db.transaction(async (session) => {
        const changes =
          stop === null
            ? null
            : await customers.applyCall(
                customerId,
                [{ kind: 'suppress', channels: [stop], purposes: ['service', 'promotion'], words }],
                { on: day, resultId: _id, actor },
                session,
              );
        const kept = { ...contact, undo: { ...NOTHING_MADE, changes } };
        await results.insert(kept, session);
        await history.insertEvents([historyEntry(kept, null)], session);
        await audit.record(
          {
            actor,
            event: contact.direction === 'in' ? 'callback.reply-noted' : 'callback.message-logged',
            subject: { kind: 'customer', id: customerId },
            detail: { result: _id, disposition: contact.disposition },
          },
          session,
        );
        return shown(kept);
      });
    } catch (error) {
      if (!isDuplicateOf(error, '_id')) throw error;
      const before = await results.byId(_id);
      if (before === null) throw error;
      return shown(before);
    }
  }

  return { logMessage, logReply };
}

/**
 * A message of service goes to whom a call of service may go to, by the channel's own statement: refused or withdrawn blocks
 * it, not asked is enough with a recorded basis (reference.md, consent).
 * @throws RuleBroken
 */
function mustBeWelcome({ facts, consents }: Customer, channel: 'sms' | 'wechat'): void {
  const state = currentConsent(consents, 'service', channel);
  const allowed = state === 'given' || (state === 'not-asked' && facts.hasBasis);
  if (facts.deceased || facts.doNotContact || !allowed)
    throw new RuleBroken('callbacks.errors.message-refused');
}

function wrong(field: string, key: string, values: Record<string, number>): InvalidInput {
  return new InvalidInput([{ field, message: `callbacks.errors.${key}`, values }]);
}

const NOTHING_MADE: StoredUndo = {
  settled: null,
  fed: null,
  stood: null,
  changes: null,
  contact: null,
  calls: [],
  wishes: false,
};

/** Fields of a result that a message has nothing to say about. */
const NO_CALL = {
  source: 'message',
  callId: null,
  itemId: null,
  turn: null,
  sheet: null,
  place: null,
  cycle: null,
  rules: [],
  attempt: 0,
  phoneKey: null,
  countsAs: null,
  again: false,
  flags: { answered: false, right: 'no', complete: 'no', final: 'no', counts: false, group: null },
  tags: [],
  script: null,
  answers: [],
  csat: null,
  nps: null,
  resumeAt: null,
  talkSeconds: null,
  wrapUpSeconds: null,
  next: { kind: 'none' },
  appointmentAt: null,
  made: [],
  evening: null,
  pending: null,
  undo: NOTHING_MADE,
  undoneAt: null,
  undoneBy: null,
  conflictsWith: null,
  conflictState: null,
} satisfies Partial<StoredResult>;
