import { Schema } from 'mongoose';
import type { StoredResult } from './call-result.ts';

/** Shape and indexes of results: by id, row and turn once each; lists by moment, customer, cycle, agent, evening. */
export function callResultSchema() {
  const mixed = { type: Schema.Types.Mixed };
  const text = { type: String, default: null };
  const number = { type: Number, default: null };
  const schema = new Schema<StoredResult>(
    {
      _id: { type: String, required: true },
      customerId: { type: String, required: true },
      day: { type: String, required: true },
      at: { type: Date, required: true },
      time: { type: String, required: true },
      agent: { type: String, required: true },
      agentName: { type: String, required: true },
      by: { type: String, required: true },
      savedAt: { type: Date, required: true },
      direction: { type: String, required: true },
      source: { type: String, required: true },
      callId: text,
      itemId: text,
      turn: number,
      beside: text,
      sheet: text,
      place: number,
      cycle: text,
      rules: [String],
      attempt: { type: Number, required: true },
      phoneKey: text,
      disposition: { type: String, required: true },
      countsAs: text,
      again: { type: Boolean, default: false },
      flags: { ...mixed, required: true },
      tags: [String],
      script: mixed,
      answers: { type: [mixed], default: [] },
      csat: number,
      nps: number,
      words: { type: String, default: '' },
      resumeAt: text,
      talkSeconds: number,
      wrapUpSeconds: number,
      next: { ...mixed, required: true },
      appointmentAt: text,
      made: { type: [mixed], default: [] },
      undo: mixed,
      pending: mixed,
      evening: text,
      undoneAt: { type: Date, default: null },
      undoneBy: text,
      conflictsWith: text,
      conflictState: text,
    },
    { collection: 'call_results', versionKey: false, minimize: false },
  );
  schema.index({ itemId: 1, turn: 1, beside: 1 }, { unique: true });
  schema.index({ customerId: 1, cycle: 1 });
  schema.index({ customerId: 1, at: -1, _id: -1 });
  schema.index({ at: -1, _id: -1 });
  schema.index({ day: 1, agent: 1 });
  schema.index({ by: 1, savedAt: -1 });
  schema.index({ 'next.on': 1 }, { partialFilterExpression: { 'next.kind': 'appointment' } });
  schema.index({ evening: 1, customerId: 1 }, { partialFilterExpression: { evening: { $type: 'string' } } });
  schema.index({ sheet: 1, place: 1, at: 1 });
  schema.index(
    { conflictState: 1, day: 1 },
    { partialFilterExpression: { conflictState: { $type: 'string' } } },
  );
  return schema;
}
