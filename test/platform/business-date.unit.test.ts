import { DateTime } from 'luxon';
import { describe, expect, it } from 'vitest';
import {
  businessDate,
  businessDateOf,
  isBusinessDate,
  STORE_ZONE,
  storeInstant,
  storeTimeOf,
} from '../../server/platform/business-date.ts';

/** Instants of a century and a bit, among them every summer time the store ever had. */
const INSTANTS = Array.from(
  { length: 4_000 },
  (_, i) => new Date(Date.UTC(1930, 0, 1) + i * 9.4e8 + i * 61_007),
);

describe('the clock on the wall of the store', () => {
  it('shows what the calendar library shows, in every year', () => {
    for (const instant of INSTANTS) {
      const there = DateTime.fromJSDate(instant, { zone: STORE_ZONE });
      expect([businessDateOf(instant), storeTimeOf(instant)]).toEqual([
        there.toFormat('yyyy-MM-dd'),
        there.toFormat('HH:mm'),
      ]);
    }
  });

  it('is read back to the same instant', () => {
    for (const instant of INSTANTS) {
      const there = DateTime.fromJSDate(instant, { zone: STORE_ZONE });
      const [day, time] = [businessDate(there.toFormat('yyyy-MM-dd')), there.toFormat('HH:mm:ss')];
      expect(storeInstant(day, time)).toEqual(
        DateTime.fromISO(`${day}T${time}`, { zone: STORE_ZONE }).toJSDate(),
      );
    }
  });

  it('knows a time that is none', () => {
    expect(storeInstant(businessDate('2026-11-23'), '25:10').getTime()).toBeNaN();
  });
});

describe('a business date', () => {
  it.each(['2026-11-23', '2024-02-29', '2000-02-29', '1937-12-31', '9999-12-31'])('%s is one', (text) => {
    expect(isBusinessDate(text)).toBe(true);
  });

  it.each([
    '2026-02-29',
    '1900-02-29',
    '2026-02-30',
    '2026-13-01',
    '2026-00-10',
    '2026-11-31',
    '2026-11-00',
    '26-11-23',
    '2026-11-23T00:00',
    '',
  ])('%s is none', (text) => {
    expect(isBusinessDate(text)).toBe(false);
  });
});
