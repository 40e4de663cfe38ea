import { beforeEach, describe, expect, it } from 'vitest';
import { type Evidence } from '../../server/customers/index.ts';
import { useDatabase } from '../support/database.ts';
import { clerk, customerHouse, member, participant, receipt, suggestion, vip } from './house.ts';

const house = await customerHouse(await useDatabase());
const { db, letIn, everybody, theOne } = house;

const PHONE = '13800138000';
const OTHER_PHONE = '13900139000';

beforeEach(() => house.empty());

const kinds = async (rows: Evidence[]) => (await letIn(rows)).map(({ kind }) => kind);

describe('who somebody is', () => {
  it('meets the same card again as the same customer', async () => {
    expect(
      await kinds([
        vip({ cardNo: 'VIP00012345', name: '王芳' }),
        vip({ cardNo: 'vip 0001-2345', name: '王 芳' }),
      ]),
    ).toEqual(['created', 'unchanged']);
    expect((await theOne()).cards).toHaveLength(1);
  });

  it('meets the same number under the same name again, simplified, traditional and full-width alike', async () => {
    await letIn([
      vip({ cardNo: 'VIP00012390', name: '魏红', mobile: '13857472436' }),
      vip({ cardNo: 'VIP07413136', name: '魏紅', mobile: '１３８５７４７２４３６' }),
      member({ name: '魏 红', phone: '+86 13857472436' }),
    ]);
    const only = await theOne();
    expect(only.cards.map(({ no }) => no)).toEqual(['VIP00012390', 'VIP07413136']);
    expect(only.sources.map(({ kind }) => kind)).toEqual(['vip-cards', 'counter-members']);
    expect(only.name).toBe('魏红');
  });

  it('takes any of several numbers, with an extension or without', async () => {
    await letIn([
      vip({ cardNo: 'VIP00000001', name: '朱浩东', mobile: '19901254061/13259537602' }),
      member({ name: '朱浩东', phone: '13259537602 转 801' }),
    ]);
    expect((await theOne()).facts.phones).toEqual(['+8619901254061', '+8613259537602']);
  });

  it('makes family, not one person, of a shared number under another name', async () => {
    const outcomes = await letIn([
      vip({ cardNo: 'VIP00000001', name: '王建国', mobile: PHONE }),
      vip({ cardNo: 'VIP00000002', name: '李秀英', mobile: PHONE }),
    ]);
    expect(outcomes.map(({ kind, reason }) => [kind, reason])).toEqual([
      ['created', null],
      ['created', 'customers.intake.family'],
    ]);
    const [one, two] = await everybody();
    expect(one?.householdId).not.toBeNull();
    expect(one?.householdId).toBe(two?.householdId);
    const task = await db.connection.collection('completion_tasks').findOne({ field: 'household' });
    expect(task).toMatchObject({ state: 'open', notes: [{ kind: 'check', fault: 'shared-phone' }] });
  });

  it('joins three generations over two numbers into one household', async () => {
    await letIn([
      vip({ cardNo: 'VIP00000001', name: '王建国', mobile: PHONE }),
      vip({ cardNo: 'VIP00000002', name: '王思雨', mobile: OTHER_PHONE }),
    ]);
    await letIn([vip({ cardNo: 'VIP00000003', name: '李秀英', mobile: `${PHONE}/${OTHER_PHONE}` })]);
    expect(new Set((await everybody()).map(({ householdId }) => householdId)).size).toBe(1);
  });

  it('does not link again whom a person declared to be no family', async () => {
    await letIn([
      vip({ cardNo: 'VIP00000001', name: '王建国', mobile: PHONE }),
      vip({ cardNo: 'VIP00000002', name: '李秀英', mobile: PHONE }),
    ]);
    const [one] = await everybody();
    await house.customers.changes.unlinkFamily(one?._id ?? '', '号码是单位的', clerk);
    await letIn([member({ name: '王建国', phone: PHONE }), member({ name: '李秀英', phone: PHONE })]);
    expect((await everybody()).map(({ householdId }) => householdId)).toEqual([null, null]);
  });

  it('leaves a card with another name to a person and overwrites nothing', async () => {
    const outcomes = await letIn([
      vip({ cardNo: 'VIP00000001', name: '王芳', mobile: PHONE }),
      vip({ cardNo: 'VIP00000001', name: '赵敏', mobile: OTHER_PHONE, occupation: '教师' }),
    ]);
    expect(outcomes[1]).toMatchObject({
      kind: 'conflict',
      reason: 'customers.intake.card-of-another',
      field: 'cardNo',
      values: { card: 'VIP00000001', ours: '王芳', theirs: '赵敏' },
      sides: {
        ours: { name: '王芳', phone: '138 **** 8000' },
        theirs: { name: '赵敏', phone: '139 **** 9000' },
      },
    });
    expect(await theOne()).toMatchObject({ name: '王芳', occupation: null, version: 1 });
  });

  it('obeys what a person decided about such a row', async () => {
    const disputed = vip({ cardNo: 'VIP00000001', name: '赵敏', mobile: OTHER_PHONE });
    await letIn([vip({ cardNo: 'VIP00000001', name: '王芳', mobile: PHONE })]);
    await letIn([{ ...disputed, decided: 'new-person' }]);
    expect((await everybody()).map(({ name, cards }) => [name, cards.length]).sort()).toEqual([
      ['王芳', 1],
      ['赵敏', 0],
    ]);
    await house.empty();
    await letIn([vip({ cardNo: 'VIP00000001', name: '王芳', mobile: PHONE })]);
    await letIn([{ ...disputed, decided: 'same-person' }]);
    expect(await theOne()).toMatchObject({ name: '赵敏', nameKeys: ['赵敏', '王芳'] });
    expect(await kinds([disputed])).toEqual(['unchanged']);
  });
});

