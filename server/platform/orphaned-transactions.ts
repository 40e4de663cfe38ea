import { randomBytes } from 'node:crypto';
import type { Database } from './mongo.ts';

/** What the server tells about a connection or a session, as far as it is asked here. */
interface Operation {
  type?: string;
  appName?: string;
  lsid?: { id: unknown };
  transaction?: object;
}

const PROCESS_OF_OURS = /^office-\w+-[0-9a-f]{12}$/;

/** A name under which the server knows one process of the office, from its first connection to its last. */
export function processName(part: string): string {
  return `office-${part}-${randomBytes(6).toString('hex')}`;
}

/**
 * Ends the transactions of processes of ours that have no connection any more. A process killed inside a transaction
 * leaves it open on the server, and whoever writes to the same rows waits until the server's own limit, a minute or
 * more. Where the server does not let us look or end, that limit is what is waited for.
 * @returns how many were ended
 */
export async function endOrphanedTransactions(db: Database): Promise<number> {
  const admin = db.connection.getClient().db('admin');
  const seen = await admin
    .aggregate<Operation>(
      [
        { $currentOp: { allUsers: false, idleConnections: true, idleSessions: true } },
        { $project: { type: 1, appName: 1, lsid: 1, transaction: 1 } },
      ],
      { readConcern: { level: 'local' } },
    )
    .toArray()
    .catch(() => []);
  const alive = new Set(seen.flatMap(({ type, appName = '' }) => (type === 'idleSession' ? [] : appName)));
  const orphaned = seen.flatMap(({ type, appName = '', lsid, transaction }) => {
    const open = type === 'idleSession' && transaction !== undefined && lsid !== undefined;
    return open && PROCESS_OF_OURS.test(appName) && !alive.has(appName) ? [{ id: lsid.id }] : [];
  });
  if (orphaned.length === 0) return 0;
  return admin.command({ killSessions: orphaned }).then(
    () => orphaned.length,
    () => 0,
  );
}
