import { expect, it } from 'vitest';
import { makePaperReader } from '../../server/dispatch/paper-reader.ts';
import type { SheetRow } from '../../server/dispatch/sheet.types.ts';

const SHEET = 'SC20261123-01';
const paper = (place: number, customerId: string) => ({ place, customerId }) as SheetRow;
const row = (place: number, customerId: string, sheet = SHEET) => ({
  itemId: `${customerId}/2026-11-23`,
  customerId,
  sheet,
  place,
});

function scene() {
  let time = 0;
  const asked: string[][] = [];
  const store = new Map([[SHEET, [paper(1, 'wang'), paper(2, 'li')]]]);
  const read = makePaperReader(
    {
      rowsOf: (numbers) => {
        asked.push([...numbers]);
        return Promise.resolve(
          numbers.flatMap((_id) => {
            const rows = store.get(_id);
            return rows === undefined ? [] : { _id, rows };
          }),
        );
      },
    },
    () => time,
  );
  return {
    read,
    store,
    asked: () => asked.filter((numbers) => numbers.length > 0),
    pass: (ms: number) => (time += ms),
  };
}

it('reads a sheet once for all its rows, and again after ten minutes', async () => {
  const { read, asked, pass } = scene();
  expect([...(await read([row(1, 'wang')])).values()]).toEqual([paper(1, 'wang')]);
  expect((await read([row(2, 'li')])).get('li/2026-11-23')).toEqual(paper(2, 'li'));
  expect(asked()).toEqual([[SHEET]]);
  pass(600_000);
  await read([row(1, 'wang')]);
  expect(asked()).toEqual([[SHEET], [SHEET]]);
});

it('reads anew where somebody else stands, as after a restored backup', async () => {
  const { read, store } = scene();
  await read([row(1, 'wang')]);
  store.set(SHEET, [paper(1, 'zhao')]);
  expect((await read([row(1, 'zhao')])).get('zhao/2026-11-23')).toEqual(paper(1, 'zhao'));
});

it('shows a merged person what the sheet still shows under the old record', async () => {
  const { read } = scene();
  expect((await read([row(1, 'survivor')])).get('survivor/2026-11-23')).toEqual(paper(1, 'wang'));
});

it('knows no paper of a sheet or place that is not there', async () => {
  const { read } = scene();
  expect((await read([row(7, 'wang'), row(1, 'wang', 'SC20261123-77')])).size).toBe(0);
});
