import { beforeEach, describe, expect, it } from 'vitest';
import type { CallChange, CallChangesDone } from '../../server/customers/index.ts';
import { Conflict, InvalidInput } from '../../server/platform/errors.ts';
import { businessDate } from '../../server/platform/business-date.ts';
import type { Actor } from '../../server/platform/roles.ts';
import { useDatabase } from '../support/database.ts';
import { chance } from '../dispatch/chance.ts';
import { customerHouse, clerk, TODAY, vip } from './house.ts';

const agent: Actor = { staffNo: '0302', name: '张慧敏', roles: ['agent'] };
const db = await useDatabase();
const house = await customerHouse(db);
const { customers, letIn, theOne } = house;

const LINE = '+8613800138001';
const tell = async (...changes: CallChange[]): Promise<CallChangesDone | null> => {
  const { _id } = (await house.everybody()).find(({ cards }) => cards[0]?.no === 'VIP00000001') ?? {
    _id: '',
  };
  return db.transaction((session) =>
    customers.applyCall(_id, changes, { on: TODAY, resultId: 'r-1', actor: agent }, session),
  );
};
const takeBack = (done: CallChangesDone | null) =>
  db.transaction(async (session) => {
    if (done === null) throw new Error('nothing was told');
    await customers.revertCall(done, agent, session);
  });
const tasks = async () =>
  (await db.connection.collection('completion_tasks').find({ state: 'open' }).toArray()).map(
    ({ field }) => field as string,
  );
/** Everything about people but who touched a record last, and the history, which only grows. */
const stored = async () => {
  const read = (name: string) => db.connection.collection(name).find().sort({ _id: 1 }).toArray();
  const people = (await read('customers')).map(
    ({ version: _v, changedAt: _at, changedBy: _by, ...rest }) => rest as unknown,
  );
  return { people, claims: await read('identity_claims'), tasks: await read('completion_tasks') };
};

beforeEach(async () => {
  await house.empty();
  await letIn([
    vip({
      cardNo: 'VIP00000001',
      name: '王芳',
      mobile: '13800138001',
      landline: '021-63221234',
      allowCall: '是',
      province: '上海市',
      city: '上海市',
      district: '黄浦区',
      detail: '南京东路 100 号',
      birthday: '1958-10-16',
      calendar: '农历',
    }),
  ]);
});

describe('a number that ends', () => {
  it('is not dialled any more and stands in the completion queue', async () => {
    await tell({ kind: 'number-invalid', phone: LINE, fault: 'W1' });
    const { phones, facts } = await theOne();
    expect(phones[0]).toMatchObject({ valid: false, fault: 'W1' });
    expect(facts.phones).toEqual(['+862163221234']);
    expect(await tasks()).toEqual(['phones']);
    const [line] = await customers.reading.fieldHistory((await theOne())._id, 'phones');
    expect(line).toMatchObject({ from: LINE, to: null, source: 'call', by: '0302', why: 'told-in-call' });
  });

  it('with a new number told at once leaves nothing to complete', async () => {
    await tell(
      { kind: 'correction', field: 'phone', value: '139 0013 9002' },
      { kind: 'number-invalid', phone: LINE, fault: 'W2' },
    );
    expect((await theOne()).facts.phones).toEqual(['+8613900139002', '+862163221234']);
    expect(await tasks()).toEqual([]);
    expect((await customers.search('9002', 5)).found).toHaveLength(1);
  });

  it('ends a second time after it was good again: the task opens again', async () => {
    await tell({ kind: 'number-invalid', phone: LINE, fault: 'W1' });
    await tell({ kind: 'correction', field: 'phone', value: '13800138001' });
    expect(await tasks()).toEqual([]);
    await tell({ kind: 'number-invalid', phone: LINE, fault: 'W1' });
    expect(await tasks()).toEqual(['phones']);
  });
});