describe('masked names', () => {
  it('never overwrite a full name, and are filled in by one', async () => {
    await letIn([
      vip({ cardNo: 'VIP00000001', name: '王芳', mobile: PHONE }),
      vip({ cardNo: 'VIP00000001', name: '王某', mobile: PHONE }),
      vip({ cardNo: 'VIP00000002', name: '张**', mobile: OTHER_PHONE }),
      vip({ cardNo: 'VIP00000002', name: '张晓明', mobile: OTHER_PHONE }),
    ]);
    expect((await everybody()).map(({ name, masked }) => [name, masked]).sort()).toEqual([
      ['张晓明', false],
      ['王芳', false],
    ]);
  });

  it('contradict a full name of another surname', async () => {
    expect(
      await kinds([
        vip({ cardNo: 'VIP00000001', name: '王芳' }),
        vip({ cardNo: 'VIP00000001', name: '李某' }),
      ]),
    ).toEqual(['created', 'conflict']);
  });

  it('count as their own name when only the number is the same', async () => {
    await letIn([member({ name: '王芳', phone: PHONE }), member({ name: '王某', phone: PHONE })]);
    expect(await everybody()).toHaveLength(2);
  });
});

describe('what cannot enter', () => {
  it.each([
    [vip({ cardNo: '', name: '', issuedOn: '', counter: '' }), 'empty-row', null],
    [vip({ cardNo: '合计', issuedOn: '', counter: '' }), 'total-row', 'cardNo'],
    [member({ name: '孔珍', phone: '' }), 'no-key', 'phone'],
    [member({ name: '孔珍', phone: '1582054068' }), 'no-usable-phone', 'phone'],
    [vip({ cardNo: '1.38E+10', name: '孔珍' }), 'unusable-card', 'cardNo'],
    [receipt({ cardNo: '' }), 'no-key', 'cardNo'],
    [receipt({ cardNo: 'VIP00000001', amount: '12.345' }), 'unusable-receipt', 'amount'],
    [receipt({ cardNo: 'VIP00000001', boughtAt: '2026-02-30 10:00:00' }), 'unusable-receipt', 'boughtAt'],
  ])('is rejected with its reason and column', async (row, reason, field) => {
    const [outcome] = await letIn([row]);
    expect(outcome).toMatchObject({ kind: 'rejected', reason: `customers.intake.${reason}`, field });
    expect(await everybody()).toEqual([]);
  });

  it('is only the row: everything else enters, unusable values kept as they stood', async () => {
    const [outcome] = await letIn([
      vip({
        cardNo: 'VIP00000001',
        name: '许云诗',
        mobile: '1582054068',
        birthday: '1948-02-30',
        calendar: '公历',
        postcode: '43',
      }),
    ]);
    expect(outcome).toMatchObject({ kind: 'created', setAside: ['mobile', 'birthday', 'postcode'] });
    const { phones, birthday, facts } = await theOne();
    expect(phones).toMatchObject([{ raw: '1582054068', valid: false, number: null, fault: 'too-short' }]);
    expect(birthday).toMatchObject({ certified: null, raw: '1948-02-30' });
    expect(facts.phones).toEqual([]);
    const tasks = await db.connection.collection('completion_tasks').find().sort({ field: 1 }).toArray();
    expect(tasks.map((task) => task['field'] as string)).toEqual(['birthday', 'phones', 'postcode']);
  });
});

