import type { BusinessDate } from '../platform/business-date.ts';
import { newId } from '../platform/ids.ts';
import type { StoredReceipt } from '../purchases/index.ts';
import type { ServiceEvent, SuggestionDraft } from '../service-history/index.ts';
import { handOver } from './desk-entries.ts';
import { FILLED, gapOf, hasNote, taskId, type CompletionTask } from './completion-task.ts';
import { blankCustomer, dialOrder, identityKeysOf, refresh, tombstone } from './customer-record.ts';
import type { Customer, SourceKind } from './customer.ts';
import type { FieldChange, Finding } from './record-filling.ts';
import type { FieldHistory } from './field-history.ts';
import { foldInto } from './record-merging.ts';
import { maybeSamePerson } from './person-name.ts';

/** A record lying on the desk. */
export interface Held {
  doc: Customer;
  isNew: boolean;
  /** Version as read; the write is refused when somebody changed the record since. */
  readVersion: number;
  dirty: boolean;
}

/** Who lets rows in, for history and tasks. */
export interface Hand {
  on: BusinessDate;
  at: Date;
  by: string;
  importId: string | null;
  /** Why, for the field history; null for lists. */
  why: string | null;
}

export interface Merge {
  loser: string;
  survivor: string;
  /** The loser as it was, kept so that a wrong merge can be explained and undone by hand. */
  before: Customer;
}

/**
 * Everything a chunk of rows can touch, in memory: the records met so far, who claims which card and which number and
 * name, tasks, time-line entries, receipts. Rows are decided one after the other on it; what it collected is then
 * written in a few bulk writes. Pure: no database, no time, the same for a real import and a dry run.
 */
export class IntakeDesk {
  readonly held = new Map<string, Held>();
  /** Identity key → customer id, as stored. */
  readonly storedClaims = new Map<string, string>();
  /** Identity key → customer id, as it will be. */
  readonly claims = new Map<string, string>();
  readonly tasks = new Map<string, CompletionTask>();
  readonly dirtyTasks = new Set<string>();
  readonly events = new Map<string, ServiceEvent>();
  readonly receipts = new Map<string, StoredReceipt>();
  readonly newEvents: ServiceEvent[] = [];
  readonly newDrafts: SuggestionDraft[] = [];
  readonly newReceipts: StoredReceipt[] = [];
  /** Stored activity entries that say by now that the customer came, with what they said before. */
  readonly attended: { id: string; customerId: string; before: string }[] = [];
  readonly history: FieldHistory[] = [];
  readonly merges: Merge[] = [];
  readonly householdMoves: { from: string; to: string }[] = [];
  /** Households that lost a member to a merge and may be no family any more. */
  readonly shrunkHouseholds = new Set<string>();
  /** Raised by every effect: a row that raised nothing left everything unchanged. */
  effects = 0;

  private readonly hand: Hand;
  private readonly lines = new Map<string, string[]>();
  private readonly mergedInto = new Map<string, string>();

  constructor(hand: Hand) {
    this.hand = hand;
  }

  /** Lays a stored record on the desk. */
  lay(doc: Customer): void {
    if (this.held.has(doc._id)) return;
    this.held.set(doc._id, { doc, isNew: false, readVersion: doc.version, dirty: false });
    for (const line of doc.facts.phones) this.addLine(line, doc._id);
    // A record holds the claims of its own keys, whether this chunk asked for them or not.
    for (const key of identityKeysOf(doc)) if (!this.storedClaims.has(key)) this.layClaim(key, doc._id);
  }

  layClaim(key: string, customerId: string): void {
    this.storedClaims.set(key, customerId);
    this.claims.set(key, customerId);
  }

  /** The record that claims an identity key. */
  claimant(key: string): Held | undefined {
    const id = this.claims.get(key);
    return id === undefined ? undefined : this.held.get(this.survivorOf(id));
  }

  survivorOf(id: string): string {
    let current = id;
    for (let next = this.mergedInto.get(current); next !== undefined; next = this.mergedInto.get(current)) {
      current = next;
    }
    return current;
  }

  create(): Held {
    const { on, at, by } = this.hand;
    const held: Held = {
      doc: blankCustomer(newId(), { on, at, by }),
      isNew: true,
      readVersion: 0,
      dirty: true,
    };
    this.held.set(held.doc._id, held);
    this.effects += 1;
    return held;
  }

