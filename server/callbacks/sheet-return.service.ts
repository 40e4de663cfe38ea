import type { AuditTrail } from '../platform/audit.ts';
import type { BusinessDate } from '../platform/business-date.ts';
import type { Clock } from '../platform/clock.ts';
import { Conflict } from '../platform/errors.ts';
import type { Database } from '../platform/mongo.ts';
import type { Actor } from '../platform/roles.ts';
import { makeSheetReturnModel, type SheetReturn } from './sheet-return.model.ts';

/** Sheets that are back with the office (交回): one signature each, until it is taken back. */
export interface SheetReturns {
  ofDay(day: BusinessDate): Promise<Map<string, SheetReturn>>;
  /** @throws Conflict when somebody signed it in already */
  sign(sheet: { number: string; day: BusinessDate; notCalled: number[] }, actor: Actor): Promise<void>;
  /** @throws Conflict when nobody had signed it in */
  takeBack(number: string, actor: Actor): Promise<void>;
}

export function makeSheetReturns({
  db,
  clock,
  audit,
}: {
  db: Database;
  clock: Clock;
  audit: AuditTrail;
}): SheetReturns {
  const model = makeSheetReturnModel(db);
  return {
    ofDay: async (day) => new Map((await model.ofDay(day)).map((signed) => [signed._id, signed])),
    sign: async ({ number, day, notCalled }, actor) => {
      await db.transaction(async (session) => {
        const signed = await model.insert(
          { _id: number, day, at: clock.now(), by: actor.staffNo, byName: actor.name, notCalled },
          session,
        );
        if (!signed) throw new Conflict('callbacks.keyed.errors.returned-before');
        await audit.record(
          {
            actor,
            event: 'sheet.returned',
            subject: { kind: 'sheet', id: number },
            detail: { notCalled: notCalled.length },
          },
          session,
        );
      });
    },
    takeBack: async (number, actor) => {
      await db.transaction(async (session) => {
        if (!(await model.remove(number, session))) throw new Conflict('callbacks.keyed.errors.not-returned');
        await audit.record(
          { actor, event: 'sheet.return-taken-back', subject: { kind: 'sheet', id: number } },
          session,
        );
      });
    },
  };
}
