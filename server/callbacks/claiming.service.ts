import { Conflict, NotAllowed, NotFound, RuleBroken } from '../platform/errors.ts';
import { newId } from '../platform/ids.ts';
import type { Actor } from '../platform/roles.ts';
import { RULE_CODES, type RuleCode, type WorkRow } from '../dispatch/index.ts';
import { asOwner, bestCallable, mayTake } from './callable.ts';
import type { Callbacks, OpenCall } from './callback.types.ts';
import type { Candidate } from './candidate.ts';
import type { CallerOfDay, Candidates } from './candidates.service.ts';
import { reasonKeysOf } from './cycle.ts';
import type { JustClaimed } from './just-claimed.ts';
import type { HeldCall, StoredCall } from './stored-call.ts';
import type { CallbackParts } from './parts.service.ts';
import type { QueueAheads } from './queue-ahead.service.ts';

/** Who gets whom: every claim is one insert that the unique indexes judge, never a look followed by a write. */
export function makeClaiming(
  parts: CallbackParts,
  candidates: Candidates,
  { aheads, justClaimed }: { aheads: Pick<QueueAheads, 'remember'>; justClaimed: JustClaimed },
): Pick<Callbacks, 'next' | 'open' | 'release' | 'openIncoming'> {
  const { worklist, calls, customers, scripts, clock } = parts;

  const next: Callbacks['next'] = async (actor, { queueOf = actor.staffNo } = {}) => {
    const day = clock.today();
    const open = await calls.openNow();
    if (open.some(({ agent, direction }) => agent === actor.staffNo && direction === 'out')) {
      const own = await ownCall(actor, 'out');
      if (own !== null) return own;
    }
    const overdue = open.some((call) => call.silent || call.day < day);
    if (overdue) await calls.releaseSilent(day, clock.now());
    const held = open.filter((call) => !call.silent && call.day >= day);
    const caller = await candidates.caller(actor, day);
    if (queueOf !== actor.staffNo && !caller.anyQueue)
      throw new NotAllowed('callbacks.errors.not-your-queue');
    let left = await offered(caller, queueOf, held);
    const scriptOf = onceFor(scriptFor);
    for (let readNow = true; ; readNow = false) {
      const best = bestCallable(left, queueOf === actor.staffNo ? asOwner(caller) : caller);
      if (best === null) return null;
      const claimed = await claim(best, actor, { scriptOf, readNow });
      if (claimed === 'agent') return ownCall(actor, 'out');
      if (typeof claimed !== 'string') return claimed;
      // Somebody was faster with this customer or number: on to the next row that nobody has by now.
      const now = await calls.held();
      const taken = new Set(now.flatMap(({ customerId, phoneKey }) => [customerId, phoneKey]));
      left = left.filter(
        ({ itemId, customerId, phoneKey }) =>
          itemId !== best.itemId && !taken.has(customerId) && !taken.has(phoneKey),
      );
    }
  };

  /** All rows that may be offered: the queue's own, and for one's own queue those one takes over from others. */
  async function offered(
    caller: CallerOfDay,
    queueOf: string,
    held: readonly HeldCall[],
  ): Promise<Candidate[]> {
    if (queueOf !== caller.staffNo)
      return candidates.ofRows(await worklist.rows(caller.day, queueOf), { held });
    const rows = await candidates.ofQueue(caller, held);
    aheads.remember(rows, caller.day, queueOf);
    return [...rows.own, ...rows.others];
  }

  /** The agent's open call, its lease taken anew; null when there is none of today. */
  async function ownCall(actor: Actor, direction: OpenCall['direction']): Promise<StoredCall | null> {
    const own = await calls.openOf(actor.staffNo, direction);
    if (own === null || own.day !== clock.today()) return null;
    return (await calls.renew(own._id, actor.staffNo)) ? own : null;
  }

  const open: Callbacks['open'] = async (itemId, actor) => {
    const row = await worklist.row(itemId);
    if (row === null) throw new NotFound('callbacks.errors.no-such-row');
    const own = await ownCall(actor, 'out');
    if (own?.itemId === itemId) return own;
    if (own !== null) throw new Conflict('callbacks.errors.own-call-open', { call: own._id });
    const day = clock.today();
    if (row.day !== day) throw new RuleBroken('callbacks.errors.other-day', { day: row.day });
    if (row.state !== 'fixed') throw new Conflict('callbacks.errors.row-gone');
    await calls.releaseSilent(day, clock.now());
    const caller = await candidates.caller(actor, day);
    const [candidate] = await candidates.ofRows([row]);
    if (candidate === undefined) throw new NotFound('callbacks.errors.no-such-row');
    await mustBeTheirs(candidate, caller);
    const claimed = await claim(candidate, actor);
    if (typeof claimed !== 'string') return claimed;
    if (claimed === 'agent') {
      const now = await ownCall(actor, 'out');
      if (now?.itemId === itemId) return now;
      throw new Conflict('callbacks.errors.own-call-open', { call: now?._id ?? '' });
    }
    throw await heldError(candidate);
  };

  /** One's own row, any for a leader, and what one may take over from others now. */
  async function mustBeTheirs(candidate: Candidate, caller: CallerOfDay): Promise<void> {
    if (caller.anyQueue || candidate.agent === caller.staffNo) return;
    const { others } = await candidates.ofQueue(caller);
    if (others.some((one) => one.itemId === candidate.itemId && mayTake(one, caller))) return;
    throw new NotAllowed('callbacks.errors.not-your-queue');
  }

  async function heldError({ row }: Candidate): Promise<Conflict> {
    const holder = (await calls.held()).find(
      ({ customerId, phoneKey }) => customerId === row.customerId || phoneKey === row.phoneKey,
    );
    return new Conflict('callbacks.errors.held', { name: holder?.agentName ?? '' });
  }

  /**
   * Claims a row; when it was settled while we claimed it, the claim is let go again.
   * @param readNow the candidate was read for this very claim
   */
  async function claim(
    candidate: Candidate,
    actor: Actor,
    { scriptOf = scriptFor, readNow = false } = {},
  ): Promise<StoredCall | 'agent' | 'customer' | 'number' | 'gone'> {
    const { row } = candidate;
    const claimed = await calls.claim({
      ...fresh(actor, 'out', candidate),
      customerId: row.customerId,
      itemId: row.itemId,
      day: row.day,
      phoneKey: row.phoneKey,
      script: await scriptOf(candidate),
    });
    if (typeof claimed === 'string') return claimed;
    const now = await worklist.row(row.itemId);
    if (now?.state === 'fixed') {
      const heldBy = { staffNo: actor.staffNo, name: actor.name, same: 'customer' as const };
      // Rows of others stand here as whoever takes them over sees them; the desk reads those itself.
      if (readNow && now.agent === actor.staffNo)
        justClaimed.put({ call: claimed, candidate: { ...candidate, row: now, heldBy } });
      return claimed;
    }
    await calls.release(claimed._id, actor.staffNo, 'elsewhere', clock.now());
    return 'gone';
  }

  const openIncoming: Callbacks['openIncoming'] = async (customerId, actor) => {
    const customer = await customers.get(customerId);
    if (customer === null) throw new NotFound('customers.errors.no-such-customer');
    const day = clock.today();
    const own = await ownCall(actor, 'in');
    if (own?.customerId === customer._id) return own;
    if (own !== null) throw new Conflict('callbacks.errors.own-call-open', { call: own._id });
    await calls.releaseSilent(day, clock.now());
    const row = await worklist.rowOf(customer._id, day);
    const [open] = row?.state === 'fixed' ? await candidates.ofRows([row]) : [];
    const claimed = await calls.claim({
      ...fresh(actor, 'in', open),
      customerId: customer._id,
      itemId: open?.itemId ?? null,
      day,
      // The line they call from is theirs to choose; their number stays free to be dialled.
      phoneKey: null,
      script: open === undefined ? null : await scriptFor(open),
    });
    if (typeof claimed !== 'string') return claimed;
    const theirs = claimed === 'agent' ? await ownCall(actor, 'in') : null;
    if (theirs?.customerId === customer._id) return theirs;
    if (theirs !== null) throw new Conflict('callbacks.errors.own-call-open', { call: theirs._id });
    const [holder] = (await calls.heldOf([customer._id])).filter(({ direction }) => direction === 'in');
    throw new Conflict('callbacks.errors.held', { name: holder?.agentName ?? '' });
  };

  function fresh(
    actor: Actor,
    direction: OpenCall['direction'],
    candidate: Candidate | undefined,
  ): Omit<StoredCall, 'customerId' | 'itemId' | 'day' | 'phoneKey' | 'script' | 'leaseUntil'> {
    return {
      _id: newId(),
      agent: actor.staffNo,
      agentName: actor.name,
      direction,
      state: 'open',
      openedAt: clock.now(),
      connectedAt: null,
      hungUpAt: null,
      version: 1,
      draft: { answers: [], disposition: null, tags: [], words: '', fields: {} },
      end: null,
      told: null,
      seenTurn: Math.max(0, ...(candidate?.today ?? []).map(({ turn }) => turn ?? 0)),
    };
  }

  /**
   * The script of the row's best reason that has one; a retry or a kept promise asks what was to be asked at first, and
   * what can be asked of anybody where nothing was.
   */
  async function scriptFor({ row, cycle }: Candidate): Promise<OpenCall['script']> {
    const first = (cycle ?? '').split(':')[0] ?? '';
    const rules = reasonKeysOf(row).flatMap(({ rule }) =>
      rule === 'retry' || rule === 'promised' ? [first, rule] : rule,
    );
    const attended = rules.includes('activity') ? await attendedOf(row) : null;
    const script = await scripts.forCall(rules.filter(isRule).map((rule) => ({ rule, attended })));
    return script === null ? null : { scriptId: script.scriptId, version: script.version };
  }

  /** Whether the customer came to the activity we call about. */
  async function attendedOf(row: WorkRow): Promise<boolean | null> {
    const paper = (await worklist.paperOf([row])).get(row.itemId);
    const about = paper?.reasons.find(({ detail }) => typeof detail.attended === 'boolean');
    return about?.detail.attended ?? null;
  }

  return {
    next,
    open,
    openIncoming,
    release: async (callId, actor) => {
      const call = await calls.byId(callId);
      if (call === null || call.agent !== actor.staffNo) throw new NotFound('callbacks.errors.no-such-call');
      await calls.release(callId, actor.staffNo, 'put-back', clock.now());
      justClaimed.drop(callId);
    },
  };
}

function isRule(code: string): code is RuleCode {
  return RULE_CODES.some((rule) => rule === code);
}

/** Asks once for all rows with the same reasons, since one look at the sheet may try several of them. */
function onceFor<T>(ask: (candidate: Candidate) => Promise<T>): (candidate: Candidate) => Promise<T> {
  const known = new Map<string, Promise<T>>();
  return (candidate) => {
    // Who came to an activity and who did not are asked differently.
    if (candidate.row.rules.includes('activity')) return ask(candidate);
    const key = [candidate.cycle?.split(':')[0], ...candidate.row.rules].join();
    const asked = known.get(key) ?? ask(candidate);
    known.set(key, asked);
    return asked;
  };
}