  touch(held: Held): void {
    held.dirty = true;
    this.effects += 1;
  }

  /** Notes changed fields of a record that was there before; a new record is its own first history. */
  record(held: Held, changes: readonly FieldChange[], source: SourceKind): void {
    if (held.isNew) return;
    const { on, at, by, importId, why } = this.hand;
    for (const change of changes) {
      this.history.push({
        _id: newId(),
        customerId: held.doc._id,
        ...change,
        on,
        at,
        by,
        importId,
        why,
        source,
      });
    }
  }

  /** Notes on a stored or fresh activity entry that the customer came; false when that is known. */
  markAttended(event: ServiceEvent): boolean {
    const before = event.detail['attended'] ?? '';
    if (before === 'yes') return false;
    event.detail = { ...event.detail, attended: 'yes' };
    if (!this.newEvents.includes(event))
      this.attended.push({ id: event._id, customerId: event.customerId, before });
    return true;
  }

  /**
   * Opens (or adds to) the task of a field; the same thing is noted once.
   * @param repeated what happens to a thing noted before: a list repeats itself, a call that says so again opens the task again
   */
  note(held: Held, finding: Finding, source: SourceKind, repeated: 'skip' | 'again' = 'skip'): void {
    const { field, kind, value, fault } = finding;
    const id = taskId(held.doc._id, field);
    const known = this.tasks.get(id);
    if (hasNote(known, kind, value) && (repeated === 'skip' || known?.state === 'open')) return;
    const note = { kind, value, fault, source, on: this.hand.on };
    if (known === undefined) {
      this.tasks.set(id, {
        _id: id,
        customerId: held.doc._id,
        field,
        gap: gapOf(field),
        notes: [note],
        state: 'open',
        openedOn: this.hand.on,
        closedOn: null,
        closedBy: null,
        closedWhy: null,
      });
    } else {
      known.notes.push(note);
      known.state = 'open';
      known.closedOn = known.closedBy = known.closedWhy = null;
    }
    this.dirtyTasks.add(id);
    this.touch(held);
  }

  /**
   * Closes the tasks of fields that have got a value. A list answers only what could not be read; a person who changes a
   * field has also judged what differed from it.
   */
  closeFilled(held: Held, changes: readonly FieldChange[], by: 'list' | 'hand'): void {
    for (const { field, to } of changes) {
      if (to === null || gapOf(field) === 'stop' || gapOf(field) === 'who') continue;
      const usable = held.doc.phones.some(({ valid, number }) => valid && number === to);
      if (field === 'phones' && !usable) continue;
      const task = this.tasks.get(taskId(held.doc._id, field.replace(/\.celebrated$/, '')));
      if (task === undefined) continue;
      if (by === 'hand' || task.notes.every(({ kind }) => kind === 'unusable'))
        this.closeTask(task._id, FILLED);
    }
  }

  /** Closes an open task; nothing when there is none. */
  closeTask(id: string, why: string): void {
    const task = this.tasks.get(id);
    if (task?.state !== 'open') return;
    task.state = 'closed';
    task.closedOn = this.hand.on;
    task.closedBy = this.hand.by;
    task.closedWhy = why;
    this.dirtyTasks.add(id);
    this.effects += 1;
  }

  /**
   * After a record changed in a call: claims the identity keys that are free; who holds one of them, and who shares a number,
   * is left to a person to look at.
   */
  claimOrAsk(held: Held, source: SourceKind): void {
    const self = held.doc._id;
    for (const key of identityKeysOf(held.doc)) {
      const other = this.claimant(key)?.doc._id;
      if (other === undefined) this.claims.set(key, self);
      else if (other !== self)
        this.note(held, { field: 'identity', kind: 'check', value: other, fault: 'same-key' }, source);
    }
    for (const line of dialOrder(held.doc.phones)) {
      for (const id of this.lines.get(line) ?? []) {
        const other = this.held.get(id)?.doc;
        if (other === undefined || id === self || held.doc.notFamily.includes(id)) continue;
        if (other.householdId !== null && other.householdId === held.doc.householdId) continue;
        this.note(held, { field: 'household', kind: 'check', value: id, fault: 'shared-phone' }, source);
      }
    }
  }

