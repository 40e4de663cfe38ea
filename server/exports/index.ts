import type { AuditTrail } from '../platform/audit.ts';
import type { Clock } from '../platform/clock.ts';
import type { Database } from '../platform/mongo.ts';
import { makeExportModel } from './export.model.ts';
import { makeExportService, type Exports } from './export.service.ts';

/** Tables that leave the house as files; the feature's only door. */
export type { Exports } from './export.service.ts';
export type { Allowance, ExportCommand, ExportRecord } from './export.ts';
export { exportRoutes } from './export.routes.ts';

export function makeExports(house: { db: Database; clock: Clock; audit: AuditTrail }): Exports {
  return makeExportService({ ...house, model: makeExportModel(house.db) });
}
