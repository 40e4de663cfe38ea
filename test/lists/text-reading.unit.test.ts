import { describe, expect, it } from 'vitest';
import { DEFINITIONS } from '../../server/lists/kinds/index.ts';
import { openList, type OpenList } from '../../server/lists/list-reader.ts';
import { encoded, useFiles } from './files.ts';

const files = useFiles();
const HEAD = '柜组,会员姓名,联系电话,生日(月.日),登记日期\r\n';
const ROWS =
  '童装,王琳艳,13100002457,1.10,2020/05/09\r\n男装,谭子,13500009757/15700008357,1.23,2021/10/02\r\n';

async function open(name: string, content: Buffer | string): Promise<OpenList> {
  return openList(files.write(name, content), name, DEFINITIONS['counter-members']);
}

async function rowsOf(list: OpenList): Promise<string[][]> {
  const rows: string[][] = [];
  for await (const batch of list.batches()) rows.push(...batch.rows.map(({ cells }) => cells));
  return rows;
}

/** Why a file was refused: key without its beginning, and the values. */
async function refusal(name: string, content: Buffer | string): Promise<{ why: string; values: object }> {
  try {
    await rowsOf(await open(name, content));
  } catch (error) {
    const { message, values } = error as { message: string; values: object };
    return { why: message.replace('lists.refused.', ''), values };
  }
  return { why: 'taken', values: {} };
}

describe('a list in any of the encodings the office gets', () => {
  it.each([
    ['plain.csv', Buffer.from(HEAD + ROWS), 'utf-8'],
    ['marked.csv', encoded(HEAD + ROWS, 'utf-8-bom'), 'utf-8'],
    ['chinese.csv', encoded(HEAD + ROWS, 'gb18030'), 'gb18030'],
    ['excel.csv', encoded(HEAD + ROWS, 'utf-16le'), 'utf-16le'],
    ['big-endian.csv', encoded(HEAD + ROWS, 'utf-16be'), 'utf-16be'],
  ])('reads %s', async (name, content, encoding) => {
    const list = await open(name, content);
    expect(list.encoding).toBe(encoding);
    expect(list.rowsExpected).toBe(2);
    expect((await rowsOf(list)).map((cells) => cells[1])).toEqual(['王琳艳', '谭子']);
  });

  it('reads rare names that only GB18030 has', async () => {
    const list = await open(
      'rare.csv',
      encoded(`${HEAD}童装,𠮷田㐂,13100002457,1.10,2020/05/09\n`, 'gb18030'),
    );
    expect((await rowsOf(list))[0]?.[1]).toBe('𠮷田㐂');
  });

  it('names the line of a broken byte, in either encoding', async () => {
    const broken = Buffer.from([0xff, 0xfe, 0xff]);
    const utf8 = Buffer.concat([Buffer.from(HEAD + ROWS + '童装,'), broken, Buffer.from(',1,2,3\n' + ROWS)]);
    expect(await refusal('broken-8.csv', utf8)).toMatchObject({ values: { line: 4 } });
    const gb = Buffer.concat([encoded(HEAD + ROWS + ROWS, 'gb18030'), broken, Buffer.from('\n')]);
    expect(await refusal('broken-gb.csv', gb)).toEqual({ why: 'broken-bytes', values: { line: 6 } });
  });

  it('does not take a line of UTF-8 among GB18030 for rare characters', async () => {
    const mixed = Buffer.concat([
      encoded(HEAD + ROWS, 'gb18030'),
      Buffer.from('童装,王芳,13100002457,1.10,2020/05/09\n'),
    ]);
    expect(await refusal('mixed.csv', mixed)).toEqual({ why: 'mixed-encodings', values: { line: 4 } });
  });

  it('refuses a UTF-8 file with one damaged name instead of reading all of it as GB18030', async () => {
    const damaged = Buffer.from(`${HEAD}${ROWS}童装,王芳芳芳,13100002457,1.10,2020/05/09\n`);
    damaged[damaged.lastIndexOf('芳') + 2] = 0x20;
    const { why, values } = await refusal('damaged.csv', damaged);
    expect(['broken-bytes', 'mixed-encodings']).toContain(why);
    expect(values).toEqual({ line: 4 });
  });

  it('refuses half a character at the end of UTF-16', async () => {
    const cut = encoded(HEAD + ROWS, 'utf-16le').subarray(0, -1);
    expect((await refusal('cut.csv', cut)).why).toBe('broken-bytes');
  });
});

