import { InvalidInput, NotFound } from '../platform/errors.ts';
import type { DispatchService, PrintRecord } from './dispatch.types.ts';
import { summaryOf } from './board.service.ts';
import type { DispatchParts } from './parts.service.ts';

/** Sheets as they were fixed, and every printing of them. */
export function makePrints({ db, sheets, audit, clock }: DispatchParts) {
  const sheet: DispatchService['sheet'] = async (number) => {
    const stored = await sheets.get(number);
    if (stored === null) throw new NotFound('dispatch.errors.no-such-sheet');
    const { rulesVersion, rows, strikes } = stored;
    return { ...summaryOf(stored), rulesVersion, rows, strikes };
  };

  const recordPrint: DispatchService['recordPrint'] = async ({ numbers, copies, fromPage }, actor) => {
    if (!Number.isInteger(copies) || copies < 1 || copies > MOST_COPIES) {
      throw new InvalidInput([
        { field: 'copies', message: 'dispatch.errors.copies', values: { most: MOST_COPIES } },
      ]);
    }
    return db.transaction(async (session) => {
      const printed: { number: string; record: PrintRecord }[] = [];
      for (const number of numbers) {
        const stored = await sheets.get(number, session);
        if (stored === null) throw new NotFound('dispatch.errors.no-such-sheet');
        const record: PrintRecord = {
          reprint: stored.prints.length,
          copies,
          at: clock.now(),
          by: { staffNo: actor.staffNo, name: actor.name },
          fromPage: fromPage ?? null,
        };
        await sheets.print(number, record, session);
        await audit.record(
          {
            actor,
            event: 'sheet.printed',
            subject: { kind: 'sheet', id: number },
            detail: { reprint: record.reprint, copies, people: stored.people },
          },
          session,
        );
        printed.push({ number, record });
      }
      return printed;
    });
  };

  return { sheet, recordPrint };
}

const MOST_COPIES = 9;