  /**
   * After a record changed: claims its identity keys, merges whoever claimed one of them before (when the names agree)
   * and links whoever shares one of its numbers.
   */
  settle(held: Held, source: SourceKind): Held {
    let self = held;
    for (const key of identityKeysOf(self.doc)) {
      const other = this.claimant(key);
      if (other === undefined) this.claims.set(key, self.doc._id);
      else if (other.doc._id !== self.doc._id) {
        if (!maybeSamePerson(other.doc.nameKeys, self.doc.nameKeys)) {
          this.note(
            self,
            { field: 'identity', kind: 'check', value: other.doc._id, fault: 'same-key' },
            source,
          );
          continue;
        }
        self = this.merge(self, other);
      }
    }
    this.linkFamily(self, source);
    return self;
  }

  /** Makes one record of two; which one survives does not depend on the order of lists. */
  merge(one: Held, other: Held): Held {
    refresh(one.doc);
    refresh(other.doc);
    const [survivor, loser] = outranks(one.doc, other.doc) ? [one, other] : [other, one];
    const before = structuredClone(loser.doc);
    if (survivor.doc.householdId !== null && loser.doc.householdId !== null) {
      this.joinHouseholds(survivor.doc.householdId, loser.doc.householdId);
    }
    const { findings, changes } = foldInto(survivor.doc, loser.doc);
    this.touch(survivor);
    this.mergedInto.set(loser.doc._id, survivor.doc._id);
    for (const key of identityKeysOf(before)) {
      // Its claims are stored although this chunk never asked for them.
      if (!loser.isNew && !this.storedClaims.has(key)) this.storedClaims.set(key, before._id);
      this.claims.set(key, survivor.doc._id);
    }
    for (const line of before.facts.phones) this.addLine(line, survivor.doc._id);
    if (before.householdId !== null && before.householdId === survivor.doc.householdId) {
      this.shrunkHouseholds.add(before.householdId);
    }
    for (const finding of findings) this.note(survivor, finding, 'hand');
    this.record(
      survivor,
      [...changes, { field: 'merged', from: loser.doc._id, to: survivor.doc._id }],
      'hand',
    );
    this.moveOnDesk(loser.doc._id, survivor.doc._id);
    this.closeSettledFamilyCheck(survivor.doc._id);
    if (loser.isNew) this.held.delete(loser.doc._id);
    else {
      loser.doc = tombstone(loser.doc, survivor.doc._id);
      loser.dirty = true;
      this.merges.push({ loser: before._id, survivor: survivor.doc._id, before });
    }
    return survivor;
  }

  /** Who was to be checked as family has turned out to be the same person: nothing is left to check. */
  private closeSettledFamilyCheck(survivor: string): void {
    const task = this.tasks.get(taskId(survivor, 'household'));
    if (task?.state !== 'open') return;
    if (!task.notes.every(({ value }) => this.survivorOf(value) === survivor)) return;
    this.closeTask(task._id, 'merged');
  }

  /** Links two records as family because a person says so. */
  declareFamily(one: string, other: string, why: string): void {
    const [a, b] = [this.held.get(one), this.held.get(other)];
    if (a === undefined || b === undefined) throw new RangeError('both records must lie on the desk');
    a.doc.notFamily = a.doc.notFamily.filter((id) => id !== other);
    b.doc.notFamily = b.doc.notFamily.filter((id) => id !== one);
    this.link(a, b, why);
  }

  /** Takes a record out of its household for good; a lone member left behind is no household either. */
  leaveFamily(id: string): void {
    const leaving = this.held.get(id);
    const { householdId } = leaving?.doc ?? {};
    if (leaving === undefined || typeof householdId !== 'string') return;
    const members = [...this.held.values()].filter(
      (held) => held !== leaving && held.doc.householdId === householdId,
    );
    leaving.doc.notFamily.push(...members.map(({ doc }) => doc._id));
    const [last] = members;
    const apart = last !== undefined && members.length === 1 ? [leaving, last] : [leaving];
    for (const held of apart) {
      this.record(held, [{ field: 'household', from: held.doc.householdWhy, to: null }], 'hand');
      held.doc.householdId = held.doc.householdWhy = null;
      this.touch(held);
    }
  }

