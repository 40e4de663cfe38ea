import type { ListKind, Stayed } from '../customers/index.ts';
import type { Actor } from '../platform/roles.ts';
import type { ImportUndo } from './import-undo.service.ts';

/** People who stayed named one by one at most; the figure counts all of them. */
const NAMED = 10_000;

/** What `office import --undo --json` prints. */
export interface UndoResult {
  importId: string;
  kind: ListKind;
  state: string;
  /** People the import had brought, gone now. */
  removed: number;
  /** People the import had changed, as before now. */
  restored: number;
  /** People left as they are because somebody built on them. */
  stayed: number;
  reasons: Partial<Record<Stayed['reason'], number>>;
  people: Stayed[];
}

/** Taking an import back, as the `office` command and tests do. */
export function makeFileUndo({ importUndo }: { importUndo: ImportUndo }) {
  return {
    /**
     * Takes an import back and waits for the end; asked again it ends in the same state.
     * @throws NotFound, Conflict (still running, or from before imports were noted)
     */
    undoImport: async (importId: string, why: string, actor: Actor): Promise<UndoResult> => {
      await importUndo.ask(importId, why, actor);
      const record = await importUndo.carryOut(importId);
      const people = await importUndo.stayedOf(importId, null, NAMED);
      const reasons: UndoResult['reasons'] = {};
      for (const { reason } of people) reasons[reason] = (reasons[reason] ?? 0) + 1;
      const { removed = 0, restored = 0, stayed = 0 } = record.undo ?? {};
      const { _id, kind, state } = record;
      return { importId: _id, kind, state, removed, restored, stayed, reasons, people };
    },
  };
}
