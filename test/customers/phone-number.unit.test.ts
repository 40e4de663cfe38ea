import parsePhoneNumber from 'libphonenumber-js/max';
import { describe, expect, it } from 'vitest';
import { dialDigits, lineOf, maskPhone, readPhones, showPhone } from '../../server/customers/phone-number.ts';

const numbersIn = (field: string) => readPhones(field).map(({ number }) => number);
const faultOf = (field: string) => readPhones(field)[0]?.fault;

describe('a telephone field', () => {
  it.each([
    ['13800138000'],
    ['138 0013 8000'],
    ['138-0013-8000'],
    ['+86 13800138000'],
    ['+8613800138000'],
    ['008613800138000'],
    ['8613800138000'],
    ['013800138000'],
    ['１３８００１３８０００'],
    ['138–0013–8000'],
    [' 13800138000　'],
  ])('%s is one mobile number', (field) => {
    expect(readPhones(field)).toMatchObject([
      { number: '+8613800138000', extension: null, type: 'mobile', fault: null },
    ]);
  });

  it.each([
    ['021-63221234', null],
    ['(021)63221234', null],
    ['021 6322 1234', null],
    ['+86 21 6322 1234', null],
    ['021-63221234-802', '802'],
    ['021-63221234转802', '802'],
    ['021-63221234 轉 802', '802'],
    ['02163221234 ext. 802', '802'],
    ['021-63221234#802', '802'],
  ])('%s is one landline with extension %s', (field, extension) => {
    expect(readPhones(field)).toMatchObject([
      { number: '+862163221234', extension, type: 'landline', fault: null },
    ]);
  });

  it.each(['/', '、', ';', '；', ',', '，', ' / ', ' 或 ', ' '])(
    'holds two numbers parted by "%s"',
    (separator) => {
      expect(numbersIn(`19901254061${separator}13259537602`)).toEqual(['+8619901254061', '+8613259537602']);
    },
  );

  it('keeps the owner in brackets', () => {
    expect(readPhones('13800138000（儿子）')).toMatchObject([{ number: '+8613800138000', owner: '儿子' }]);
  });

  it('reads an extension behind a mobile without taking it for another line', () => {
    const [phone] = readPhones('15893367116 转 801');
    expect(phone).toMatchObject({ number: '+8615893367116', extension: '801' });
    expect(lineOf({ ...phone!, number: '+8615893367116' })).toBe('+8615893367116');
  });

  it.each([
    ['1.38E+10', 'scientific'],
    ['1.38001E10', 'scientific'],
    ['1582054068', 'too-short'],
    ['158205406812', 'too-long'],
    ['12713483737', 'not-assigned'],
    ['15400000000', 'not-assigned'],
    ['63221234', 'no-area-code'],
    ['0712-93932938', 'not-assigned'],
    ['无', 'not-a-number'],
    ['+1 23', 'not-assigned'],
  ])('%s is refused as %s and kept as it stood', (field, fault) => {
    expect(readPhones(field)).toMatchObject([{ number: null, fault, raw: field }]);
  });

  it('is empty when there is nothing in it', () => {
    expect(readPhones('')).toEqual([]);
    expect(readPhones(' 　')).toEqual([]);
  });

  it('agrees with the full numbering plan on every prefix', () => {
    for (let prefix = 1300; prefix <= 1999; prefix += 1) {
      for (const middle of ['000', '310', '507', '999']) {
        const digits = `${prefix}${middle}1234`;
        const law = parsePhoneNumber(digits, 'CN')?.isValid() ?? false;
        expect(faultOf(digits) === null, digits).toBe(law);
      }
    }
    for (let area = 10; area <= 999; area += 1) {
      for (const local of ['2492762', '63221234', '98624689']) {
        const digits = `0${area}${local}`;
        // A 0 before a mobile number is read as the exchange prefix it is.
        if (/^01[3-9]\d{9}$/.test(digits)) continue;
        const law = parsePhoneNumber(digits, 'CN')?.isValid() ?? false;
        expect(faultOf(digits) === null, digits).toBe(law);
      }
    }
  });

  it('reads what it shows again as the same number', () => {
    for (const field of [
      '13800138000',
      '021-63221234 转 802',
      '0712-2492762',
      '400-820-8820',
      '+852 2123 4567',
    ]) {
      const [phone] = readPhones(field);
      expect(readPhones(showPhone(phone!, '转'))).toMatchObject([
        { number: phone?.number, extension: phone?.extension },
      ]);
    }
  });
});

describe('a shown number', () => {
  it.each([
    ['13800138000', '138 0013 8000', '138 **** 8000', '13800138000'],
    ['021-63221234 转 802', '021 6322 1234 转 802', '021 **** 1234 转 802', '02163221234'],
    ['0712-2492762', '0712 249 2762', '0712 **** 2762', '07122492762'],
    ['400-820-8820', '400 820 8820', '400 **** 8820', '4008208820'],
    ['+852 2123 4567', '+852 2123 4567', '+852 **** 4567', '0085221234567'],
  ])('%s: %s, masked %s, dialled %s', (field, shown, masked, dialled) => {
    const [phone] = readPhones(field);
    expect(showPhone(phone!, '转')).toBe(shown);
    expect(maskPhone(phone!, '转')).toBe(masked);
    expect(dialDigits(phone?.number ?? '')).toBe(dialled);
  });

  it('hides also what could not be read', () => {
    expect(maskPhone(readPhones('1582054068')[0]!, '转')).toBe('****68');
  });
});
