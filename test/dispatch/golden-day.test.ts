import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import type { ListKind } from '../../server/customers/index.ts';
import type { DispatchResult, Reason, SheetRow, SheetSnapshot } from '../../server/dispatch/index.ts';
import { addDays, businessDate, type BusinessDate } from '../../server/platform/business-date.ts';
import { ROOT } from '../../server/platform/paths.ts';
import { SYSTEM } from '../../server/platform/roles.ts';
import { useDatabase } from '../support/database.ts';
import { dispatchHouse, leader } from '../support/dispatch-house.ts';

/**
 * The golden day: small lists of invented people (households, lunar birthdays, returns, masked names, refusals) and the
 * sheets they lead to on three mornings, as a text in git. A change of the lists shows as a readable difference;
 * `UPDATE_GOLDEN=1` writes the text anew.
 */
const GOLDEN = join(ROOT, 'test', 'golden');
const EXPECTED = join(GOLDEN, '派工单.txt');
const LISTS: readonly [ListKind, string][] = [
  ['vip-cards', '贵宾卡.csv'],
  ['counter-members', '柜组会员.csv'],
  ['activity-participants', '活动.csv'],
  ['suggestion-award', '建议奖.csv'],
  ['purchases', '小票.csv'],
];
const MONDAY = businessDate('2026-11-23');

const db = await useDatabase();
const house = await dispatchHouse(db, '2026-11-23T08:15:00+08:00', 4);
const { dispatch, lists, roster } = house.services;

it('the lists of the golden day lead to the sheets in git', async () => {
  await house.hire('张慧敏', '李红梅', '周丽娜');
  for (const day of [MONDAY, addDays(MONDAY, 1), addDays(MONDAY, 2)]) {
    await roster.setCapacity(day, '0301', 5, leader);
    await roster.setCapacity(day, '0302', 5, leader);
    await roster.setCapacity(day, '0303', 3, leader);
  }
  for (const [kind, file] of LISTS) await lists.importFile(kind, join(GOLDEN, file), { actor: SYSTEM });

  const lines: string[] = [];
  await house.run('dispatch-draft', MONDAY);
  // The morning's absence is known after the draft.
  await roster.markAbsent(MONDAY, '0302', 'sick', leader);
  lines.push(...(await morning(MONDAY)));
  lines.push(...(await morning(addDays(MONDAY, 1))));
  lines.push(...(await morning(addDays(MONDAY, 2))));
  const text = `${lines.join('\n')}\n`;

  if (process.env['UPDATE_GOLDEN'] === '1') writeFileSync(EXPECTED, text);
  expect(text).toBe(readFileSync(EXPECTED, 'utf8'));
});

async function morning(day: BusinessDate): Promise<string[]> {
  house.clock.set(`${day}T08:50:00+08:00`);
  const { result } = await house.run('daily-dispatch', day);
  const { dueByRule, suppressedByReason, waiting, expired, people, sheets } = result as DispatchResult;
  expect((await dispatch.checkFunnel(day)).agrees).toBe(true);
  const figures = (counts: object) =>
    Object.entries(counts)
      .sort(([a], [b]) => (a < b ? -1 : 1))
      .map(([code, n]) => `${code} ${String(n)}`)
      .join(', ');
  const lines = [
    `==== ${day}`,
    `due: ${figures(dueByRule)} (${String(people)} people)`,
    `not called: ${figures(suppressedByReason) || '-'}`,
    `waiting: ${String(waiting)}, expired: ${String(expired)}`,
  ];
  for (const { number } of sheets) lines.push('', ...sheetLines(await dispatch.sheet(number)));
  const { rows } = await dispatch.pool(day, { limit: 100 });
  const names = await house.services.customers.cardsFor(rows.map(({ customerId }) => customerId));
  lines.push('', `-- waiting`);
  for (const row of rows) {
    const name = names.get(row.customerId)?.name ?? '?';
    lines.push(`   ${name} (${row.poolReason}): ${row.reasons.map(reasonWords).join(' + ')}`);
  }
  return [...lines, ''];
}

function sheetLines({ number, agent, kind, rows }: SheetSnapshot): string[] {
  return [`-- ${number} ${agent.staffNo} ${agent.name} (${kind})`, ...rows.map(rowLine)];
}

function rowLine({
  place,
  unit,
  customer,
  lead,
  reasons,
  earlierSheets,
  originalAgent,
  bestTime,
}: SheetRow): string {
  const phones = customer.phones.map(({ display }) => display).join(' / ');
  const marks = [
    ...(lead === 'carried-over' ? [`carried over, ${String(earlierSheets)} before`] : []),
    ...(originalAgent === null ? [] : [`first for ${originalAgent.name}`]),
    ...(bestTime === null ? [] : [bestTime]),
    ...customer.taboos.map((taboo) => `▲ ${taboo}`),
  ];
  const tail = marks.length === 0 ? '' : ` [${marks.join('; ')}]`;
  const who = [customer.name, customer.pinyin, customer.cardNo].filter(Boolean).join(' ');
  return `${String(place).padStart(2)} (call ${String(unit)}) ${who}, ${phones}: ${reasons.map(reasonWords).join(' + ')}${tail}`;
}

function reasonWords({ rule, occasionKey, since, until, waitedDays, detail }: Reason): string {
  const window = until === null ? `since ${since}` : `${since} – ${until}`;
  const item = [detail.counter, detail.item, detail.attended === false ? 'did not come' : undefined].filter(
    Boolean,
  );
  const facts = [...item, ...(waitedDays > 0 ? [`waited ${String(waitedDays)}`] : [])].join(' ');
  return `${rule} ${occasionKey} (${window}${facts === '' ? '' : `; ${facts}`})`;
}
