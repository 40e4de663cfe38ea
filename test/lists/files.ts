import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { crc32, deflateRawSync } from 'node:zlib';
import iconv from 'iconv-lite';
import { afterAll } from 'vitest';
import { ROOT } from '../../server/platform/paths.ts';

/** A folder of the calling test file's own; files written into it are gone after the last test. */
export function useFiles(): { write(name: string, content: Buffer | string): string; folder: string } {
  const folder = mkdtempSync(join(tmpdir(), 'lists-'));
  afterAll(() => rmSync(folder, { recursive: true, force: true }));
  return {
    folder,
    write: (name, content) => {
      const path = join(folder, name);
      writeFileSync(path, content);
      return path;
    },
  };
}

/** Path of a list among the fixtures. */
export function fixture(name: string): string {
  return join(ROOT, 'test', 'lists', 'fixtures', name);
}

/** Text in an encoding; `utf-16le` with its byte order mark. */
export function encoded(text: string, encoding: 'gb18030' | 'utf-16le' | 'utf-16be' | 'utf-8-bom'): Buffer {
  if (encoding === 'utf-8-bom') return Buffer.from(`\ufeff${text}`, 'utf8');
  if (encoding === 'gb18030') return iconv.encode(text, 'gb18030');
  return iconv.encode(text, encoding, { addBOM: true });
}

interface Part {
  name: string;
  content: Buffer | string;
  /** What the directory claims the unzipped size to be; the truth when absent. */
  claims?: number;
  encrypted?: boolean;
}

/** A zip file of these parts, as spreadsheets write them, with room for lies. */
export function zipOf(parts: Part[]): Buffer {
  const locals: Buffer[] = [];
  const central: Buffer[] = [];
  let offset = 0;
  for (const { name, content, claims, encrypted } of parts) {
    const raw = Buffer.from(content);
    const data = deflateRawSync(raw);
    const size = claims ?? raw.length;
    const local = Buffer.alloc(30);
    local.writeUInt32LE(0x04034b50, 0);
    local.writeUInt16LE(20, 4);
    local.writeUInt16LE(8, 8);
    local.writeUInt32LE(crc32(raw), 14);
    local.writeUInt32LE(data.length, 18);
    local.writeUInt32LE(size, 22);
    local.writeUInt16LE(Buffer.byteLength(name), 26);
    const head = Buffer.alloc(46);
    head.writeUInt32LE(0x02014b50, 0);
    head.writeUInt16LE(20, 6);
    head.writeUInt16LE(encrypted === true ? 1 : 0, 8);
    head.writeUInt16LE(8, 10);
    head.writeUInt32LE(crc32(raw), 16);
    head.writeUInt32LE(data.length, 20);
    head.writeUInt32LE(size, 24);
    head.writeUInt16LE(Buffer.byteLength(name), 28);
    head.writeUInt32LE(offset, 42);
    locals.push(local, Buffer.from(name), data);
    central.push(head, Buffer.from(name));
    offset += 30 + Buffer.byteLength(name) + data.length;
  }
  const directory = Buffer.concat(central);
  const end = Buffer.alloc(22);
  end.writeUInt32LE(0x06054b50, 0);
  end.writeUInt16LE(parts.length, 8);
  end.writeUInt16LE(parts.length, 10);
  end.writeUInt32LE(directory.length, 12);
  end.writeUInt32LE(offset, 16);
  return Buffer.concat([...locals, directory, end]);
}

/** The fixed parts of a workbook with these sheets (name, XML of `<sheetData>`). */
export function workbookParts(
  sheets: { name: string; rows: string }[],
  options: { date1904?: boolean } = {},
): Part[] {
  const main = 'http://schemas.openxmlformats.org/spreadsheetml/2006/main';
  const rel = 'http://schemas.openxmlformats.org/officeDocument/2006/relationships';
  const pkg = 'http://schemas.openxmlformats.org/package/2006';
  const head = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>';
  const type = 'application/vnd.openxmlformats-officedocument.spreadsheetml';
  return [
    {
      name: '[Content_Types].xml',
      content: `${head}<Types xmlns="${pkg}/content-types"><Default Extension="xml" ContentType="application/xml"/><Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/><Override PartName="/xl/workbook.xml" ContentType="${type}.sheet.main+xml"/>${sheets.map((_, n) => `<Override PartName="/xl/worksheets/sheet${n + 1}.xml" ContentType="${type}.worksheet+xml"/>`).join('')}<Override PartName="/xl/styles.xml" ContentType="${type}.styles+xml"/></Types>`,
    },
    {
      name: '_rels/.rels',
      content: `${head}<Relationships xmlns="${pkg}/relationships"><Relationship Id="rId1" Type="${rel}/officeDocument" Target="xl/workbook.xml"/></Relationships>`,
    },
    {
      name: 'xl/workbook.xml',
      content: `${head}<workbook xmlns="${main}" xmlns:r="${rel}"><workbookPr${options.date1904 === true ? ' date1904="1"' : ''}/><sheets>${sheets.map(({ name }, n) => `<sheet name="${name}" sheetId="${n + 1}" r:id="rId${n + 1}"/>`).join('')}</sheets></workbook>`,
    },
    {
      name: 'xl/_rels/workbook.xml.rels',
      content: `${head}<Relationships xmlns="${pkg}/relationships">${sheets.map((_, n) => `<Relationship Id="rId${n + 1}" Type="${rel}/worksheet" Target="worksheets/sheet${n + 1}.xml"/>`).join('')}<Relationship Id="rId99" Type="${rel}/styles" Target="styles.xml"/></Relationships>`,
    },
    {
      name: 'xl/styles.xml',
      content: `${head}<styleSheet xmlns="${main}"><cellXfs count="2"><xf numFmtId="0"/><xf numFmtId="14" applyNumberFormat="1"/></cellXfs></styleSheet>`,
    },
    ...sheets.map(({ rows }, n) => ({
      name: `xl/worksheets/sheet${n + 1}.xml`,
      content: `${head}<worksheet xmlns="${main}"><sheetData>${rows}</sheetData></worksheet>`,
    })),
  ];
}

/** One row of a sheet; numbers as numbers, `{ day }` as a date cell, text inline. */
export function sheetRow(row: number, cells: (string | number | { day: number } | null)[]): string {
  const letters = 'ABCDEFGHIJKLMNOPQRSTUVWXYZ';
  const xml = cells.map((cell, at) => {
    const place = `${letters[at] ?? 'A'}${row}`;
    if (cell === null) return '';
    if (typeof cell === 'number') return `<c r="${place}"><v>${cell}</v></c>`;
    if (typeof cell === 'object') return `<c r="${place}" s="1"><v>${cell.day}</v></c>`;
    return `<c r="${place}" t="inlineStr"><is><t>${cell}</t></is></c>`;
  });
  return `<row r="${row}">${xml.join('')}</row>`;
}
