import { describe, expect, it } from 'vitest';
import { addressLine, readAddressLine } from '../../server/customers/address.ts';

describe('an address told in one line', () => {
  it.each([
    [
      '上海市黄浦区南京东路街道黄河路355弄21号',
      '上海市',
      '上海市',
      '黄浦区',
      '南京东路街道',
      '黄河路355弄21号',
    ],
    ['上海市上海市静安区北京西路8号', '上海市', '上海市', '静安区', null, '北京西路8号'],
    ['江苏省南京市鼓楼区中山路1号', '江苏省', '南京市', '鼓楼区', null, '中山路1号'],
    ['浙江省杭州市桐庐县横村镇凤凰路3号', '浙江省', '杭州市', '桐庐县', '横村镇', '凤凰路3号'],
    ['广西壮族自治区南宁市青秀区民族大道', '广西壮族自治区', '南宁市', '青秀区', null, '民族大道'],
    ['鼓楼区中山路1号', null, null, '鼓楼区', null, '中山路1号'],
    ['阳光小区3栋501', null, null, null, null, '阳光小区3栋501'],
    ['中山路 18 号 3 楼', null, null, null, null, '中山路18号3楼'],
    ['新北市板橋區文化路一段', null, '新北市', '板橋區', null, '文化路一段'],
  ])('%s', (line, province, city, district, street, detail) => {
    expect(readAddressLine(line)).toEqual({ province, city, district, street, detail, postcode: null });
  });

  it('gives the same line again, and takes a postcode at either end', () => {
    const line = '江苏省南京市鼓楼区中山路1号';
    for (const told of [line, `210008 ${line}`, `${line}，210008`]) {
      const address = readAddressLine(told);
      expect(addressLine(address)).toBe(line);
      expect(address.postcode).toBe(told === line ? null : '210008');
    }
  });
});
