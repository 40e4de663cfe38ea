import { randomUUID } from 'node:crypto';
import { beforeEach, describe, expect, it } from 'vitest';
import { Conflict } from '../../server/platform/errors.ts';
import { member } from '../dispatch/people.ts';
import { useDatabase } from '../support/database.ts';
import { callScene, leader, li, madeBy, MONDAY, result, TUESDAY, zhang } from './call-scene.ts';

const scene = await callScene(await useDatabase());
const { callbacks } = scene;
const { worklist } = scene.services.dispatch;

beforeEach(async () => {
  await scene.open();
});

describe('somebody from you called me', () => {
  it('by the last digits, the name or the card: who dialled, how it ended, what is open', async () => {
    const call = await scene.next(zhang);
    await callbacks.save(result(call, 'N1'), zhang);
    const customer = await scene.services.customers.get(call.customerId);
    const number = customer?.phones[0]?.number ?? '';
    for (const words of [number.slice(-4), customer?.name ?? '', customer?.cards[0]?.no ?? '']) {
      const found = await callbacks.callers(words, 9);
      expect(found.find(({ customerId }) => customerId === call.customerId)).toMatchObject({
        lastDialled: { agent: '0301', agentName: '张慧敏', disposition: 'N1', rules: ['new-card'] },
        open: { itemId: call.itemId },
        heldBy: null,
      });
    }
    expect(await callbacks.callers('', 9)).toMatchObject([{ customerId: call.customerId }]);
  });

  it('somebody who was dialled this minute is known although nothing is recorded yet', async () => {
    const call = await scene.next(zhang);
    const customer = await scene.services.customers.get(call.customerId);
    expect(await callbacks.callers(customer?.cards[0]?.no ?? '', 9)).toMatchObject([
      { lastDialled: { agentName: '张慧敏', disposition: 'OPEN' }, heldBy: { staffNo: '0301' } },
    ]);
  });

  it('the result closes the row for its owner, who sees who did it', async () => {
    const call = await scene.next(zhang);
    await callbacks.save(result(call, 'N1'), zhang);
    const incoming = await callbacks.openIncoming(call.customerId, li);
    expect(incoming).toMatchObject({ direction: 'in', itemId: call.itemId, agent: '0302' });
    const { result: saved } = await callbacks.save(result(incoming, 'V1'), li);
    expect(madeBy(saved)).toEqual(['service', 'closes-for-owner', 'ended.called']);
    expect(saved.made[1]?.values).toEqual({ agent: '0301', name: '张慧敏' });
    expect(saved).toMatchObject({ direction: 'in', source: 'incoming', flags: { counts: false } });
    const { rows } = await callbacks.queue(MONDAY, '0301');
    const row = rows.find((each) => each.row.itemId === call.itemId);
    expect(row).toMatchObject({ row: { state: 'settled' }, attempts: 1, last: { disposition: 'V1' } });
    const facts = (await scene.services.customers.factsOf([call.customerId]))[0];
    expect(facts).toMatchObject({ lastContactOn: MONDAY, lastCompletedCallOn: null, knownBy: '0302' });
  });

  it('an incoming call leaves the record on the desk as it is', async () => {
    const call = await scene.next(zhang);
    const [other] = await worklist.rows(MONDAY, '0302');
    const incoming = await callbacks.openIncoming(other?.customerId ?? '', zhang);
    expect(await callbacks.next(zhang)).toMatchObject({ _id: call._id });
    await callbacks.save(result(incoming, 'V1'), zhang);
    expect((await callbacks.desk(call._id, zhang)).call.state).toBe('open');
    await expect(callbacks.openIncoming(other?.customerId ?? '', leader)).resolves.toMatchObject({
      itemId: null,
    });
  });

  it('whoever has the customer on the desk is told, and their own record settles nothing more', async () => {
    const call = await scene.next(zhang);
    const incoming = await callbacks.openIncoming(call.customerId, li);
    await callbacks.save(result(incoming, 'V1'), li);
    const desk = await callbacks.desk(call._id, zhang);
    expect(desk).toMatchObject({ call: { state: 'released' }, lost: { to: '李红梅' } });
    const { result: late } = await callbacks.save(result(call, 'N1'), zhang);
    expect(late.conflictState).toBe('open');
  });

  it('of two who answer for the same customer one is told who has the call', async () => {
    const [row] = await worklist.rows(MONDAY, '0301');
    await callbacks.openIncoming(row?.customerId ?? '', li);
    await expect(callbacks.openIncoming(row?.customerId ?? '', leader)).rejects.toThrow(
      new Conflict('callbacks.errors.held', { name: '李红梅' }),
    );
  });

  it('an agreed time takes over the retry of tomorrow', async () => {
    const call = await scene.next(zhang);
    await callbacks.save(result(call, 'N3'), zhang);
    expect(await scene.of('occasions', call.customerId)).toMatchObject([
      { rule: 'new-card', state: 'closed' },
      { rule: 'retry', state: 'waiting' },
    ]);
    const incoming = await callbacks.openIncoming(call.customerId, li);
    const agreed = result(incoming, 'B1', { appointment: { on: TUESDAY, at: '10:30' } });
    const { result: saved } = await callbacks.save(agreed, li);
    const key = saved._id;
    expect(await scene.of('occasions', call.customerId)).toMatchObject([
      { rule: 'new-card', state: 'closed' },
      { rule: 'promised', state: 'waiting', occasionKey: key, dueFrom: TUESDAY, at: '10:30', agent: '0302' },
      { rule: 'retry', state: 'closed', why: 'handed-on' },
    ]);
    await callbacks.undo(key, li);
    expect((await scene.of('occasions', call.customerId)).map(({ state }) => state)).toEqual([
      'closed',
      'waiting',
    ]);
  });
});