describe('what a list may change', () => {
  it('fills blanks and overwrites nothing; the other value becomes a task', async () => {
    await letIn([vip({ cardNo: 'VIP00000001', name: '王芳', mobile: PHONE, occupation: '会计' })]);
    const [outcome] = await letIn([
      vip({ cardNo: 'VIP00000001', name: '王芳', mobile: PHONE, occupation: '教师', gender: '女' }),
    ]);
    expect(outcome).toMatchObject({
      kind: 'updated',
      changes: [{ field: 'gender', from: null, to: 'female' }],
    });
    expect(await theOne()).toMatchObject({ occupation: '会计', gender: 'female', version: 2 });
    const task = await db.connection.collection('completion_tasks').findOne({ field: 'occupation' });
    expect(task).toMatchObject({ notes: [{ kind: 'differs', value: '教师' }] });
    const history = await db.connection.collection('customer_history').find().toArray();
    expect(history).toMatchObject([
      { field: 'gender', from: null, to: 'female', by: '0101', importId: 'import-1' },
    ]);
  });

  it('takes an address that says more of the same place, and notes one of another place', async () => {
    const short = vip({
      cardNo: 'VIP00000001',
      name: '王芳',
      province: '上海市',
      city: '上海市',
      district: '黄浦区',
    });
    const long = vip({
      cardNo: 'VIP00000001',
      name: '王芳',
      province: '上海市',
      city: '上海市',
      district: '黄浦区',
      detail: '黄河路355弄',
    });
    for (const order of [
      [short, long],
      [long, short],
    ]) {
      await house.empty();
      await letIn(order);
      expect((await theOne()).address).toMatchObject({ district: '黄浦区', detail: '黄河路355弄' });
      expect(await db.connection.collection('completion_tasks').countDocuments()).toBe(0);
    }
    await letIn([vip({ cardNo: 'VIP00000001', name: '王芳', province: '江苏省', detail: '人民路5号' })]);
    const task = await db.connection.collection('completion_tasks').findOne({ field: 'address' });
    expect(task).toMatchObject({ notes: [{ kind: 'differs', value: '江苏省人民路5号' }] });
  });

  it('replaces a birthday without year or calendar by a full one, never the other way round', async () => {
    const full = vip({
      cardNo: 'VIP00000001',
      name: '王芳',
      mobile: PHONE,
      birthday: '1986-04-21',
      calendar: '农历',
    });
    const vague = member({ name: '王芳', phone: PHONE, birthday: '4.21' });
    await letIn([vague, full]);
    const certified = { calendar: 'lunar', year: 1986, month: 4, day: 21, leap: false };
    expect((await theOne()).birthday.certified).toEqual(certified);
    await house.empty();
    await letIn([full, vague]);
    expect((await theOne()).birthday.certified).toEqual(certified);
  });

  it('keeps a contradicting birthday as a task in whichever order they come', async () => {
    const rows = [
      vip({ cardNo: 'VIP00000001', name: '王芳', mobile: PHONE, birthday: '1986-04-21', calendar: '公历' }),
      member({ name: '王芳', phone: PHONE, birthday: '5.3' }),
    ];
    for (const order of [rows, rows.toReversed()]) {
      await house.empty();
      await letIn(order);
      expect((await theOne()).facts.birthday).toMatchObject({ calendar: 'solar', month: 4, day: 21 });
      const task = await db.connection.collection('completion_tasks').findOne({ field: 'birthday' });
      expect(task).toMatchObject({ notes: [{ kind: 'differs', value: '05-03 unknown' }] });
      expect(await kinds(order)).toEqual(['unchanged', 'unchanged']);
    }
  });

  it('reads taboos and health facts out of remarks as proposals', async () => {
    await letIn([vip({ cardNo: 'VIP00000001', name: '李洁佳', remark: '不喜欢百合花粉过敏' })]);
    const { healthNotes, taboos, remarks } = await theOne();
    expect(healthNotes.map(({ text }) => text)).toEqual(['花粉过敏']);
    expect(taboos.map(({ tag, text, state }) => [tag, text, state])).toEqual([
      ['pollen', '忌花粉', 'proposed'],
      ['lily', '忌百合', 'proposed'],
    ]);
    expect(remarks.map(({ text }) => text)).toEqual(['不喜欢百合花粉过敏']);
  });
});