describe('corrections', () => {
  it('replace what was there, number by number and word by word', async () => {
    await tell(
      { kind: 'correction', field: 'name', value: '王方' },
      { kind: 'correction', field: 'address', value: '静安区北京西路8号501室' },
      { kind: 'correction', field: 'birthday', value: '农历1958-10-17' },
      { kind: 'correction', field: 'callWindow', value: '晚上' },
      { kind: 'correction', field: 'salutation', value: '王老师' },
      { kind: 'correction', field: 'employer', value: '第二中学' },
    );
    const customer = await theOne();
    expect(customer).toMatchObject({
      name: '王方',
      callWindow: 'evening',
      salutation: '王老师',
      employer: '第二中学',
      birthday: { certified: { calendar: 'lunar', year: 1958, month: 10, day: 17 } },
    });
    expect(customers.addressLine(customer.address)).toBe('静安区北京西路8号501室');
    // Also under the old name she is found, and a list that still has it does not make her anew.
    expect((await customers.search('王芳', 5)).found).toHaveLength(1);
  });

  it('a street alone is one in the same town', async () => {
    await tell({ kind: 'correction', field: 'address', value: '北京东路 8 号' });
    expect(customers.addressLine((await theOne()).address)).toBe('上海市黄浦区北京东路8号');
  });

  it('what cannot be taken is named, and nothing is kept', async () => {
    const before = await stored();
    const wrong = [
      ['phone', '1380013', 'customers.errors.correction-phone'],
      ['name', '王*', 'customers.errors.name'],
      ['birthday', '2月31日', 'customers.errors.birthday'],
      ['callWindow', '随便什么', 'customers.errors.correction-window'],
      ['address', '   ', 'customers.errors.correction-empty'],
    ] as const;
    for (const [field, value, message] of wrong) {
      expect(customers.correctionProblem(field, value, TODAY)).toEqual({ message });
      await expect(tell({ kind: 'correction', field, value })).rejects.toThrow(InvalidInput);
    }
    expect(customers.correctionProblem('phone', '13900139002', TODAY)).toBeNull();
    expect(await stored()).toEqual(before);
  });

  it('neither merge nor link by themselves: a person looks', async () => {
    await letIn([vip({ cardNo: 'VIP00000002', name: '王芳', mobile: '13900139002' })]);
    await letIn([vip({ cardNo: 'VIP00000003', name: '李明', mobile: '13900139003' })]);
    const before = await house.everybody();
    const { _id } = before.find(({ cards }) => cards[0]?.no === 'VIP00000001') ?? { _id: '' };
    await db.transaction((session) =>
      customers.applyCall(
        _id,
        [
          { kind: 'correction', field: 'phone', value: '13900139002' },
          { kind: 'correction', field: 'phone', value: '13900139003' },
        ],
        { on: TODAY, resultId: 'r-1', actor: agent },
        session,
      ),
    );
    expect(await house.everybody()).toHaveLength(3);
    expect((await tasks()).toSorted()).toEqual(['household', 'identity']);
  });
});

