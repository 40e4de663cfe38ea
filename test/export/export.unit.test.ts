import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { buffer } from 'node:stream/consumers';
import { afterAll, describe, expect, it } from 'vitest';
import { parse } from 'csv-parse/sync';
import readWorkbook from 'read-excel-file/node';
import { checkWorkbook } from '../../server/lists/zip-check.ts';
import { exportStream, type Cell, type ExportTable } from '../../server/platform/export/export-table.ts';
import { zipped } from '../../server/platform/export/zip.ts';

const folder = mkdtempSync(join(tmpdir(), 'export-'));
afterAll(() => rmSync(folder, { recursive: true }));

const ROWS: Cell[][] = [
  ['001', '=1+1', '138 0013 8000', 5],
  ['010', '张晓明 & "明" <b>', '+86 138 0000 1234', null],
  ['𠮷', '@cmd\u0001\nzwei', '\t=1', 0],
];

async function* inBatches(rows: Cell[][]): AsyncGenerator<Cell[][]> {
  yield rows.slice(0, 1);
  yield [];
  yield rows.slice(1);
}

const table = (rows: ExportTable['rows'] = inBatches(ROWS)): ExportTable => ({
  title: '回访结果/11',
  columns: [
    { heading: '卡号', width: 12 },
    { heading: '备注', width: 30 },
    { heading: '电话', width: 16 },
    { heading: '满意度', width: 8 },
  ],
  rows,
  mark: {
    who: '0101 何建平',
    at: new Date('2026-11-23T10:06:00+08:00'),
    words: '导出人 0101 何建平，原因：月报 & 核对',
  },
});

describe('a table that goes out as CSV', () => {
  it('opens in Excel, holds no formula, keeps leading zeros, and ends with who took it', async () => {
    const bytes = await buffer(exportStream(table(), 'csv'));
    expect(bytes.subarray(0, 3)).toEqual(Buffer.from([0xef, 0xbb, 0xbf]));
    const rows = parse(bytes, { bom: true, relax_column_count: true });
    expect(rows).toEqual([
      ['卡号', '备注', '电话', '满意度'],
      ['001', "'=1+1", '138 0013 8000', '5'],
      ['010', '张晓明 & "明" <b>', '+86 138 0000 1234', ''],
      ['𠮷', "'@cmd\u0001\nzwei", "'\t=1", '0'],
      ['导出人 0101 何建平，原因：月报 & 核对'],
    ]);
  });
});

describe('a table that goes out as a workbook', () => {
  it('is read again with every text as text, every figure as figure, and the mark at its end', async () => {
    const path = join(folder, 'a.xlsx');
    const bytes = await buffer(exportStream(table(), 'xlsx'));
    writeFileSync(path, bytes);
    await checkWorkbook(path);
    const [sheet] = await readWorkbook(path, { trim: false });
    expect(sheet?.sheet).toBe('回访结果 11');
    expect(sheet?.data).toEqual([
      ['卡号', '备注', '电话', '满意度'],
      ['001', '=1+1', '138 0013 8000', 5],
      ['010', '张晓明 & "明" <b>', '+86 138 0000 1234', null],
      ['𠮷', '@cmd\nzwei', '\t=1', 0],
      ['导出人 0101 何建平，原因：月报 & 核对', null, null, null],
    ]);
  });

  it('tells who took it out, in its properties and on every printed page', async () => {
    const xml = await plainParts(table());
    expect(xml['docProps/core.xml']).toContain('<dc:creator>0101 何建平</dc:creator>');
    expect(xml['docProps/core.xml']).toContain('2026-11-23T02:06:00Z');
    expect(xml['xl/worksheets/sheet1.xml']).toContain(
      '<oddFooter>&amp;L导出人 0101 何建平，原因：月报 &amp;&amp;',
    );
    expect(xml['xl/worksheets/sheet1.xml']).toContain('<autoFilter ref="A1:D4"/>');
  });

  it('takes no more memory for a hundred thousand rows than for a few', async () => {
    const before = process.memoryUsage().rss;
    async function* many(): AsyncGenerator<Cell[][]> {
      for (let batch = 0; batch < 1000; batch += 1)
        yield Array.from({ length: 100 }, (_, at) => [`${batch}-${at}`, '顾客说很满意'.repeat(8), '138', at]);
    }
    let bytes = 0;
    for await (const piece of exportStream(table(many()), 'xlsx')) bytes += (piece as Buffer).length;
    expect(bytes).toBeGreaterThan(500_000);
    expect(process.memoryUsage().rss - before).toBeLessThan(96 * 1024 * 1024);
  });
});

describe('a receiver that goes away', () => {
  it.each(['csv', 'xlsx'] as const)('ends the reading behind the %s', async (format) => {
    let asked = 0;
    let closed = false;
    async function* endless(): AsyncGenerator<Cell[][]> {
      try {
        for (;;) {
          asked += 1;
          yield [[String(asked), Math.random().toString(36).repeat(100), '', 1]];
        }
      } finally {
        closed = true;
      }
    }
    const stream = exportStream(table(endless()), format);
    for await (const piece of stream) if ((piece as Buffer).length > 0 && asked > 20) break;
    await expect.poll(() => closed).toBe(true);
    const then = asked;
    await new Promise((turn) => setImmediate(turn));
    expect(asked).toBe(then);
  });

  it('is told when the reading itself fails', async () => {
    async function* broken(): AsyncGenerator<Cell[][]> {
      yield [['1', '', '', 1]];
      throw new Error('cursor lost');
    }
    await expect(buffer(exportStream(table(broken()), 'csv'))).rejects.toThrow('cursor lost');
    await expect(buffer(exportStream(table(broken()), 'xlsx'))).rejects.toThrow('cursor lost');
  });
});

/** The parts of the workbook before they are packed. */
async function plainParts(of: ExportTable): Promise<Record<string, string>> {
  const { inflateRawSync } = await import('node:zlib');
  const bytes = await buffer(exportStream(of, 'xlsx'));
  const parts: Record<string, string> = {};
  for (let at = bytes.indexOf('PK\u0001\u0002'); at >= 0; at = bytes.indexOf('PK\u0001\u0002', at + 4)) {
    const name = bytes.subarray(at + 46, at + 46 + bytes.readUInt16LE(at + 28)).toString('utf8');
    const start = bytes.readUInt32LE(at + 42) + 30 + name.length;
    parts[name] = inflateRawSync(bytes.subarray(start, start + bytes.readUInt32LE(at + 20))).toString('utf8');
  }
  return parts;
}

describe('an archive', () => {
  it('may be empty, and may hold Chinese names', async () => {
    const pieces: Buffer[] = [];
    for await (const piece of zipped([{ name: '空.txt', content: [] }])) pieces.push(piece);
    expect(Buffer.concat(pieces).includes(Buffer.from('空.txt'))).toBe(true);
  });
});
