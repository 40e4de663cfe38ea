import { Schema, type mongo } from 'mongoose';
import type { Clock } from './clock.ts';
import { newId } from './ids.ts';
import { trusted, type Database, type Session } from './mongo.ts';
import type { Actor } from './roles.ts';

/** One line of the audit trail: who did what to which record, when and why. Never updated, never deleted by the product. */
export interface AuditEntry {
  _id: string;
  at: Date;
  staffNo: string;
  /** Dotted event name, e.g. `customer.read`, `phone.revealed`, `sheet.printed`, `route.refused`. */
  event: string;
  /** Kind and id of the record concerned. */
  subject: { kind: string; id: string } | null;
  /** Purpose or reason as given. */
  why: string | null;
  /** Counts and codes; no personal values. */
  detail: Record<string, string | number | boolean | string[]>;
  requestId: string | null;
}

export interface AuditNote {
  actor: Actor;
  event: string;
  subject?: { kind: string; id: string };
  why?: string;
  detail?: AuditEntry['detail'];
  requestId?: string;
}

/** Append-only trail of reads, changes, reveals, prints and exports of personal data. */
export interface AuditTrail {
  /** Appends one line; inside a transaction when `session` is given, so that effect and trace agree. */
  record(note: AuditNote, session?: Session): Promise<void>;
  /** Newest first, `before` exclusive; for the administrator's page and for tests. */
  list(
    filter: { event?: string; subjectId?: string; staffNo?: string; before?: Date },
    limit: number,
  ): Promise<AuditEntry[]>;
}

export function makeAuditTrail(db: Database, clock: Clock): AuditTrail {
  const schema = new Schema<AuditEntry>(
    {
      _id: { type: String, required: true },
      at: { type: Date, required: true },
      staffNo: { type: String, required: true },
      event: { type: String, required: true },
      subject: { type: new Schema({ kind: String, id: String }, { _id: false }), default: null },
      why: { type: String, default: null },
      detail: { type: Schema.Types.Mixed, default: {} },
      requestId: { type: String, default: null },
    },
    { collection: 'audit', versionKey: false, minimize: false },
  );
  schema.index({ at: -1 });
  schema.index({ 'subject.id': 1, at: -1 });
  schema.index({ event: 1, at: -1 });
  schema.index({ staffNo: 1, at: -1 });
  const model = db.connection.model('AuditEntry', schema);
  const lines = model.collection as unknown as mongo.Collection<AuditEntry>;
  return {
    record: async ({ actor, event, subject, why, detail, requestId }, session) => {
      await lines.insertOne(
        {
          _id: newId(),
          at: clock.now(),
          staffNo: actor.staffNo,
          event,
          subject: subject ?? null,
          why: why ?? null,
          detail: detail ?? {},
          requestId: requestId ?? null,
        },
        session ? { session } : {},
      );
    },
    list: async ({ event, subjectId, staffNo, before }, limit) =>
      model
        .find({
          ...(event === undefined ? {} : { event }),
          ...(subjectId === undefined ? {} : { 'subject.id': subjectId }),
          ...(staffNo === undefined ? {} : { staffNo }),
          ...(before === undefined ? {} : { at: trusted({ $lt: before }) }),
        })
        .sort({ at: -1, _id: 1 })
        .limit(limit)
        .lean(),
  };
}
