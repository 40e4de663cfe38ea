import { beforeAll, describe, expect, it } from 'vitest';
import { people, type Visitor } from '../support/page.ts';
import { metricsScene } from './metrics-scene.ts';

const scene = await metricsScene();
let lin: Visitor;

beforeAll(async () => {
  await scene.closedDay();
  lin = await scene.office.signIn(people.supervisorLin);
});

describe('the figures, for leader and supervisor', () => {
  it('stand with definition, both counts and their words; what changed since the close stands beside', async () => {
    const { status, text } = await lin.get('/metrics');
    expect(status).toBe(200);
    expect(text).toContain('2026-11-23 18:30 定稿');
    expect(text).toMatch(/接通率 有人接听的拨打 ÷ 拨打次数 1 有人接听的拨打 3 拨打次数 33\.3%/);
    expect(text).toMatch(/合作率 .* 0 完成的顾客 2 接触到的顾客 0\.0% 0\.0% \(0 ÷ 1\)/);
    expect(text).toMatch(/净推荐值 .* –/);
  });

  it('are given for one person, and day by day', async () => {
    const one = await lin.get('/metrics?agent=0302');
    expect(one.html).toContain('<option value="0302" lang="zh-CN" selected>');
    expect(one.text).toMatch(/接通率 .* 1 有人接听的拨打 1 拨打次数 100\.0%/);
    const days = await lin.get('/metrics?from=2026-11-22&to=20261123');
    expect(days.text).toContain('定稿后有变');
    expect(days.text).toContain('未定稿');
  });

  it('show something for any address', async () => {
    for (const query of ['from=yesterday', 'from=2026-11-24&to=2026-11-20', 'agent=%3Cb%3E', 'to=2026-02-30'])
      expect((await lin.get(`/metrics?${query}`)).status).toBe(200);
    expect((await lin.get('/metrics?from=2020-01-01&to=2026-11-23')).text).toContain('一次最多看 92 天');
    expect((await lin.get('/metrics/happiness/numerator')).status).toBe(404);
    expect((await lin.get('/metrics/reach/elsewhere')).status).toBe(404);
    expect((await lin.get('/metrics/reach/numerator?page=9999')).status).toBe(200);
  });

  it('lead to the people and calls behind them, which leaves a line in the trail', async () => {
    const { text, html } = await lin.get('/metrics/bad-number/numerator');
    expect(text).toContain('坏号率：号码无效的顾客');
    expect(text).toContain('空号停机');
    expect(html).toMatch(/href="\/calls\/results\/[0-9a-f-]+"/);
    expect(html).toMatch(/href="\/customers\/[0-9a-f-]+"/);
    const lines = await scene.office.house.audit.list({ event: 'metrics.rows' }, 20);
    expect(lines.map(({ subject }) => subject?.id)).toContain('bad-number');
  });

  it('are not for agents', async () => {
    const chen = await scene.office.signIn(people.agentChen);
    expect((await chen.get('/metrics')).status).toBe(403);
    expect((await chen.get('/metrics/reach/numerator')).status).toBe(403);
  });
});
