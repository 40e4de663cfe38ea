import { Schema } from 'mongoose';
import type { StoredCall } from './stored-call.ts';

/** Shape and indexes of open calls; the three unique ones decide who may hold what. */
export function openCallSchema() {
  const mixed = { type: Schema.Types.Mixed };
  const text = { type: String, default: null };
  const moment = { type: Date, default: null };
  const schema = new Schema<StoredCall>(
    {
      _id: { type: String, required: true },
      customerId: { type: String, required: true },
      itemId: text,
      day: { type: String, required: true },
      phoneKey: text,
      agent: { type: String, required: true },
      agentName: { type: String, required: true },
      direction: { type: String, required: true },
      state: { type: String, required: true },
      openedAt: { type: Date, required: true },
      connectedAt: moment,
      hungUpAt: moment,
      leaseUntil: { type: Date, required: true },
      version: { type: Number, required: true },
      draft: mixed,
      script: mixed,
      end: mixed,
      told: mixed,
      seenTurn: { type: Number, default: 0 },
    },
    { collection: 'open_calls', versionKey: false, minimize: false },
  );
  const open = { unique: true, partialFilterExpression: { state: 'open' } };
  schema.index({ agent: 1, direction: 1 }, open);
  schema.index({ customerId: 1, direction: 1 }, open);
  schema.index(
    { phoneKey: 1 },
    { unique: true, partialFilterExpression: { state: 'open', phoneKey: { $type: 'string' } } },
  );
  schema.index({ state: 1, leaseUntil: 1 });
  schema.index({ day: 1, openedAt: 1 });
  schema.index({ customerId: 1, openedAt: -1 });
  schema.index({ itemId: 1 });
  return schema;
}
