import type { Clock } from '../platform/clock.ts';
import type { Config } from '../platform/config.ts';
import type { Log } from '../platform/log.ts';
import type { Database } from '../platform/mongo.ts';
import { makePdf } from '../platform/pdf.ts';
import { commandPrinter } from '../platform/print-command.ts';
import { makePrintIntents } from '../platform/print-intent.model.ts';
import type { DispatchService } from './dispatch.types.ts';
import { makePapers, type Papers } from './paper.service.ts';
import { makeSheetPrinting, type SheetPrinting } from './printing.service.ts';

/** Paper and printer of the dispatch, as the settings of this server have them. */
export interface Press {
  papers: Papers;
  printing: SheetPrinting;
}

export function makePress({
  db,
  config,
  clock,
  log,
  dispatch,
}: {
  db: Database;
  config: Pick<Config, 'STORE_NAME' | 'PRINT_COMMAND' | 'CHROMIUM_PATH'>;
  clock: Clock;
  log: Log;
  dispatch: Pick<DispatchService, 'sheet' | 'sheets' | 'recordPrint'>;
}): Press {
  const papers = makePapers({ dispatch, storeName: config.STORE_NAME });
  const printing = makeSheetPrinting({
    dispatch,
    papers,
    pdf: makePdf({ chromiumPath: config.CHROMIUM_PATH, log }),
    printer: config.PRINT_COMMAND === undefined ? null : commandPrinter(config.PRINT_COMMAND),
    intents: makePrintIntents(db),
    clock,
    log,
  });
  return { papers, printing };
}
