import type { AuditTrail } from '../platform/audit.ts';
import type { Clock } from '../platform/clock.ts';
import { InvalidInput, RuleBroken } from '../platform/errors.ts';
import { newId } from '../platform/ids.ts';
import type { Database } from '../platform/mongo.ts';
import type { Actor } from '../platform/roles.ts';
import type { ExportModel } from './export.model.ts';
import {
  allowanceOf,
  LARGEST_ROWS_A_DAY,
  reasonProblems,
  type Allowance,
  type ExportCommand,
  type ExportRecord,
} from './export.ts';

/** Tables that leave the house: each with a reason, in the trail, and no more rows a day than a person may take. */
export interface Exports {
  allowance(actor: Actor): Promise<Allowance>;
  /**
   * Takes the rows off the day's allowance and leaves the record and its line in the trail, before the first row goes
   * out: what was begun counts, however much of it arrived.
   * @throws InvalidInput (field why), RuleBroken `exports.errors.none` without rows, `exports.errors.cap` beyond the allowance
   */
  begin(command: ExportCommand, actor: Actor): Promise<ExportRecord>;
  /** Newest first, before an instant. */
  list(before: Date | null, limit: number): Promise<ExportRecord[]>;
  rowsADay(): Promise<number>;
  /** @throws InvalidInput (field rowsADay) outside 0 … LARGEST_ROWS_A_DAY */
  setRowsADay(rows: number, actor: Actor): Promise<void>;
}

export function makeExportService({
  db,
  model,
  clock,
  audit,
}: {
  db: Database;
  model: ExportModel;
  clock: Clock;
  audit: AuditTrail;
}): Exports {
  return {
    allowance: async ({ staffNo }) =>
      allowanceOf(await model.rowsADay(), await model.used(clock.today(), staffNo)),
    begin: async (command, actor) => {
      const problems = reasonProblems(command.why);
      if (problems.length > 0) throw new InvalidInput(problems);
      if (command.rows === 0) throw new RuleBroken('exports.errors.none');
      const record: ExportRecord = {
        ...command,
        why: command.why.trim(),
        _id: newId(),
        day: clock.today(),
        at: clock.now(),
        staffNo: actor.staffNo,
        name: actor.name,
      };
      const { kind, format, rows, filter, masked, why } = record;
      await db.transaction(async (session) => {
        const rowsADay = await model.rowsADay(session);
        const { left } = allowanceOf(rowsADay, await model.used(record.day, actor.staffNo, session));
        if (rows > left) throw new RuleBroken('exports.errors.cap', { rows, left, rowsADay });
        await model.use(record.day, actor.staffNo, rows, session);
        await model.insert(record, session);
        await audit.record(
          {
            actor,
            event: 'export.made',
            subject: { kind: 'export', id: record._id },
            why,
            detail: { kind, format, rows, filter, masked },
          },
          session,
        );
      });
      return record;
    },
    list: (before, limit) => model.page(before, limit),
    rowsADay: () => model.rowsADay(),
    setRowsADay: async (rows, actor) => {
      if (!Number.isInteger(rows) || rows < 0 || rows > LARGEST_ROWS_A_DAY) {
        throw new InvalidInput([
          { field: 'rowsADay', message: 'exports.errors.rows-a-day', values: { most: LARGEST_ROWS_A_DAY } },
        ]);
      }
      await db.transaction(async (session) => {
        const before = await model.rowsADay(session);
        await model.setRowsADay(rows, session);
        await audit.record({ actor, event: 'export.limit-changed', detail: { before, rows } }, session);
      });
    },
  };
}
