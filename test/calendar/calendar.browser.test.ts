import { afterEach, expect, it } from 'vitest';
import {
  calendarRoutes,
  makeCalendar,
  makeCalendarModel,
  type Calendar,
} from '../../server/calendar/index.ts';
import { businessDate } from '../../server/platform/business-date.ts';
import { SYSTEM } from '../../server/platform/roles.ts';
import { makeRoster, rosterRoutes, type Roster } from '../../server/roster/index.ts';
import {
  LOOKED_AT,
  describeInBrowser,
  expectCleanPage,
  openTab,
  screenshot,
  signInTab,
  useLanguage,
} from '../support/browser.ts';
import { settableClock } from '../support/clock.ts';
import { openOffice, people } from '../support/page.ts';

const clock = settableClock('2026-12-01T08:31:00+08:00');
const parts: { calendar: Calendar; roster: Roster }[] = [];
const office = await openOffice(
  ({ db, audit }, staff) => {
    const calendar = makeCalendar({ db, model: makeCalendarModel(db), clock, audit });
    const roster = makeRoster({ db, clock, audit, calendar, staff });
    parts.push({ calendar, roster });
    return [...calendarRoutes({ calendar, clock }), ...rosterRoutes({ roster, clock })];
  },
  { clock },
);
for (const person of Object.values(people)) await office.signIn(person);
const { calendar, roster } = parts[0]!;
await calendar.addClosure(
  { from: businessDate('2026-12-30'), to: businessDate('2026-12-31'), reason: '年终盘点' },
  SYSTEM,
);
await roster.markAbsent(businessDate('2026-12-01'), '0204', 'sick', SYSTEM);
await roster.edit(
  businessDate('2026-12-02'),
  [
    { staffNo: '0203', change: { presence: 'rest' } },
    { staffNo: '0204', change: { duty: true, lunchDuty: true } },
  ],
  { actor: SYSTEM },
);

describeInBrowser('calendar and roster on the screen', () => {
  afterEach(() => office.staff.setLocale(people.leaderHe.staffNo, 'zh-CN'));

  it.each(LOOKED_AT)('are clean in %s', async (locale) => {
    const tab = await openTab(office);
    await signInTab(office, tab, people.leaderHe);
    await tab.page.goto('/calendar');
    await useLanguage(tab.page, locale);
    await expectCleanPage(tab);
    await screenshot(tab.page, `calendar-${locale}`);
    for (const [path, name] of [
      ['/roster', 'roster-month'],
      ['/roster/2026-12-01', 'roster-day'],
    ] as const) {
      await tab.page.goto(path);
      await expectCleanPage(tab);
      await screenshot(tab.page, `${name}-${locale}`);
    }
  });

  it('say every error beside its field, with the focus on the summary', async () => {
    const tab = await openTab(office, { size: 'compact' });
    await signInTab(office, tab, people.leaderHe);
    await tab.page.goto('/calendar');
    await tab.page.fill('#from', '2026-02-30');
    await tab.page.click('text=登记停业');
    await tab.page.waitForSelector('#error-summary');
    await expectCleanPage(tab);
    expect(await tab.page.inputValue('#from')).toBe('2026-02-30');
    await screenshot(tab.page, 'calendar-errors');
  });

  it.each(['compact', 'zoomed'] as const)('fit a %s window', async (size) => {
    const tab = await openTab(office, { size });
    await signInTab(office, tab, people.leaderHe);
    for (const path of ['/calendar', '/roster', '/roster/2026-12-01']) {
      await tab.page.goto(path);
      await screenshot(tab.page, `${path.slice(1).replaceAll('/', '-')}-${size}`);
      await expectCleanPage(tab);
    }
  });

  it('print the month on landscape A4', async () => {
    const tab = await openTab(office);
    await signInTab(office, tab, people.leaderHe);
    await tab.page.goto('/roster/print?month=2026-12');
    expect(tab.complaints).toEqual([]);
    const pdf = await tab.page.pdf({ preferCSSPageSize: true });
    // MediaBox of A4 landscape in points, ±1.
    const [, width, height] = /MediaBox ?\[0 0 ([\d.]+) ([\d.]+)\]/.exec(pdf.toString('latin1')) ?? [];
    expect(Math.abs(Number(width) - 842)).toBeLessThanOrEqual(1);
    expect(Math.abs(Number(height) - 595)).toBeLessThanOrEqual(1);
    await screenshot(tab.page, 'roster-print');
  });
});