describe('an hour agreed for today with whoever calls us', () => {
  const agreed = { appointment: { on: MONDAY, at: '15:30' } };

  it('opens their row once more when it was worked off, and closes it again when it is taken back', async () => {
    const call = await scene.next(zhang);
    await callbacks.save(result(call, 'N3'), zhang);
    const before = await scene.stored(['audit', 'call_results', 'open_calls']);
    const incoming = await callbacks.openIncoming(call.customerId, li);
    const { result: saved } = await callbacks.save(result(incoming, 'B1', agreed), li);
    const seen = (await callbacks.queue(MONDAY, '0301')).rows.find(({ row }) => row.itemId === call.itemId);
    expect(seen).toMatchObject({ group: 'appointment', at: '15:30', row: { state: 'fixed' }, attempts: 1 });
    scene.at('15:29');
    const due = await scene.next(zhang);
    expect(due.itemId).toBe(call.itemId);
    await callbacks.release(due._id, zhang);
    await callbacks.undo(saved._id, li);
    expect(await scene.stored(['audit', 'call_results', 'open_calls'])).toEqual(before);
  });

  it('puts who stands on no sheet on a supplementary one', async () => {
    const [id] = await scene.enter('vip-cards', member(50, { issuedOn: '2020-05-01' }));
    const incoming = await callbacks.openIncoming(id ?? '', li);
    expect(incoming.itemId).toBeNull();
    await callbacks.save(result(incoming, 'B1', agreed), li);
    const { rows, sheets } = await callbacks.queue(MONDAY, '0302');
    expect(sheets).toHaveLength(2);
    expect(rows.find(({ row }) => row.customerId === id)).toMatchObject({
      group: 'appointment',
      at: '15:30',
      row: { state: 'fixed', rules: ['promised'], sheet: sheets[1] },
    });
  });
});

describe('messages after the second miss', () => {
  const message = (customerId: string) => ({
    submissionId: randomUUID(),
    customerId,
    itemId: null,
    channel: 'sms' as const,
    template: 'missed',
    text: '您好，今天给您去电未能接通。',
  });

  it('come after the second call in vain, once, and count as no attempt', async () => {
    const call = await scene.next(zhang);
    await callbacks.save(result(call, 'N1'), zhang);
    await expect(callbacks.logMessage(message(call.customerId), zhang)).rejects.toThrow('message-too-early');
    scene.at('13:10');
    const again = await callbacks.open(call.itemId ?? '', zhang);
    await callbacks.save(result(again, 'N1'), zhang);
    const sent = message(call.customerId);
    const [one, two] = await Promise.all([
      callbacks.logMessage(sent, zhang),
      callbacks.logMessage(sent, zhang),
    ]);
    expect(one).toEqual(two);
    expect(one).toMatchObject({
      disposition: 'SMS',
      source: 'message',
      attempt: 2,
      flags: { counts: false },
    });
    expect(await scene.of('service_events', call.customerId)).toHaveLength(3);
  });

  it('do not go to who refused the channel; an answer is an incoming contact and may stop it', async () => {
    const call = await scene.next(zhang);
    await callbacks.save(result(call, 'N6'), zhang);
    await callbacks.logMessage(message(call.customerId), zhang);
    const reply = await callbacks.logReply(
      { submissionId: randomUUID(), customerId: call.customerId, channel: 'sms', words: 'T', optOut: true },
      li,
    );
    expect(reply).toMatchObject({ direction: 'in', disposition: 'REPLY', words: 'T' });
    await expect(callbacks.logMessage(message(call.customerId), zhang)).rejects.toThrow('message-refused');
    const back = await callbacks.undo(reply._id, li);
    expect(back.undoneAt).not.toBeNull();
    await expect(callbacks.logMessage(message(call.customerId), zhang)).resolves.toBeDefined();
  });

  it('are written by the leader, and two leaders do not overwrite each other', async () => {
    const { messageTemplates } = scene.services;
    const { version, templates } = await messageTemplates.current();
    const [first] = templates;
    if (first === undefined) throw new Error('no template');
    await expect(
      messageTemplates.save({ basedOn: version, template: { ...first, text: '您买的{商品}' } }, leader),
    ).rejects.toMatchObject({
      fields: [{ field: 'text', message: 'callbacks.errors.template.placeholder' }],
    });
    await messageTemplates.save({ basedOn: version, template: { ...first, text: '{称呼}您好' } }, leader);
    await expect(
      messageTemplates.save({ basedOn: version, template: { ...first, text: '您好' } }, leader),
    ).rejects.toThrow(Conflict);
    expect((await messageTemplates.current()).templates[0]?.text).toBe('{称呼}您好');
  });
});