describe('consent and basis', () => {
  it.each([
    ['是', 'given'],
    ['否', 'refused'],
    ['', 'not-asked'],
  ])('reads 允许电话回访 %s as %s', async (allowCall, state) => {
    await letIn([vip({ cardNo: 'VIP00000001', name: '王芳', mobile: PHONE, allowCall })]);
    expect((await theOne()).facts).toMatchObject({ serviceCall: state, hasBasis: true });
  });

  it('takes the same words of a list without dates once, on whatever day it is given', async () => {
    const row = (allowCall: string) =>
      vip({ cardNo: 'VIP00000001', name: '王芳', mobile: PHONE, issuedOn: '', allowCall });
    await letIn([row('是')]);
    house.clock.set('2027-03-01T10:00:00+08:00');
    expect(await kinds([row('是')])).toEqual(['unchanged']);
    expect((await theOne()).consents.filter(({ channel }) => channel === 'phone')).toHaveLength(1);
    expect(await kinds([row('否')])).toEqual(['updated']);
    expect((await theOne()).facts.serviceCall).toBe('refused');
  });

  it('lets the later evidence win, and the refusal on the same day', async () => {
    const form = (cardNo: string, issuedOn: string, allowCall: string) =>
      vip({ cardNo, name: '王芳', mobile: PHONE, issuedOn, allowCall });
    const later = [form('VIP00000001', '2021-05-02', '否'), form('VIP00000002', '2024-05-02', '是')];
    const tie = [form('VIP00000001', '2024-05-02', '是'), form('VIP00000002', '2024-05-02', '否')];
    for (const [rows, state] of [
      [later, 'given'],
      [later.toReversed(), 'given'],
      [tie, 'refused'],
      [tie.toReversed(), 'refused'],
    ] as const) {
      await house.empty();
      await letIn(rows);
      expect((await theOne()).facts.serviceCall).toBe(state);
    }
  });

  it('knows no basis for people of an activity or award alone, one for members and buyers', async () => {
    await letIn([
      participant({ name: '胡婷春', mobile: '19168544563', attended: '是' }),
      suggestion({ name: '李敏英', phone: '13134545873' }),
      member({ name: '孔珍萱', phone: '13001584329' }),
      receipt({ cardNo: 'VIP00000009' }),
    ]);
    const bases = new Map((await everybody()).map(({ name, facts }) => [name, facts.hasBasis]));
    expect(bases).toEqual(
      new Map([
        ['胡婷春', false],
        ['李敏英', false],
        ['孔珍萱', true],
        [null, true],
      ]),
    );
  });
});

