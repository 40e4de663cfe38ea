import { accessSync, constants } from 'node:fs';
import { resolve } from 'node:path';
import { LIST_KINDS, type ListKind } from '../customers/index.ts';
import { Refused, wordsOf, WrongUsage, type OfficeCommand } from './command.ts';

/** `office import <list-kind> <file> [--dry-run]`; the document is runtime.md §5's, rejects in the chosen language. */
export const importCommand: OfficeCommand = {
  name: 'import',
  usage: '<list-kind> <file> [--dry-run]',
  does: `lets a list in (${LIST_KINDS.join(', ')}); --dry-run only tells what would happen`,
  options: { 'dry-run': { type: 'boolean' } },
  prepare: (asked) => {
    const { kind, file } = wordsOf(asked, 'kind', 'file');
    if (!isListKind(kind)) throw new WrongUsage(`There is no list kind "${kind}".`);
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
  },
};

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
