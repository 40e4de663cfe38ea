import type { Cell, ExportTable } from './export-table.ts';
import { zipped, type ZipEntry } from './zip.ts';

/**
 * A workbook with one sheet, made while it is taken (libraries build the whole of it first). Text cells are inline and
 * formatted as text, so that telephone numbers and leading zeros stay and nothing can be a formula; the head row stays
 * in view and filters; who took it out stands in the last row, in the printed footer and in the file's properties.
 */
export function workbookPieces(table: ExportTable): AsyncGenerator<Buffer> {
  const fixed = (name: string, xml: string): ZipEntry => ({ name, content: [HEAD + xml] });
  return zipped([
    fixed('[Content_Types].xml', CONTENT_TYPES),
    fixed('_rels/.rels', ROOT_LINKS),
    fixed('docProps/core.xml', properties(table)),
    fixed('xl/workbook.xml', workbook(table.title)),
    fixed('xl/_rels/workbook.xml.rels', WORKBOOK_LINKS),
    fixed('xl/styles.xml', STYLES),
    { name: 'xl/worksheets/sheet1.xml', content: sheet(table) },
  ]);
}

/** Places in {@link STYLES}. */
const TEXT = 1;
const HEADING = 2;

async function* sheet({ columns, rows, mark }: ExportTable): AsyncGenerator<string> {
  const widths = columns.map(
    ({ width }, at) => `<col min="${at + 1}" max="${at + 1}" width="${width}" customWidth="1"/>`,
  );
  yield `${HEAD}<worksheet xmlns="${MAIN}"><sheetViews><sheetView workbookViewId="0"><pane ySplit="1" topLeftCell="A2" activePane="bottomLeft" state="frozen"/></sheetView></sheetViews><cols>${widths.join('')}</cols><sheetData>`;
  let row = 1;
  yield rowXml(
    row,
    columns.map(({ heading }) => heading),
    HEADING,
  );
  for await (const batch of rows) {
    let xml = '';
    for (const cells of batch) xml += rowXml((row += 1), cells, TEXT);
    if (xml !== '') yield xml;
  }
  const range = `A1:${letters(columns.length)}${row}`;
  yield `${rowXml(row + 1, [mark.words], TEXT)}</sheetData><autoFilter ref="${range}"/><pageSetup orientation="landscape"/><headerFooter><oddFooter>${escaped(footer(mark.words))}</oddFooter></headerFooter></worksheet>`;
}

function rowXml(row: number, cells: readonly Cell[], style: number): string {
  const inner = cells.map((cell, at) => cellXml(`${letters(at + 1)}${row}`, cell, style));
  return `<row r="${row}">${inner.join('')}</row>`;
}

function cellXml(place: string, cell: Cell, style: number): string {
  if (cell === null || cell === '') return '';
  return typeof cell === 'number'
    ? `<c r="${place}"><v>${cell}</v></c>`
    : `<c r="${place}" s="${style}" t="inlineStr"><is><t xml:space="preserve">${escaped(cell)}</t></is></c>`;
}

const LETTERS: string[] = [];

/** Column 1 is A, 27 is AA. */
function letters(column: number): string {
  const known = LETTERS[column];
  if (known !== undefined) return known;
  const rest = (column - 1) % 26;
  const before = (column - 1 - rest) / 26;
  const made = (before === 0 ? '' : letters(before)) + String.fromCharCode(65 + rest);
  LETTERS[column] = made;
  return made;
}

/** `&` begins a code in printed footers; 255 characters are the most Excel takes. */
function footer(words: string): string {
  return `&L${Array.from(words.replaceAll('&', '&&')).slice(0, 240).join('')}`;
}

/** Characters that no XML 1.0 document may hold, lone surrogates among them. */
const UNSPEAKABLE =
  /[\u0000-\u0008\u000B\u000C\u000E-\u001F\uFFFE\uFFFF]|[\uD800-\uDBFF](?![\uDC00-\uDFFF])|(?<![\uD800-\uDBFF])[\uDC00-\uDFFF]/g;

