import { makeAuditTrail } from '../../server/platform/audit.ts';
import { clockFrom } from '../../server/platform/clock.ts';
import { readConfig } from '../../server/platform/config.ts';
import { makeLog } from '../../server/platform/log.ts';
import { openDatabase } from '../../server/platform/mongo.ts';
import { makeServices } from '../../server/services.ts';
import type { ListKind } from '../../server/customers/index.ts';

/** Imports one list in a process of its own, telling each row count it reaches; made to be killed. */
const [uri = '', kind = '', path = ''] = process.argv.slice(2);
const db = await openDatabase(uri);
// The day of the test that compares: what enters on another day is not the same.
const clock = clockFrom(() => new Date('2026-11-23T08:15:00+08:00'), true);
const services = await makeServices({
  config: readConfig({ RUN_LEASE: '1' }),
  db,
  clock,
  log: makeLog('silent'),
  audit: makeAuditTrail(db, clock),
});
process.stdout.write('ready\n');
const result = await services.lists.importFile(kind as ListKind, path, {
  onProgress: ({ rows, waiting }) => process.stdout.write(`${waiting ? 'waiting' : 'rows'} ${rows}\n`),
});
process.stdout.write(`done ${JSON.stringify(result)}\n`);
await db.close();
