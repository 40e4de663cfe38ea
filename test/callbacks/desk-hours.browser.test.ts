import { beforeEach, expect, it } from 'vitest';
import type { Page } from 'playwright-core';
import { describeInBrowser, openTab, typeCredentials } from '../support/browser.ts';
import { until } from '../support/until.ts';
import { li, zhang } from './call-scene.ts';
import { deskScene, HIRED_PASSWORD } from './desk-scene.ts';

/** Sign-ins end after eight idle seconds; a desk gives a sign of life every second. */
const hasty = await deskScene({ SESSION_IDLE: '8', CALL_LEASE: '6' });
/** An office with ordinary hours, whose desks give signs of life just as often. */
const scene = await deskScene({ CALL_LEASE: '6' });
const { callbacks, db } = scene;

const openCalls = () => db.connection.collection<{ _id: string }>('open_calls');

async function openDesk(page: Page): Promise<string> {
  await page.goto('/calls');
  await page.keyboard.press('n');
  await page.waitForURL(/\/calls\/desk\//);
  return new URL(page.url()).pathname;
}

/** Lets the lease of every open call run out, as if its desk had been silent for long. */
const silence = () =>
  openCalls().updateMany({ state: 'open' }, { $set: { leaseUntil: new Date('2020-01-01T00:00:00Z') } });

describeInBrowser('a call that lasts', () => {
  beforeEach(async () => {
    await hasty.open({ people: 24 });
  });

  it('keeps the agent signed in without a key pressed; the queue alone does not', async () => {
    const [talking, idle] = [await hasty.sit(zhang), await hasty.sit(li)];
    const desk = await openDesk(talking.page);
    await idle.page.goto('/calls');
    const began = performance.now();
    await until(
      async () => {
        const answer = await idle.page.evaluate(
          `fetch('/calls/live', { headers: { 'HX-Request': 'true' } }).then((answer) => answer.status)`,
        );
        return answer === 401 && performance.now() - began > 12_000;
      },
      { deadlineMs: 60_000 },
    );
    await talking.page.goto(desk);
    expect(new URL(talking.page.url()).pathname).toBe(desk);
  });

  it('outlives the sign-in: what was typed meanwhile is back on the same call', async () => {
    const { page, context } = await hasty.sit(zhang);
    const desk = await openDesk(page);
    await page.locator('#words').fill('已经存下的');
    await page.locator('[data-kept]', { hasText: '已存' }).waitFor();
    // The network is away for longer than a sign-in lasts.
    await context.setOffline(true);
    await page.locator('#words').fill('已经存下的，后来又写的');
    await page.locator('input[value=praise]').check();
    const began = performance.now();
    await until(() => performance.now() - began > 10_000);
    await context.setOffline(false);
    await page.locator('#desk-offline [data-sign-in]').waitFor({ timeout: 30_000 });
    expect(await page.locator('#words').inputValue()).toBe('已经存下的，后来又写的');
    await page.locator('#desk-offline [data-sign-in]').click();
    await page.waitForURL(/sign-in/);
    await typeCredentials(page, '0301', HIRED_PASSWORD);
    await page.waitForURL((url) => url.pathname === desk);
    expect(await page.locator('#words').inputValue()).toBe('已经存下的，后来又写的');
    expect(await page.locator('input[value=praise]').isChecked()).toBe(true);
    await page.locator('[data-kept]', { hasText: '已存' }).waitFor();
  });
});

describeInBrowser('two browsers on one customer', () => {
  beforeEach(async () => {
    await scene.open({ people: 24 });
  });

  it('the second is told who has them, and opens nothing', async () => {
    const [first, second] = [await scene.sit(zhang), await openTab(scene.office)];
    await openDesk(first.page);
    const [held] = await openCalls().find({ state: 'open' }).toArray();
    const { itemId } = held as unknown as { itemId: string };
    await scene.services.staff.add(
      { staffNo: '0901', name: '何建平', roles: ['leader'], password: HIRED_PASSWORD },
      { staffNo: 'system', name: 'system', roles: [] },
    );
    const leader = await scene.visit({ staffNo: '0901', name: '何建平', roles: ['leader'] });
    await leader.get('/calls');
    const refused = await leader.post(`/calls/open/${itemId}`);
    expect(refused.status).toBe(409);
    expect(refused.text).toContain('张慧敏');
    expect(await openCalls().countDocuments({ state: 'open' })).toBe(1);
    await second.context.close();
  });

  it('the first, after long silence, can only read; what was typed is kept', async () => {
    const { page, context } = await scene.sit(zhang);
    const desk = await openDesk(page);
    await page.locator('#words').fill('说到一半');
    await context.setOffline(true);
    await silence();
    const call = await openCalls().findOne({});
    const { customerId, itemId } = call as unknown as { customerId: string; itemId: string };
    await callbacks.open(itemId, { staffNo: '0901', name: '何建平', roles: ['leader'] });
    await context.setOffline(false);
    await page.locator('#desk-lost').waitFor();
    await expect.poll(() => page.locator('#desk-lost').innerText()).toContain('何建平');
    expect(await page.locator('#words').inputValue()).toBe('说到一半');
    expect(await page.locator('#words').getAttribute('readonly')).not.toBeNull();
    await page.locator('h1').click();
    await page.keyboard.press('2');
    expect((await callbacks.results({ customerId })).total).toBe(0);
    await page.goto(desk);
    expect(await page.locator('#desk-lost').isVisible()).toBe(true);
    expect(await page.locator('#words').inputValue()).toBe('说到一半');
  });

  it('a desk that was only silent goes on by itself', async () => {
    const { page, context } = await scene.sit(zhang);
    await openDesk(page);
    await context.setOffline(true);
    await silence();
    await context.setOffline(false);
    await until(async () => (await openCalls().countDocuments({ leaseUntil: { $gt: new Date() } })) === 1);
    expect(await page.locator('#desk-lost').isVisible()).toBe(false);
    await page.keyboard.press('2');
    await page.waitForURL((url) => url.pathname === '/calls');
    expect((await callbacks.results({ agent: '0301' })).total).toBe(1);
  });
});

describeInBrowser('without script', () => {
  beforeEach(async () => {
    await scene.open({ people: 24 });
  });

  it('works from the queue over the call to the save', async () => {
    const { page } = await scene.sit(zhang, { javaScript: false });
    await page.goto('/calls');
    await page.getByRole('button', { name: /下一位/ }).click();
    expect(page.url()).toContain('/calls/desk/');
    await page.getByRole('button', { name: /接通/ }).click();
    expect(await page.locator('[data-timer=talk]').count()).toBe(1);
    // Seven asks for more: the page comes back with its detail open and everything typed.
    await page.locator('#words').fill('说改天再打');
    await page.locator('[data-digit="7"]').click();
    expect(await page.locator('#words').inputValue()).toBe('说改天再打');
    await page.locator('#appointment-on').fill('改天');
    await page.locator('[data-save]').click();
    await expect.poll(() => page.locator('#error-summary').innerText()).toContain('改天');
    expect(await page.locator('#appointment-on').inputValue()).toBe('改天');
    expect(await page.locator('#words').inputValue()).toBe('说改天再打');
    await page.locator('#appointment-on').fill('明天');
    await page.locator('#appointment-at').fill('10:30');
    await page.locator('[data-save]').click();
    expect(page.url()).toContain('/calls/desk/');
    await expect.poll(() => page.locator('.desk-strip .undo').innerText()).toContain('另约');
    const [result] = (await callbacks.results({ agent: '0301' })).rows;
    expect(result).toMatchObject({
      disposition: 'B1',
      words: '说改天再打',
      next: { on: '2026-11-24', at: '10:30' },
    });
    await page.locator('[data-digit="2"]').click();
    expect(new URL(page.url()).pathname).toBe('/calls');
    await page.getByRole('button', { name: /撤销/ }).click();
    await expect.poll(() => page.locator('.strip.ok').innerText()).toContain('已撤销');
  });
});
