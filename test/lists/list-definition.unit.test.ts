import { describe, expect, it } from 'vitest';
import { DEFINITIONS } from '../../server/lists/kinds/index.ts';
import { columnKey, findHeader } from '../../server/lists/list-definition.ts';
import { plainCell, safeCell } from '../../server/platform/export/safe-cell.ts';

describe('the header of a list', () => {
  it('is known in full-width letters, with stars, blanks and brackets of either width', () => {
    expect(columnKey('＊ 生日（月．日）：')).toBe('生日(月.日)');
    const match = findHeader([['会员 姓名*', '联系电话', '生日（月.日）']], DEFINITIONS['counter-members']);
    expect(match?.fields).toEqual(['name', 'phone', 'birthday']);
  });

  it('leaves unknown columns and a second column of the same meaning out', () => {
    const match = findHeader([['姓名', '手机', '身份证号', '手机号码']], DEFINITIONS['vip-cards']);
    expect(match?.fields).toEqual(['name', 'mobile', null, null]);
  });

  it('follows a person who chose columns by hand', () => {
    const chosen = new Map([
      [columnKey('客人'), 'name' as const],
      [columnKey('备用'), null],
    ]);
    const match = findHeader([['客人', '手机', '备用']], DEFINITIONS['vip-cards'], chosen);
    expect(match?.fields).toEqual(['name', 'mobile', null]);
    expect(match?.missing).toEqual([]);
  });

  it('names no two fields of a kind by the same word', () => {
    for (const { kind, columns } of Object.values(DEFINITIONS)) {
      const keys = Object.values(columns).flat().map(columnKey);
      expect(
        keys.filter((key, at) => keys.indexOf(key) !== at),
        kind,
      ).toEqual([]);
    }
  });
});

describe('a cell that goes out', () => {
  it.each(['=1+1', '+SUM(A1)', '-2+3', '@cmd', '\t=1', ' =1', '"=1', '＝1+1', '＋A1', '＠x', "'=1"])(
    'is never a formula: %j',
    (cell) => {
      expect(safeCell(cell)).toBe(`'${cell}`);
      expect(plainCell(safeCell(cell))).toBe(cell);
    },
  );

  it.each(['+86 138 0000 1234', '-12.50', '021-6322 1234', '王芳', '1.10', "'80后", ''])(
    'stays itself: %j',
    (cell) => {
      expect(safeCell(cell)).toBe(cell);
      expect(plainCell(cell)).toBe(cell);
    },
  );
});