function escaped(text: string): string {
  return text.replace(UNSPEAKABLE, '').replace(/[&<>"]/g, (char) => ENTITIES[char] ?? char);
}

const ENTITIES: Record<string, string> = { '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;' };

function properties({ title, mark }: ExportTable): string {
  const at = mark.at.toISOString().replace(/\.\d+Z$/, 'Z');
  return `<cp:coreProperties xmlns:cp="http://schemas.openxmlformats.org/package/2006/metadata/core-properties" xmlns:dc="http://purl.org/dc/elements/1.1/" xmlns:dcterms="http://purl.org/dc/terms/" xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance"><dc:title>${escaped(title)}</dc:title><dc:creator>${escaped(mark.who)}</dc:creator><dc:description>${escaped(mark.words)}</dc:description><dcterms:created xsi:type="dcterms:W3CDTF">${at}</dcterms:created></cp:coreProperties>`;
}

function workbook(title: string): string {
  const name = Array.from(title.replace(/[\\/?*[\]:']/g, ' '))
    .slice(0, 31)
    .join('');
  return `<workbook xmlns="${MAIN}" xmlns:r="${OFFICE}"><sheets><sheet name="${escaped(name)}" sheetId="1" r:id="rId1"/></sheets></workbook>`;
}

const HEAD = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n';
const MAIN = 'http://schemas.openxmlformats.org/spreadsheetml/2006/main';
const OFFICE = 'http://schemas.openxmlformats.org/officeDocument/2006/relationships';
const LINKS = 'http://schemas.openxmlformats.org/package/2006/relationships';

const CONTENT_TYPES = `<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types"><Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/><Default Extension="xml" ContentType="application/xml"/><Override PartName="/xl/workbook.xml" ContentType="application/vnd.openxmlformats-officedocument.spreadsheetml.sheet.main+xml"/><Override PartName="/xl/worksheets/sheet1.xml" ContentType="application/vnd.openxmlformats-officedocument.spreadsheetml.worksheet+xml"/><Override PartName="/xl/styles.xml" ContentType="application/vnd.openxmlformats-officedocument.spreadsheetml.styles+xml"/><Override PartName="/docProps/core.xml" ContentType="application/vnd.openxmlformats-package.core-properties+xml"/></Types>`;

const ROOT_LINKS = `<Relationships xmlns="${LINKS}"><Relationship Id="rId1" Type="${OFFICE}/officeDocument" Target="xl/workbook.xml"/><Relationship Id="rId2" Type="http://schemas.openxmlformats.org/package/2006/relationships/metadata/core-properties" Target="docProps/core.xml"/></Relationships>`;

const WORKBOOK_LINKS = `<Relationships xmlns="${LINKS}"><Relationship Id="rId1" Type="${OFFICE}/worksheet" Target="worksheets/sheet1.xml"/><Relationship Id="rId2" Type="${OFFICE}/styles" Target="styles.xml"/></Relationships>`;

/** 0 figures, 1 text (number format 49, `@`), 2 bold text. */
const STYLES = `<styleSheet xmlns="${MAIN}"><fonts count="2"><font><sz val="11"/><name val="Microsoft YaHei"/></font><font><b/><sz val="11"/><name val="Microsoft YaHei"/></font></fonts><fills count="2"><fill><patternFill patternType="none"/></fill><fill><patternFill patternType="gray125"/></fill></fills><borders count="1"><border><left/><right/><top/><bottom/><diagonal/></border></borders><cellStyleXfs count="1"><xf numFmtId="0" fontId="0" fillId="0" borderId="0"/></cellStyleXfs><cellXfs count="3"><xf numFmtId="0" fontId="0" fillId="0" borderId="0" xfId="0"/><xf numFmtId="49" fontId="0" fillId="0" borderId="0" xfId="0" applyNumberFormat="1"/><xf numFmtId="49" fontId="1" fillId="0" borderId="0" xfId="0" applyNumberFormat="1" applyFont="1"/></cellXfs></styleSheet>`;