describe('a list whose structure is unusual or damaged', () => {
  it('reads quotes, line ends inside fields, tabs, semicolons and old line ends', async () => {
    const quoted = await open('quoted.csv', `${HEAD}"童""装",王芳,"131\n0000",1.1,2020/05/09\n`);
    expect((await rowsOf(quoted))[0]?.slice(0, 3)).toEqual(['童"装', '王芳', '131\n0000']);
    const tabs = await open('tabs.tsv', (HEAD + ROWS).replaceAll(',', '\t'));
    expect(tabs.delimiter).toBe('\t');
    expect(await rowsOf(tabs)).toHaveLength(2);
    const semicolons = await open('semi.csv', (HEAD + ROWS).replaceAll(',', ';'));
    expect(await rowsOf(semicolons)).toHaveLength(2);
    const oldMac = await open('mac.csv', (HEAD + ROWS).replaceAll('\r\n', '\r'));
    expect((await rowsOf(oldMac)).map((cells) => cells[1])).toEqual(['王琳艳', '谭子']);
  });

  it('passes over title rows above the header and says where the header is', async () => {
    const list = await open('titled.csv', `柜组会员名单,,,,\n,,,,\n制表：周,,,2026,\n${HEAD}${ROWS}`);
    for await (const batch of list.batches()) expect(batch.sheet.headerRow).toBe(4);
    expect(await rowsOf(list)).toHaveLength(2);
  });

  it('counts a blank row inside the list, not those behind its end', async () => {
    const list = await open('blank.csv', `${HEAD}${ROWS},,,,\r\n${ROWS}\r\n,,,,\r\n\r\n`);
    expect(await rowsOf(list)).toHaveLength(5);
  });

  it('leaves an inch mark in the middle of a field alone', async () => {
    const list = await open('inch.csv', `${HEAD}5"屏,王芳,131,1.1,2020/05/09\n${ROWS}`);
    expect((await rowsOf(list)).map((cells) => cells[0])).toEqual(['5"屏', '童装', '男装']);
  });

  it('names the line of a quotation mark that is never closed, before anything is read', async () => {
    const { why, values } = await refusal('open.csv', `${HEAD}${ROWS}"童装,王芳,131\n${ROWS}`);
    expect({ why, values }).toEqual({ why: 'quote-open', values: { line: 4 } });
  });

  it('refuses NUL bytes, endless lines, records without end and files that are not lists', async () => {
    expect(await refusal('nul.csv', `${HEAD}童装,王\u0000芳,131,,\n`)).toEqual({
      why: 'nul-byte',
      values: { line: 2 },
    });
    expect((await refusal('endless.csv', HEAD + 'x'.repeat(50_000_000))).why).toBe('line-too-long');
    const field = `"${'长\n'.repeat(400_000)}"`;
    expect(await refusal('field.csv', `${HEAD}${field},王芳,131,,\n`)).toEqual({
      why: 'quote-open',
      values: { line: 2 },
    });
    expect((await refusal('empty.csv', '')).why).toBe('empty-file');
    expect((await refusal('other.csv', 'a,b,c\n1,2,3\n')).why).toBe('no-header');
    expect((await refusal('photo.jpg', 'x,y')).why).toBe('unknown-ending');
  });

  it('says which columns are missing', async () => {
    const { why, values } = await refusal('short.csv', '柜组,登记日期\n童装,2020/05/09\n');
    expect(why).toBe('columns-missing');
    expect(values).toMatchObject({ columns: '会员姓名, 联系电话 / 卡号' });
  });

  it('stays within its memory on a file of 25 MB', { timeout: 60_000 }, async () => {
    const path = files.write('large.csv', HEAD + ROWS.repeat(300_000));
    const before = process.memoryUsage().rss;
    const list = await openList(path, 'large.csv', DEFINITIONS['counter-members']);
    let rows = 0;
    let highest = 0;
    for await (const batch of list.batches()) {
      rows += batch.rows.length;
      highest = Math.max(highest, process.memoryUsage().rss);
    }
    expect(rows).toBe(600_000);
    expect((highest - before) / 1024 / 1024).toBeLessThan(120);
  });
});