describe('what the customer does not want', () => {
  it('is evidence per channel; everything by telephone refused means no contact at all', async () => {
    await tell({ kind: 'suppress', channels: ['phone'], purposes: ['promotion'], words: '不要推销' });
    expect(await theOne()).toMatchObject({ facts: { doNotContact: false, serviceCall: 'given' } });
    await tell({
      kind: 'suppress',
      channels: ['phone', 'sms'],
      purposes: ['service', 'promotion', 'cards', 'flowers'],
      words: '不要再打电话',
    });
    const { facts, consents } = await theOne();
    expect(facts).toMatchObject({ doNotContact: true, serviceCall: 'withdrawn' });
    expect(consents.map(({ purpose, channel, state }) => `${purpose} ${channel} ${state}`)).toEqual([
      'service phone given',
      'promotion phone refused',
      'service phone withdrawn',
      'service sms refused',
      'promotion sms refused',
      'flowers phone refused',
    ]);
    expect(consents.at(-1)).toMatchObject({ source: 'call', by: '0302', note: '不要再打电话' });
  });

  it('consent asked in the call is recorded with the words', async () => {
    await tell({
      kind: 'consent',
      purpose: 'flowers',
      channel: 'visit',
      state: 'given',
      words: '好的，送吧',
    });
    expect((await theOne()).consents.at(-1)).toMatchObject({
      purpose: 'flowers',
      state: 'given',
      note: '好的，送吧',
    });
    await expect(
      tell({ kind: 'consent', purpose: 'cards', channel: 'phone', state: 'given', words: '' }),
    ).rejects.toThrow(InvalidInput);
  });

  it('taboos, health and how to speak are noted once', async () => {
    const told: CallChange[] = [
      { kind: 'note', note: 'taboo', text: '忌百合' },
      { kind: 'note', note: 'health', text: '花粉过敏' },
      { kind: 'note', note: 'speak', text: '12:00–14:00 不要致电' },
    ];
    const { _id } = await theOne();
    // What was read before the call told more is not what is read after it.
    expect((await customers.callFacts([_id], TODAY)).get(_id)).toMatchObject({ quietHours: [] });
    await tell(...told);
    expect(await tell(...told)).toBeNull();
    const { taboos } = await theOne();
    expect(taboos).toMatchObject([{ tag: 'lily', state: 'confirmed', source: 'call' }]);
    expect((await customers.callFacts([_id, 'nobody'], TODAY)).get(_id)).toMatchObject({
      quietHours: [{ from: '12:00', to: '14:00', note: '12:00–14:00 不要致电' }],
      over60: true,
      doNotContact: false,
      phones: [LINE, '+862163221234'],
    });
  });
});

describe('undo', () => {
  const everything: CallChange[] = [
    { kind: 'number-invalid', phone: LINE, fault: 'W1' },
    { kind: 'number-invalid', phone: '+862163221234', fault: 'W2' },
    { kind: 'correction', field: 'phone', value: '13900139002' },
    { kind: 'correction', field: 'phone', value: '13800138001' },
    { kind: 'correction', field: 'name', value: '王方' },
    { kind: 'correction', field: 'address', value: '江苏省南京市鼓楼区中山路1号 210008' },
    { kind: 'correction', field: 'birthday', value: '1958-11-16' },
    { kind: 'correction', field: 'callWindow', value: 'morning' },
    { kind: 'correction', field: 'salutation', value: '王老师' },
    {
      kind: 'suppress',
      channels: ['phone', 'post'],
      purposes: ['service', 'promotion', 'flowers'],
      words: '别打了',
    },
    { kind: 'suppress', channels: ['sms'], purposes: ['service'], words: '不要短信' },
    { kind: 'consent', purpose: 'cards', channel: 'post', state: 'given', words: '可以寄' },
    { kind: 'do-not-disturb', deceased: true, words: '家人说去世了' },
    { kind: 'note', note: 'taboo', text: '忌菊花' },
    { kind: 'note', note: 'health', text: '糖尿病' },
    { kind: 'note', note: 'speak', text: '找李先生' },
  ];

  it('takes back exactly what was told, in whatever mixture, also when something else was changed since', async () => {
    const { next } = chance(20261123);
    for (let round = 0; round < 25; round += 1) {
      const told = everything.filter(() => next() < 0.35);
      if (next() < 0.5) await tell(...everything.filter(() => next() < 0.15));
      const before = await stored();
      const done = await tell(...told);
      if (done === null) continue;
      expect(await stored(), JSON.stringify(told)).not.toEqual(before);
      await takeBack(done);
      expect(await stored(), JSON.stringify(told)).toEqual(before);
    }
  });

  it('leaves the changes of others alone, and lines in the history', async () => {
    const done = await tell(
      { kind: 'correction', field: 'salutation', value: '王老师' },
      { kind: 'note', note: 'taboo', text: '忌菊花' },
    );
    const { _id } = await theOne();
    await customers.changes.addNote(_id, { kind: 'taboo', tag: 'other', text: '忌红色' }, clerk);
    await takeBack(done);
    expect(await theOne()).toMatchObject({ salutation: null, taboos: [{ text: '忌红色' }] });
    const lines = await customers.reading.fieldHistory(_id, 'salutation');
    expect(lines.map(({ from, to, why }) => [from, to, why])).toContainEqual(['王老师', null, 'call-undone']);
  });

  it('refuses what somebody has changed or settled since, and says so', async () => {
    const done = await tell({ kind: 'number-invalid', phone: LINE, fault: 'W1' });
    const { _id } = await theOne();
    await customers.changes.closeTask(_id, 'phones', '已问到', clerk);
    await expect(takeBack(done)).rejects.toThrow(new Conflict('customers.errors.changed-since-call'));
    const corrected = await tell({ kind: 'correction', field: 'salutation', value: '王老师' });
    await tell({ kind: 'correction', field: 'salutation', value: '王总' });
    await expect(takeBack(corrected)).rejects.toThrow(Conflict);
    expect((await theOne()).salutation).toBe('王总');
  });

  it('follows a merge', async () => {
    const done = await tell({ kind: 'note', note: 'taboo', text: '忌菊花' });
    await letIn([
      vip({ cardNo: 'VIP00000009', name: '王芳', mobile: '13900139009', issuedOn: '2020-01-01' }),
    ]);
    const [one, other] = await house.everybody();
    await customers.changes.merge(one?._id ?? '', other?._id ?? '', '同一人', clerk);
    await takeBack(done);
    expect((await theOne()).taboos).toEqual([]);
  });

  it('puts the last contact back', async () => {
    const { _id, facts } = await theOne();
    const before = {
      lastContactOn: facts.lastContactOn,
      lastCompletedCallOn: facts.lastCompletedCallOn,
      knownBy: facts.knownBy,
    };
    const was = await stored();
    await customers.recordContact(_id, { on: TODAY, by: '0302', outgoingCall: true });
    await db.transaction((session) => customers.restoreContact(_id, before, session));
    expect(await stored()).toEqual(was);
  });
});

