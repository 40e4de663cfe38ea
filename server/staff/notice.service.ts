import type { AuditTrail } from '../platform/audit.ts';
import type { Clock } from '../platform/clock.ts';
import { Conflict } from '../platform/errors.ts';
import type { Database } from '../platform/mongo.ts';
import type { Actor } from '../platform/roles.ts';
import { noticeOn, type Notice } from './notice.ts';
import type { NoticeModel } from './notice.model.ts';

/** The notice line of the sign-in page: read by everybody, written by the administrator. */
export interface Notices {
  current(): Promise<Notice>;
  /** What is to be read today; null for nothing. */
  today(): Promise<string | null>;
  /** Puts the notice up, or takes it off with an empty text. @throws Conflict when another was written meanwhile */
  write(notice: Notice, actor: Actor): Promise<void>;
}

export function makeNotices({
  db,
  model,
  clock,
  audit,
}: {
  db: Database;
  model: NoticeModel;
  clock: Clock;
  audit: AuditTrail;
}): Notices {
  return {
    current: model.read,
    today: async () => noticeOn(await model.read(), clock.today()),
    write: ({ version, text, lastDay }, actor) =>
      db.transaction(async (session) => {
        const written = { text, lastDay, by: actor.staffNo, at: clock.now() };
        if (!(await model.write(version, written, session)))
          throw new Conflict('staff.errors.notice-changed');
        await audit.record(
          {
            actor,
            event: 'notice.written',
            detail: { text, lastDay: lastDay ?? '' },
          },
          session,
        );
      }),
  };
}