  /** Links a record with everybody who shares one of its numbers under another name: one household, to be checked. */
  private linkFamily(held: Held, source: SourceKind): void {
    for (const line of dialOrder(held.doc.phones)) {
      const sharers = this.lines.get(line);
      for (const id of sharers ?? []) {
        const other = this.held.get(this.survivorOf(id));
        if (other === undefined || other.doc._id === held.doc._id || other.doc.mergedInto !== null) continue;
        if (held.doc.notFamily.includes(other.doc._id) || other.doc.notFamily.includes(held.doc._id))
          continue;
        if (held.doc.householdId !== null && held.doc.householdId === other.doc.householdId) continue;
        this.link(held, other, `shared-phone ${line}`);
        this.note(
          held,
          { field: 'household', kind: 'check', value: other.doc._id, fault: 'shared-phone' },
          source,
        );
      }
      this.addLine(line, held.doc._id);
    }
  }

  private link(a: Held, b: Held, why: string): void {
    const [first, second] = [a.doc.householdId, b.doc.householdId];
    if (first !== null && second !== null) {
      this.joinHouseholds(first, second);
      return;
    }
    const id = first ?? second ?? newId();
    for (const held of [a, b]) {
      if (held.doc.householdId === id) continue;
      held.doc.householdId = id;
      held.doc.householdWhy = why;
      this.touch(held);
      this.record(held, [{ field: 'household', from: null, to: why }], 'hand');
    }
  }

  private joinHouseholds(one: string, other: string): void {
    if (one === other) return;
    const [to, from] = one < other ? [one, other] : [other, one];
    this.householdMoves.push({ from, to });
    for (const held of this.held.values()) {
      if (held.doc.householdId !== from) continue;
      held.doc.householdId = to;
      this.touch(held);
    }
  }

  private addLine(line: string, id: string): void {
    const sharers = this.lines.get(line);
    if (sharers === undefined) this.lines.set(line, [id]);
    else if (!sharers.includes(id)) sharers.push(id);
  }

  /** What this chunk already planned for the loser belongs to the survivor, once. */
  private moveOnDesk(loser: string, survivor: string): void {
    const merge = { loser, survivor };
    handOver(this.events, this.newEvents, eventKey, merge, (stays, goes) => this.absorbEvent(stays, goes));
    handOver(this.receipts, this.newReceipts, receiptKey, merge);
    // A draft goes with its entry: what the survivor has already said is not drafted twice.
    const kept = new Set(this.newEvents.map(({ detail }) => detail['draftId']));
    const drafts = this.newDrafts.filter((draft) => kept.has(draft._id));
    this.newDrafts.splice(0, this.newDrafts.length, ...drafts);
    for (const draft of drafts) if (draft.customerId === loser) draft.customerId = survivor;
    for (const line of this.history) if (line.customerId === loser) line.customerId = survivor;
    for (const task of [...this.tasks.values()]) if (task.customerId === loser) this.moveTask(task, survivor);
  }

  /** Who came according to one of two entries came. */
  private absorbEvent(stays: ServiceEvent, goes: ServiceEvent): void {
    if (goes.detail['attended'] === 'yes') this.markAttended(stays);
  }

  private moveTask(task: CompletionTask, survivor: string): void {
    const id = taskId(survivor, task.field);
    const there = this.tasks.get(id);
    const notes = task.notes.filter((note) => !hasNote(there, note.kind, note.value));
    this.tasks.set(id, {
      ...(there ?? task),
      _id: id,
      customerId: survivor,
      notes: [...(there?.notes ?? []), ...notes],
      state: there?.state === 'open' || task.state === 'open' ? 'open' : 'closed',
    });
    this.dirtyTasks.add(id);
    this.tasks.delete(task._id);
    this.dirtyTasks.delete(task._id);
  }
}

export function eventKey({
  customerId,
  kind,
  key,
}: Pick<ServiceEvent, 'customerId' | 'kind' | 'key'>): string {
  return `${customerId}|${kind}|${key}`;
}

export function receiptKey({ customerId, receiptNo }: { customerId: string; receiptNo: string }): string {
  return `${customerId}|${receiptNo}`;
}

/** Longer known first, then better named, then by card or number: the same two records, the same survivor. */
function outranks(a: Customer, b: Customer): boolean {
  if (a.enteredOn !== b.enteredOn) return a.enteredOn < b.enteredOn;
  const [left, right] = [standing(a), standing(b)];
  return left !== right ? left > right : a.facts.rankKey <= b.facts.rankKey;
}

function standing(customer: Customer): number {
  return (customer.name === null ? 0 : customer.masked ? 1 : 2) * 10 + Math.min(9, customer.cards.length);
}