describe('receipts and events', () => {
  it('makes a card-only customer that the form fills in later', async () => {
    await letIn([receipt({ cardNo: 'VIP00000001' })]);
    expect(await theOne()).toMatchObject({ name: null, facts: { lastPurchaseOn: '2026-11-20' } });
    await letIn([vip({ cardNo: 'VIP00000001', name: '王芳', mobile: PHONE })]);
    expect(await theOne()).toMatchObject({ name: '王芳', facts: { lastPurchaseOn: '2026-11-20' } });
  });

  it('enters a receipt once, and leaves a differing one to a person', async () => {
    const bought = receipt({ cardNo: 'VIP00000001' });
    const outcomes = await letIn([bought, bought, receipt({ cardNo: 'VIP00000001', amount: '99.00' })]);
    expect(outcomes.map(({ kind }) => kind)).toEqual(['created', 'unchanged', 'conflict']);
    expect(outcomes[2]).toMatchObject({
      reason: 'customers.intake.receipt-differs',
      sides: { ours: { amount: '2380.00' }, theirs: { amount: '99.00' } },
    });
  });

  it('writes who came and who did not on the time line, and a came outlives a did not', async () => {
    await letIn([participant({ name: '余凤丽', mobile: '18044892884', attended: '否' })]);
    await letIn([participant({ name: '余凤丽', mobile: '18044892884', attended: '是' })]);
    expect(await kinds([participant({ name: '余凤丽', mobile: '18044892884', attended: '否' })])).toEqual([
      'unchanged',
    ]);
    const { entries } = await house.history.timeline((await theOne())._id);
    expect(entries).toMatchObject([
      { kind: 'activity', on: '2026-11-08', detail: { event: '珠宝鉴赏沙龙', attended: 'yes' } },
    ]);
  });

  it('makes the suggestion a draft and puts the prize on the time line', async () => {
    const row = suggestion({ name: '李敏英', phone: '13134545873', prize: '一等奖' });
    await letIn([row]);
    expect(await kinds([row])).toEqual(['unchanged']);
    const only = await theOne();
    const { entries } = await house.history.timeline(only._id);
    expect(entries).toMatchObject([
      { kind: 'award', on: '2026-10-20', detail: { event: '顾客建议奖', prize: '一等奖' } },
    ]);
    const [draft] = await house.history.suggestions([entries[0]?.detail['draftId'] ?? '']);
    expect(draft).toMatchObject({ text: '多设几把椅子', state: 'open', customerId: only._id });
    expect(only.facts.lastEventOn).toBe('2026-10-20');
  });
});

describe('a row that connects two records', () => {
  it('makes one of them, with receipts, events and claims', async () => {
    await letIn([
      receipt({ cardNo: 'VIP00000001' }),
      participant({ name: '陈云', mobile: PHONE, attended: '是' }),
    ]);
    const before = await everybody();
    expect(before).toHaveLength(2);
    const [outcome] = await letIn([vip({ cardNo: 'VIP00000001', name: '陈云', mobile: PHONE })]);
    expect(outcome).toMatchObject({ kind: 'updated', reason: 'customers.intake.merged' });
    const only = await theOne();
    const { entries } = await house.history.timeline(only._id);
    expect(entries.map(({ kind }) => kind)).toEqual(['purchase', 'activity']);
    const loser = before.find(({ _id }) => _id !== only._id);
    expect((await house.customers.get(loser?._id ?? ''))?._id).toBe(only._id);
    expect((await house.customers.factsOf([loser?._id ?? ''])).map(({ customerId }) => customerId)).toEqual([
      only._id,
    ]);
    expect(await kinds([member({ name: '陈云', phone: PHONE })])).toEqual(['updated']);
    expect(await everybody()).toHaveLength(1);
  });

  it('takes whoever follows along in the same transaction', async () => {
    const moved: string[] = [];
    house.customers.onMerge(async ({ loser, survivor }, session) => {
      moved.push(`${loser}>${survivor}`);
      await db.connection.collection('followers').insertOne({ loser, survivor }, session ? { session } : {});
    });
    await letIn([receipt({ cardNo: 'VIP00000001' }), member({ name: '陈云', phone: PHONE })]);
    await letIn([vip({ cardNo: 'VIP00000001', name: '陈云', mobile: PHONE })]);
    expect(moved).toHaveLength(1);
    expect(await db.connection.collection('followers').countDocuments()).toBe(1);
  });
});
