import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import type { ListKind } from '../../server/customers/index.ts';
import type { DispatchResult, SheetSnapshot } from '../../server/dispatch/index.ts';
import { businessDate } from '../../server/platform/business-date.ts';
import { ROOT } from '../../server/platform/paths.ts';
import { useDatabase } from '../support/database.ts';
import { dispatchHouse } from '../support/dispatch-house.ts';

/**
 * The golden day: small lists with households, lunar birthdays, returns, masked names and refusals, and the sheets they
 * must lead to. `sheets.txt` is written for people: a change of the rules shows as a readable difference. After an intended
 * change: UPDATE_GOLDEN=1 npm test -- golden.
 */
const FOLDER = join(ROOT, 'test/golden');
const EXPECTED = join(FOLDER, 'sheets.txt');
const DAY = businessDate('2026-11-23');
const LISTS: [ListKind, string][] = [
  ['vip-cards', 'cards.csv'],
  ['counter-members', 'counter.csv'],
  ['suggestion-award', 'award.tsv'],
  ['purchases', 'receipts.csv'],
];

const db = await useDatabase();
const house = await dispatchHouse(db, '2026-11-23T08:15:00+08:00', 7);

it('the lists of the golden day lead to the sheets of the golden day', async () => {
  await house.hire('张慧敏', '陈国栋', '赵雪琴');
  const lines: string[] = [];
  for (const [kind, name] of LISTS) {
    const result = await house.services.lists.importFile(kind, join(FOLDER, 'lists', name));
    const { read, created, updated, unchanged, conflicts, rejected, encoding } = result;
    lines.push(
      `${kind}: ${encoding}, ${read} read = ${created} created + ${updated} updated + ${unchanged} unchanged + ${conflicts} conflicts + ${rejected} rejected`,
      ...[...result.conflicting, ...result.rejects].map(
        ({ row, column, reason }) => `  row ${row} ${column ?? '-'}: ${reason}`,
      ),
    );
  }
  house.clock.set('2026-11-23T08:20:00+08:00');
  await house.run('dispatch-draft', DAY);
  house.clock.set('2026-11-23T08:50:00+08:00');
  const run = await house.run('daily-dispatch', DAY);
  const result = run.result as DispatchResult;
  lines.push('', 'due before suppression', ...figures(result.dueByRule));
  lines.push('not called', ...figures(result.suppressedByReason));
  lines.push(`waiting ${result.waiting}, expired ${result.expired}`);
  for (const { number } of result.sheets) {
    lines.push('', ...sheetLines(await house.services.dispatch.sheet(number)));
  }
  const text = `${lines.join('\n')}\n`;
  if (process.env['UPDATE_GOLDEN'] === '1') writeFileSync(EXPECTED, text);
  expect(text).toBe(readFileSync(EXPECTED, 'utf8'));
});

function figures(counts: Partial<Record<string, number>>): string[] {
  return Object.entries(counts)
    .map(([code, count]) => `  ${code} ${count ?? 0}`)
    .sort();
}

function sheetLines({ number, kind, agent, units, people, rows }: SheetSnapshot): string[] {
  return [
    `${number} ${kind} ${agent.staffNo} ${agent.name}: ${people} people, ${units} calls`,
    ...rows.map(({ place, unit, customer, reasons, bestTime }) => {
      const who = `${customer.name} ${customer.salutation ?? customer.titleKey.split('.').at(-1) ?? ''} ${customer.cardNo ?? 'no card'}`;
      const why = reasons.map((r) => `${r.rule} ${r.occasionKey} since ${r.since}`).join(', ');
      const care = [...customer.taboos, ...customer.speakNotes].join('，');
      const phones = customer.phones.map(({ display }) => display).join(' / ');
      return `  ${place}. (call ${unit}) ${who} | ${phones} | ${why} | ${bestTime ?? '不限'}${care === '' ? '' : ` | ▲ ${care}`}`;
    }),
  ];
}
