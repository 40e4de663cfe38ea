import { describe, expect, it } from 'vitest';
import { customerScene, madamWang } from './customer-scene.ts';
import { member, receipt, vip } from './house.ts';

const { audit, customers, visitor, letIn, idOf } = await customerScene();

describe('family and duplicates', () => {
  it('links by card number with a reason, and parts again', async () => {
    await letIn(madamWang, vip({ cardNo: 'VIP00000003', name: '王建国', mobile: '13900139000' }));
    const [id, other] = [await idOf('王芳'), await idOf('王建国')];
    await visitor.get(`/customers/${id}`);
    expect(
      (await visitor.post(`/customers/${id}/family`, { other: 'VIP99999999', familyWhy: '夫妻' })).text,
    ).toContain('找不到这位顾客');
    await visitor.post(`/customers/${id}/family`, { other: 'VIP00000003', familyWhy: '夫妻' });
    expect((await visitor.get(`/customers/${other}`)).text).toContain('王芳 女士');
    await visitor.post(`/customers/${id}/family/leave`, { leaveWhy: '说错了' });
    expect((await customers.factsOf([id, other])).map(({ householdId }) => householdId)).toEqual([
      null,
      null,
    ]);
  });

  it('offers a shared number for judging, merges by hand with a reason, and everything goes along', async () => {
    await letIn(
      madamWang,
      vip({ cardNo: 'VIP00000003', name: '王方', mobile: '13800138000', occupation: '会计' }),
      receipt({ cardNo: 'VIP00000003' }),
    );
    const [id, other] = [await idOf('王芳'), await idOf('王方')];
    const page = await visitor.get(`/customers/${other}`);
    expect(page.text).toContain('与王芳比较');
    const compare = await visitor.get(`/customers/${other}/merge?with=${id}`);
    expect(compare.text).toContain('两边全名不同');
    expect((await visitor.post(`/customers/${other}/merge`, { other: id, why: '' })).status).toBe(422);
    const merged = await visitor.post(`/customers/${other}/merge`, { other: id, why: '本人说写错了字' });
    const survivor = merged.location?.split('/').at(-1) ?? '';
    const only = await customers.get(survivor);
    expect(only).toMatchObject({
      occupation: '会计',
      householdId: null,
      facts: { lastPurchaseOn: '2026-11-20' },
    });
    expect(only?.nameKeys.toSorted()).toEqual(['王方', '王芳'].toSorted());
    expect(await customers.byCard('VIP00000003')).toMatchObject({ _id: survivor });
    expect(await customers.byCard('VIP00017850')).toMatchObject({ _id: survivor });
    const [outcome] = await letIn(member({ name: '王方', phone: '13800138000' }));
    expect(outcome?.customerId).toBe(survivor);
    const [line] = await audit.list({ event: 'customer.merged' }, 1);
    expect(line).toMatchObject({ why: '本人说写错了字' });
  });

  it('closes a task with the reason', async () => {
    await letIn(vip({ cardNo: 'VIP00000004', name: '王思雨', mobile: '1582054068' }));
    const id = await idOf('王思雨');
    const page = await visitor.get(`/customers/${id}`);
    expect(page.text).toContain('待处理');
    expect(page.html).not.toContain('1582054068');
    expect(
      (await visitor.post(`/customers/${id}/tasks/close`, { field: 'phones', taskWhy: '' })).status,
    ).toBe(422);
    await visitor.post(`/customers/${id}/tasks/close`, { field: 'phones', taskWhy: '顾客没有别的号码' });
    expect((await visitor.get(`/customers/${id}`)).text).not.toContain('待处理');
  });
});
