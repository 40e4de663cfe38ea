import { makeAuditTrail } from '../../server/platform/audit.ts';
import { clockFrom } from '../../server/platform/clock.ts';
import { readConfig } from '../../server/platform/config.ts';
import { makeLog } from '../../server/platform/log.ts';
import { openDatabase } from '../../server/platform/mongo.ts';
import { SYSTEM } from '../../server/platform/roles.ts';
import { makeServices } from '../../server/services.ts';

/** Undoes one import in a process of its own; made to be killed. */
const [uri = '', importId = ''] = process.argv.slice(2);
const db = await openDatabase(uri);
const clock = clockFrom(() => new Date('2026-11-23T08:15:00+08:00'), true);
const services = await makeServices({
  config: readConfig({ RUN_LEASE: '1' }),
  db,
  clock,
  log: makeLog('silent'),
  audit: makeAuditTrail(db, clock),
});
process.stdout.write('ready\n');
const { removed, restored, stayed } = await services.lists.undoImport(importId, '名单不对', SYSTEM);
process.stdout.write(`done ${JSON.stringify({ removed, restored, stayed })}\n`);
await db.close();
