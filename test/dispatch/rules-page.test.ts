import { beforeAll, describe, expect, it } from 'vitest';
import type { Visitor } from '../support/page.ts';
import { draftedMorning, plain } from './board-morning.ts';
import type { BoardScene } from './board-scene.ts';

let scene: BoardScene;
let leader: Visitor;

beforeAll(async () => {
  ({ scene, leader } = await draftedMorning());
});

describe('rules and quotas', () => {
  /** Every field of the page as it stands, as a browser would send it. */
  const fields = (html: string): Record<string, string> => {
    const sent: Record<string, string> = {};
    for (const [tag] of html.matchAll(/<input [^>]*>/g)) {
      const said = (name: string) => plain(new RegExp(` ${name}="([^"]*)"`).exec(tag)?.[1] ?? '');
      const name = said('name');
      if (name === '' || name === '_csrf' || said('id') !== name) continue;
      if (said('type') !== 'checkbox') sent[name] = said('value');
      else if (tag.includes(' checked')) sent[name] = 'on';
    }
    return sent;
  };
  const saved = async () => (await scene.services.dispatch.rules.current()).version;

  it('show what is saved, and saving the page as it stands is no change of meaning', async () => {
    const page = await leader.get('/dispatch/rules');
    const typed = fields(page.html);
    expect(typed).toMatchObject({
      'delay-birthday': '3',
      'window-new-card': '14',
      'quota-long-silence': '20',
      fillShare: '90',
    });
    const before = await scene.services.dispatch.rules.current();
    const done = await leader.post('/dispatch/rules', {
      ...typed,
      basedOn: String(before.version),
      note: '原样保存',
    });
    expect(done.status).toBe(303);
    const after = await scene.services.dispatch.rules.current();
    expect(after.rules).toEqual(before.rules);
    expect((await leader.get('/dispatch/rules')).text).toContain('原样保存');
    expect(await scene.office.house.audit.list({ staffNo: '0301', event: 'rules.save' }, 1)).toHaveLength(1);
  });

  it('compare a change on the data of today and save nothing', async () => {
    const typed = fields((await leader.get('/dispatch/rules')).html);
    const before = await saved();
    const tried = await leader.post('/dispatch/rules/try', {
      ...typed,
      'active-new-card': '',
      basedOn: String(before),
    });
    expect(tried.status).toBe(200);
    expect(tried.text).toContain('只比较，没有保存');
    expect(tried.html).toMatch(/−\d+/);
    expect(tried.html).not.toMatch(/id="active-new-card"[^>]* checked/);
    expect(await saved()).toBe(before);
  });

  it('name every wrong field and keep what was typed', async () => {
    const typed = fields((await leader.get('/dispatch/rules')).html);
    const wrong = await leader.post('/dispatch/rules', {
      ...typed,
      'delay-birthday': 'drei',
      'sample-award': '0',
      'counters-after-purchase': '珠宝 七天',
      basedOn: String(await saved()),
      note: '试试',
    });
    expect(wrong.status).toBe(422);
    for (const field of ['delay-birthday', 'sample-award', 'counters-after-purchase'])
      expect(wrong.html).toMatch(new RegExp(`href="#${field}"`));
    expect(wrong.html).toContain('value="drei"');
    expect(wrong.html).toContain('value="珠宝 七天"');
  });

  it('want a reason, and refuse to overwrite a version that came in between', async () => {
    const typed = fields((await leader.get('/dispatch/rules')).html);
    const basedOn = String(await saved());
    expect((await leader.post('/dispatch/rules', { ...typed, basedOn, note: '' })).text).toContain(
      '请写更改说明',
    );
    const stale = await leader.post('/dispatch/rules', {
      ...typed,
      basedOn: String(Number(basedOn) - 1),
      note: '店庆',
    });
    expect(stale.status).toBe(409);
  });

  it('set quotas from the page of the first day', async () => {
    const page = await leader.get('/dispatch/backlog');
    expect(page.text).toContain('第一次派工之前');
    const typed = fields(page.html);
    const tried = await leader.post('/dispatch/backlog/try', {
      ...typed,
      'quota-new-card': '10',
      basedOn: String(await saved()),
    });
    expect(tried.text).toMatch(/4 天/);
    const wrong = await leader.post('/dispatch/backlog', {
      ...typed,
      'quota-new-card': 'zehn',
      basedOn: String(await saved()),
    });
    expect(wrong.status).toBe(422);
    const done = await leader.post('/dispatch/backlog', {
      ...typed,
      'quota-new-card': '30',
      basedOn: String(await saved()),
    });
    expect(done.status).toBe(303);
    const rules = (await scene.services.dispatch.rules.current()).rules;
    expect(rules.find(({ code }) => code === 'new-card')?.dailyQuota).toBe(30);
  });
});
