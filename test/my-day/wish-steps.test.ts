import { beforeAll, describe, expect, it } from 'vitest';
import { businessDate } from '../../server/platform/business-date.ts';
import type { WishDetail } from '../../server/wishes/index.ts';
import { settableClock } from '../support/clock.ts';
import { openWholeOffice, people } from '../support/page.ts';
import { cardFor, complaint, flowersFor, visitAt } from '../wishes/details.ts';

const clock = settableClock('2026-11-23T09:46:00+08:00');
const office = await openWholeOffice({ clock });
const { services, house } = office;
const today = businessDate('2026-11-23');

const keep = (resultId: string, details: WishDetail[]) =>
  house.db.transaction((session) =>
    services.wishes.add(
      { resultId, customerId: 'c1', customerName: '王芳 女士' },
      details,
      people.agentZhou,
      session,
    ),
  );
const flowers = (deliverOn: string, slot: 'morning' | 'afternoon'): WishDetail => ({
  kind: 'flower',
  flower: flowersFor({ deliverOn: businessDate(deliverOn), slot }),
});
const homeOf = async (person: (typeof people)[keyof typeof people]) =>
  (await (await office.signIn(person)).get('/')).text;

describe('我的一天 before anything was wished', () => {
  it('shows the hours and what they are for, no figures', async () => {
    const he = await homeOf(people.leaderHe);
    expect(he).toMatch(/鲜花派工单 未到 汇总回访中的送花意向/);
    expect(he).toMatch(/回访待办.*没有待处理的联系反馈和寄卡/);
    expect(await homeOf(people.departmentSun)).toMatch(/预约到店.*顾客到柜组时记到店/);
  });
});

describe('我的一天 with what calls left', () => {
  beforeAll(async () => {
    await keep('r1', [
      flowers('2026-11-23', 'afternoon'),
      { kind: 'card', card: cardFor() },
      { kind: 'ticket', ticket: complaint() },
      { kind: 'visit', visit: visitAt({ on: today, time: '11:00' }) },
    ]);
    await keep('r2', [
      flowers('2026-11-24', 'morning'),
      { kind: 'visit', visit: visitAt({ on: today, time: '15:00' }) },
    ]);
    await keep('r3', [flowers('2026-11-24', 'afternoon')]);
  });

  it('counts the flowers of this afternoon and tomorrow morning, and asks for them from ten o’clock on', async () => {
    clock.set('2026-11-23T09:50:00+08:00');
    expect(await homeOf(people.leaderHe)).toContain('今天要送 1 束，明天上午 1 束，还没订');
    clock.set('2026-11-23T10:01:00+08:00');
    const he = await homeOf(people.leaderHe);
    expect(he).toContain('待订花');
    expect(he).toContain('订花 2 束');
  });

  it('tells the leader what else waits, and the counters who is expected', async () => {
    expect(await homeOf(people.leaderHe)).toContain('联系反馈 1 件，寄卡 1 件，今天到店 2 位');
    const [visit] = (await services.wishes.ofResults(['r1'])).filter(({ kind }) => kind === 'visit');
    await services.wishes.arrived(visit!._id, true, people.departmentSun);
    for (const person of [people.departmentSun, people.agentChen])
      expect(await homeOf(person)).toContain('今天约了 2 位，还有 1 位没到');
  });

  it('brings a complaint before the leader when its first reply is near, and flowers whose hour has passed', async () => {
    expect(await homeOf(people.leaderHe)).not.toContain('投诉首次答复');
    clock.set('2026-11-24T08:00:00+08:00');
    const he = await homeOf(people.leaderHe);
    expect(he).toContain('投诉首次答复：王芳 女士（针织）');
    expect(he).toMatch(/1 束鲜花没有订，送花时间已过/);
    expect(await homeOf(people.agentZhou)).not.toContain('投诉首次答复');
  });

  it('is silent again when all is dealt with', async () => {
    for (const wish of await services.wishes.ofResults(['r1', 'r2', 'r3']))
      if (wish.state === 'wanted') await services.wishes.takeUpByHand(wish._id, '已办', people.leaderHe);
    const he = await homeOf(people.leaderHe);
    expect(he).not.toContain('投诉首次答复');
    expect(he).toContain('汇总回访中的送花意向');
  });
});
