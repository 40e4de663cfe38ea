import type { EvidenceField, ListKind } from '../customers/index.ts';

/**
 * One kind of list: which columns it knows by which names. What a row then means to a customer is decided by the
 * customers themselves; a new kind of list is one more small file in `kinds/`.
 */
export interface ListDefinition {
  kind: ListKind;
  /** Names each column goes by, the office's own word first. Compared by {@link columnKey}. */
  columns: Partial<Record<EvidenceField, readonly string[]>>;
  /** Of each group at least one column must be there, else the file is refused naming what is missing. */
  required: readonly (readonly EvidenceField[])[];
  /** Field filled with the sheet's name (file name for text) where the list has no such column. */
  sheetNameAs?: EvidenceField;
}

/** Which field each column of a list feeds, by column position; null for columns that are not used. */
export type ColumnFields = (EvidenceField | null)[];

/** A person's own choice of fields, by {@link columnKey} of the heading; null leaves a column out. */
export type ChosenColumns = ReadonlyMap<string, EvidenceField | null>;

/**
 * The form in which headings are compared: full-width letters and brackets as half-width, without blanks, marks of
 * obligation and line breaks, lower case.
 */
export function columnKey(heading: string): string {
  return heading
    .normalize('NFKC')
    .replace(/[\s*:]/gu, '')
    .toLowerCase();
}

/** Where the header was found and what its columns mean. */
export interface HeaderMatch {
  /** Position among the rows looked at, from 0. */
  index: number;
  fields: ColumnFields;
  /** Required groups without a column, by the office's own words. */
  missing: string[];
}

/**
 * Finds the header among the first rows of a sheet: the row in which most headings are known, at least two of them
 * (titles and dates above it know none). Null when there is no such row.
 */
export function findHeader(
  rows: readonly (readonly string[])[],
  definition: ListDefinition,
  chosen: ChosenColumns = new Map(),
): HeaderMatch | null {
  let best: { index: number; fields: ColumnFields; known: number } | null = null;
  const names = namesOf(definition);
  for (const [index, cells] of rows.entries()) {
    const fields = fieldsOf(cells, names, chosen);
    const known = fields.filter((field) => field !== null).length;
    if (known >= 2 && known > (best?.known ?? 0)) best = { index, fields, known };
  }
  if (best === null) return null;
  const present = new Set(best.fields);
  const missing = definition.required
    .filter((group) => !group.some((field) => present.has(field) || field === definition.sheetNameAs))
    .map((group) => group.map((field) => definition.columns[field]?.[0] ?? field).join(' / '));
  return { index: best.index, fields: best.fields, missing };
}

function namesOf(definition: ListDefinition): Map<string, EvidenceField> {
  const names = new Map<string, EvidenceField>();
  for (const [field, aliases] of Object.entries(definition.columns)) {
    for (const alias of aliases) names.set(columnKey(alias), field as EvidenceField);
  }
  return names;
}

/** A field is fed by the first column that names it; a second column of the same meaning is left out. */
function fieldsOf(
  headings: readonly string[],
  names: ReadonlyMap<string, EvidenceField>,
  chosen: ChosenColumns,
): ColumnFields {
  const taken = new Set<EvidenceField>();
  const pick = (field: EvidenceField | null | undefined): EvidenceField | null => {
    if (field === null || field === undefined || taken.has(field)) return null;
    taken.add(field);
    return field;
  };
  const keys = headings.map(columnKey);
  const own = keys.map((key) => (chosen.has(key) ? pick(chosen.get(key)) : undefined));
  return keys.map((key, at) => own[at] ?? (chosen.has(key) ? null : pick(names.get(key))));
}
