import { describe, expect, it } from 'vitest';
import { DEFINITIONS } from '../../server/lists/kinds/index.ts';
import { openList } from '../../server/lists/list-reader.ts';
import { sheetRow, useFiles, workbookParts, zipOf } from './files.ts';

const files = useFiles();
const HEADER = ['活动日期', '姓名', '手机', '是否到场'];
const guests = (name: string, ...rows: Parameters<typeof sheetRow>[1][]) => ({
  name,
  rows: [[`${name} 参加人员名单`], HEADER, ...rows].map((cells, at) => sheetRow(at + 1, cells)).join(''),
});

async function read(name: string, content: Buffer) {
  const list = await openList(files.write(name, content), name, DEFINITIONS['activity-participants']);
  const rows: { sheet: string; row: number; cells: string[] }[] = [];
  for await (const { sheet, rows: batch } of list.batches()) {
    rows.push(...batch.map((row) => ({ sheet: sheet.name, ...row })));
  }
  return rows;
}

async function refusal(name: string, content: Buffer): Promise<string> {
  return read(name, content).then(
    () => 'taken',
    (error: unknown) => (error as Error).message.replace('lists.refused.', ''),
  );
}

describe('a workbook', () => {
  it('gives all sheets, numbered through, with titles passed over, dates as days and phones whole', async () => {
    const book = zipOf(
      workbookParts([
        guests(
          '茶会',
          [{ day: 46296 }, '许云诗', 13800001234, '是'],
          [{ day: 46296 }, '谭子', '138-0000-9757', '否'],
        ),
        { name: '说明', rows: sheetRow(1, ['请勿外传']) },
        guests('沙龙', [{ day: 46334 }, '王芳', 1.38e10, '是']),
      ]),
    );
    expect(await read('guests.xlsx', book)).toEqual([
      { sheet: '茶会', row: 1, cells: ['2026-10-01', '许云诗', '13800001234', '是'] },
      { sheet: '茶会', row: 2, cells: ['2026-10-01', '谭子', '138-0000-9757', '否'] },
      { sheet: '沙龙', row: 3, cells: ['2026-11-08', '王芳', '13800000000', '是'] },
    ]);
  });

  it('knows that older workbooks of Macs count days from 1904', async () => {
    const book = zipOf(
      workbookParts([guests('茶会', [{ day: 46296 - 1462 }, '王芳', 13800001234, '是'])], { date1904: true }),
    );
    expect((await read('mac.xlsx', book))[0]?.cells[0]).toBe('2026-10-01');
  });

  it('counts a blank row inside a sheet', async () => {
    const rows = [
      HEADER,
      ['2026-10-01', '王芳', '13800001234', '是'],
      [],
      ['2026-10-01', '谭子', '13800001235', ''],
    ];
    const book = zipOf(
      workbookParts([{ name: '茶会', rows: rows.map((cells, at) => sheetRow(at + 1, cells)).join('') }]),
    );
    expect((await read('gap.xlsx', book)).map(({ cells }) => cells[1] ?? '')).toEqual(['王芳', '', '谭子']);
  });
});

describe('a workbook that is dangerous or none at all', () => {
  const sound = workbookParts([guests('茶会', [{ day: 46296 }, '王芳', 13800001234, '是'])]);

  it('is refused when it unpacks beyond the cap, whatever size it claims', { timeout: 60_000 }, async () => {
    const zeros = Buffer.alloc(120 * 1024 * 1024, 0x20);
    const bomb = [...sound, { name: 'xl/media/x.xml', content: zeros }];
    expect(await refusal('bomb.xlsx', zipOf(bomb))).toBe('workbook-too-large');
    const liar = [...sound, { name: 'xl/media/x.xml', content: zeros, claims: 100 }];
    expect(await refusal('liar.xlsx', zipOf(liar))).toBe('workbook-too-large');
  });

  it('is refused with a document type, in UTF-16 too', async () => {
    const entity = '<?xml version="1.0"?><!DOCTYPE x [<!ENTITY e SYSTEM "file:///etc/passwd">]><x>&e;</x>';
    expect(await refusal('xxe.xlsx', zipOf([...sound, { name: 'xl/a.xml', content: entity }]))).toBe(
      'doctype',
    );
    const utf16 = Buffer.from(`\ufeff${entity}`, 'utf16le');
    expect(await refusal('xxe16.xlsx', zipOf([...sound, { name: 'xl/a.xml', content: utf16 }]))).toBe(
      'doctype',
    );
  });

  it('is refused with macros, encrypted, under a wrong ending, damaged, or in the old form', async () => {
    const macros = [...sound, { name: 'xl/vbaProject.bin', content: 'x' }];
    expect(await refusal('macro.xlsx', zipOf(macros))).toBe('macros');
    expect(await refusal('macro.xlsm', zipOf(sound))).toBe('macros');
    const locked = sound.map((part, at) => (at === 0 ? { ...part, encrypted: true } : part));
    expect(await refusal('locked.xlsx', zipOf(locked))).toBe('encrypted');
    expect(await refusal('list.csv', zipOf(sound))).toBe('wrong-ending');
    expect(await refusal('text.xlsx', Buffer.from('姓名,手机\n'))).toBe('wrong-ending');
    expect(await refusal('half.xlsx', zipOf(sound).subarray(0, 900))).toBe('not-a-workbook');
    expect(await refusal('zip.xlsx', zipOf([{ name: 'a.txt', content: 'x' }]))).toBe('not-a-workbook');
    const old = Buffer.concat([Buffer.from([0xd0, 0xcf, 0x11, 0xe0]), Buffer.alloc(600)]);
    expect(await refusal('old.xls', old)).toBe('old-workbook');
  });

  it(
    'that asks for more memory than its thread has ends the thread, not the office',
    { timeout: 120_000 },
    async () => {
      const far = sheetRow(1, HEADER) + '<row r="1048576"><c r="XFD1048576"><v>1</v></c></row>';
      expect(await refusal('far.xlsx', zipOf(workbookParts([{ name: '茶会', rows: far }])))).toMatch(
        /taken|unreadable-workbook|too-many/,
      );
    },
  );
});
