import { makeAuditTrail } from '../../server/platform/audit.ts';
import type { BusinessDate } from '../../server/platform/business-date.ts';
import { storeInstant } from '../../server/platform/business-date.ts';
import { clockFrom } from '../../server/platform/clock.ts';
import { readConfig } from '../../server/platform/config.ts';
import { makeLog } from '../../server/platform/log.ts';
import { openDatabase } from '../../server/platform/mongo.ts';
import { makeServices } from '../../server/services.ts';

/** The product on a bench database, at 08:50 of a day. */
export async function openHouse(uri: string, day: BusinessDate) {
  const db = await openDatabase(uri);
  const clock = clockFrom(() => storeInstant(day, '08:50'), false);
  const log = makeLog('error');
  const config = readConfig({ RUN_LEASE: '2' });
  const services = await makeServices({ config, db, clock, log, audit: makeAuditTrail(db, clock) });
  return { db, clock, log, config, services };
}