describe('somebody calls us', () => {
  it('is found by the last digits, whole numbers first', async () => {
    await letIn([
      vip({ cardNo: 'VIP00000002', name: '李明', mobile: '13900138001' }),
      vip({ cardNo: 'VIP00000003', name: '周强', mobile: '13500001234' }),
    ]);
    const found = async (digits: string) => {
      const people = new Map((await house.everybody()).map((one) => [one._id, one.name]));
      return (await customers.byPhoneTail(digits, 5)).map((id) => people.get(id));
    };
    expect((await found('8001')).toSorted()).toEqual(['李明', '王芳']);
    expect(await found('+86 139 0013 8001')).toEqual(['李明']);
    expect(await found('1234')).toEqual(['周强', '王芳']);
    expect(await found('021-63221234')).toEqual(['王芳']);
    expect(await found('001')).toEqual([]);
  });
});

describe('people over sixty', () => {
  it('are those whose certified birthday says so on the day', async () => {
    await house.empty();
    await letIn([
      vip({
        cardNo: 'VIP00000001',
        name: '王芳',
        mobile: '13800138001',
        birthday: '1966-11-23',
        calendar: '公历',
      }),
      vip({
        cardNo: 'VIP00000002',
        name: '李明',
        mobile: '13800138002',
        birthday: '11-23',
        calendar: '公历',
      }),
    ]);
    const [one, other] = (await house.everybody()).toSorted((a, b) =>
      (a.cards[0]?.no ?? '').localeCompare(b.cards[0]?.no ?? ''),
    );
    const over = async (day: string, id = one?._id ?? '') =>
      (await customers.callFacts([id], businessDate(day))).get(id)?.over60;
    expect(await over('2026-11-22')).toBe(false);
    expect(await over('2026-11-23')).toBe(true);
    expect(await over('2040-01-01', other?._id)).toBe(false);
  });
});
