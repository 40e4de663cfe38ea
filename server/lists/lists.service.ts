import { join, resolve } from 'node:path';
import type { CustomerService } from '../customers/index.ts';
import type { AuditTrail } from '../platform/audit.ts';
import type { Clock } from '../platform/clock.ts';
import type { Config } from '../platform/config.ts';
import type { Words } from '../platform/i18n.ts';
import type { Log } from '../platform/log.ts';
import type { Database } from '../platform/mongo.ts';
import { ROOT } from '../platform/paths.ts';
import type { Actor } from '../platform/roles.ts';
import { makeImportGate } from './import-gate.model.ts';
import { makeImportUndo } from './import-undo.service.ts';
import { makeImportModel } from './import.model.ts';
import { makeImporter } from './import.service.ts';
import type { ImportRow } from './import.ts';
import { makeFileImport } from './file-import.service.ts';
import { makeFileUndo } from './file-undo.service.ts';
import { makeUploadModel } from './upload.model.ts';
import { makeUploads } from './upload.service.ts';
import { makeUploadWork, type UploadWork } from './upload-work.service.ts';

/** Rows of a download at most; a list with more refused rows than this is the wrong list. */
const DOWNLOAD_ROWS = 50_000;

export interface ListsParts {
  db: Database;
  customers: CustomerService;
  clock: Clock;
  log: Log;
  audit: AuditTrail;
  words: Words;
  config: Pick<Config, 'RUN_LEASE' | 'DATA_DIR'>;
}

export type Lists = ReturnType<typeof makeLists>;

/** Lists in, as a whole: the engine for files, the uploads with their background, the ledger to look things up in. */
export function makeLists(parts: ListsParts) {
  const { db, config } = parts;
  const leaseMs = config.RUN_LEASE;
  const model = makeImportModel(db);
  const gate = makeImportGate(db, leaseMs);
  const uploadModel = makeUploadModel(db, leaseMs);
  // Where the web puts uploads (platform/web/make-web.ts).
  const folder = join(resolve(ROOT, config.DATA_DIR), 'uploads');
  const importParts = { ...parts, model, gate, leaseMs };
  const importer = makeImporter(importParts);
  const importUndo = makeImportUndo(importParts);
  const uploads = makeUploads({
    ...parts,
    imports: model,
    uploads: uploadModel,
    folder,
    wake: () => work.wake(),
  });
  const work: UploadWork = makeUploadWork({
    ...parts,
    uploads: uploadModel,
    imports: model,
    importer,
    importUndo,
    decide: uploads.decide,
    folder,
  });
  return {
    ...makeFileImport({ ...importParts }),
    ...makeFileUndo({ importUndo }),
    uploads,
    /** Taking an import back: asked for here, done by the background. */
    undo: {
      ask: async (importId: string, why: string, actor: Actor): Promise<void> => {
        await importUndo.ask(importId, why, actor);
        work.wake();
      },
      stayedOf: importUndo.stayedOf,
    },
    /** Checks and imports of uploads; `start` at process start, `stop` at shutdown. */
    work,
    /** What the pages show of imports past and present. */
    ledger: {
      latest: model.latest,
      openUploads: uploadModel.open,
      ranked: model.ranked,
      /** Rows that could not be taken, for a download, in row order. */
      refused: (importId: string): Promise<ImportRow[]> =>
        model.rowsOf(importId, { outcomes: ['rejected'], limit: DOWNLOAD_ROWS }),
      /** Which of the people that rows speak of have a record (those of a check may not). */
      known: async (rows: readonly ImportRow[]): Promise<ReadonlySet<string>> => {
        const ids = rows.flatMap(({ customerId }) => customerId ?? []);
        return new Set((await parts.customers.factsOf(ids)).map(({ customerId }) => customerId));
      },
      /** A page of those who stayed when an import was undone (none with null), with what the page says of them. */
      stayed: async (importId: string | null, after: string | null, limit: number) => {
        const people = importId === null ? [] : await importUndo.stayedOf(importId, after, limit);
        const later = people.flatMap(({ reason, detail }) =>
          reason === 'imported-again' ? (detail ?? []) : [],
        );
        return {
          people,
          cards: await parts.customers.cardsFor(people.map(({ customerId }) => customerId)),
          numbers: new Map((await model.byIds([...new Set(later)])).map(({ _id, number }) => [_id, number])),
        };
      },
      /** Conflicts decided ahead so that their rows enter. */
      entersAhead: async (importId: string): Promise<number> =>
        (await model.decidedAhead(importId)).filter(({ decision }) => decision?.choice !== 'keep-ours')
          .length,
    },
  };
}
