import { accessSync, constants } from 'node:fs';
import { resolve } from 'node:path';
import { LIST_KINDS, type ListKind } from '../customers/index.ts';
import { loadWords } from '../platform/i18n.ts';
import { SYSTEM } from '../platform/roles.ts';
import {
  Refused,
  wordsOf,
  WrongUsage,
  type Asked,
  type Desk,
  type OfficeCommand,
  type Told,
} from './command.ts';

/**
 * `office import <list-kind> <file> [--dry-run]`; the document is runtime.md §5's, rejects in the chosen language.
 * `office import --undo <importId>` takes an import back.
 */
export const importCommand: OfficeCommand = {
  name: 'import',
  usage: '<list-kind> <file> [--dry-run] | --undo <importId> [--why <reason>]',
  does: `lets a list in (${LIST_KINDS.join(', ')}); --dry-run only tells what would happen; --undo takes an import back as far as nobody built on it`,
  options: { 'dry-run': { type: 'boolean' }, undo: { type: 'string' }, why: { type: 'string' } },
  prepare: (asked) => (asked.options['undo'] === undefined ? letIn(asked) : takeBack(asked)),
};

function letIn(asked: Asked): (desk: Desk) => Promise<Told> {
  const { kind, file } = wordsOf(asked, 'kind', 'file');
  if (!isListKind(kind)) throw new WrongUsage(`There is no list kind "${kind}".`);
  if (asked.options['why'] !== undefined) throw new WrongUsage('--why belongs to --undo.');
  const path = resolve(file);
  const dryRun = asked.options['dry-run'] === true;
  return async ({ office, locale }) => {
    if (!isReadable(path)) throw new Refused(`The file ${path} cannot be read.`);
    const result = await office.services.lists.importFile(kind, path, { dryRun, locale });
    const { read, created, updated, unchanged, conflicts, rejected, rejects } = result;
    return {
      document: result,
      lines: [
        `${dryRun ? 'Would be ' : ''}read ${read}: created ${created}, updated ${updated}, ` +
          `unchanged ${unchanged}, conflicts ${conflicts}, rejected ${rejected}`,
        ...rejects.map(
          ({ row, column, reason }) => `  row ${row}${column === null ? '' : ` ${column}`}: ${reason}`,
        ),
      ],
    };
  };
}

function takeBack(asked: Asked): (desk: Desk) => Promise<Told> {
  wordsOf(asked);
  const { undo, why = '' } = asked.options;
  if (typeof undo !== 'string' || undo === '' || typeof why !== 'string' || asked.options['dry-run'] === true)
    throw new WrongUsage('--undo wants the id of an import and nothing else but --why.');
  return async ({ office, locale }) => {
    const result = await office.services.lists.undoImport(undo, why, SYSTEM);
    const { removed, restored, stayed, people } = result;
    const t = loadWords().in(locale);
    return {
      document: result,
      lines: [
        `taken back ${removed + restored}: removed ${removed}, restored ${restored}, stayed ${stayed}`,
        ...people.map(
          ({ customerId, reason, detail }) =>
            `  ${customerId}: ${t(`lists.undo.why.${reason}`)}${detail === null ? '' : ` (${detail})`}`,
        ),
      ],
    };
  };
}

function isListKind(text: string): text is ListKind {
  return (LIST_KINDS as readonly string[]).includes(text);
}

function isReadable(path: string): boolean {
  try {
    accessSync(path, constants.R_OK);
    return true;
  } catch {
    return false;
  }
}
