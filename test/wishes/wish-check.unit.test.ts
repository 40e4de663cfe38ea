import { describe, expect, it } from 'vitest';
import { businessDate, storeInstant } from '../../server/platform/business-date.ts';
import { DEPARTMENTS } from '../../server/wishes/department.ts';
import { asKept, dueAtOf, wishId } from '../../server/wishes/wish.ts';
import { isLine, problemsOf, type CheckGround } from '../../server/wishes/wish-check.ts';
import type { FlowerCustomer, WishDetail } from '../../server/wishes/index.ts';
import { cardFor, complaint, flowersFor, visitAt } from './details.ts';

const today = businessDate('2026-11-23');
const nobody: FlowerCustomer = { taboos: [], healthNotes: [] };
const ground = (change: Partial<CheckGround> = {}): CheckGround => ({
  now: { day: today, time: '09:44' },
  storeName: '滨江百货',
  closed: (day) => day === '2026-11-26',
  departments: DEPARTMENTS,
  ...change,
});

/** Fields with the last part of their message. */
const wrong = (wish: WishDetail, customer = nobody, asked = ground()) =>
  problemsOf(wish, customer, asked).map(
    ({ field, message }) => `${field}: ${message.replace('wishes.errors.', '')}`,
  );
const flower = (change: Parameters<typeof flowersFor>[0] = {}): WishDetail => ({
  kind: 'flower',
  flower: flowersFor(change),
});
const on = (day: string, slot: 'morning' | 'afternoon' = 'afternoon') =>
  flower({ deliverOn: businessDate(day), slot });

describe('flowers', () => {
  it('as read aloud and confirmed have nothing against them', () => {
    expect(wrong(flower())).toEqual([]);
  });

  it('are refused while one of the five parts is empty, each named', () => {
    expect(wrong(flower({ recipient: ' ', phone: '', address: '', bouquet: '', cardText: '' }))).toEqual([
      'flower-recipient: recipient-empty',
      'flower-phone: phone',
      'flower-address: address-empty',
      'flower-bouquet: bouquet',
      'flower-cardText: card-text-empty',
    ]);
  });

  it('are refused until they were read aloud', () => {
    expect(wrong(flower({ readAloud: false }))).toEqual(['flower-readAloud: read-aloud']);
  });

  it('are refused when something stands against the bouquet, confirmed or not, with the customer’s words', () => {
    const customer: FlowerCustomer = { taboos: [{ tag: 'lily', text: '忌百合' }], healthNotes: [] };
    const lilies = flower({ bouquet: 'lily-pink-6', readAloud: true });
    expect(problemsOf(lilies, customer, ground())).toEqual([
      { field: 'flower-bouquet', message: 'wishes.errors.taboo', values: { note: '忌百合' } },
    ]);
    expect(wrong(flower(), customer)).toEqual([]);
  });

  it('go to a number that can be dialled, a landline with its extension too', () => {
    expect(wrong(flower({ phone: '+862163221234;ext=802' }))).toEqual([]);
    expect(wrong(flower({ phone: '+85221234567' }))).toEqual([]);
    for (const phone of ['13800138000', '+8612345678901', '+8613800138000;ext=802', 'nobody'])
      expect([phone, ...wrong(flower({ phone }))]).toEqual([phone, 'flower-phone: phone']);
  });

  it('come on days of delivery: not past, not on closed days, not at 清明, not in a year', () => {
    expect(wrong(on('2026-11-22'))).toEqual(['flower-deliverOn: delivery-past']);
    expect(wrong(on('2026-11-26'))).toEqual(['flower-deliverOn: delivery-closed']);
    expect(wrong(on('2027-11-25'))).toEqual(['flower-deliverOn: delivery-too-far']);
    const march = ground({ now: { day: businessDate('2027-04-01'), time: '09:44' } });
    expect(wrong(on('2027-04-05'), nobody, march)).toEqual(['flower-deliverOn: delivery-taboo-day']);
    expect(wrong(on('2027-04-06'), nobody, march)).toEqual([]);
  });

  it('can still come this afternoon in the morning, but not this morning, and not when the afternoon is near', () => {
    expect(wrong(on('2026-11-23'))).toEqual([]);
    expect(wrong(on('2026-11-23', 'morning'))).toEqual(['flower-deliverOn: delivery-too-late-today']);
    const afterLunch = ground({ now: { day: today, time: '13:00' } });
    expect(wrong(on('2026-11-23'), nobody, afterLunch)).toEqual([
      'flower-deliverOn: delivery-too-late-today',
    ]);
    expect(wrong(on('2026-11-24', 'morning'), nobody, afterLunch)).toEqual([]);
  });

  it('carry words with the store’s name under them', () => {
    expect(wrong(flower({ cardText: '生日快乐！' }))).toEqual(['flower-cardText: card-text-unsigned']);
    expect(wrong(flower({ cardText: '生日快乐！滨江 百货' }))).toEqual([]);
    expect(wrong(flower({ cardText: `滨江百货${'好'.repeat(200)}` }))).toEqual(['flower-cardText: too-long']);
  });
});

describe('a card by post', () => {
  const card = (change: Parameters<typeof cardFor>[0]): WishDetail => ({
    kind: 'card',
    card: cardFor(change),
  });

  it('needs a name, an address and words with the store’s name; a postcode only if it is one', () => {
    expect(wrong(card({}))).toEqual([]);
    expect(wrong(card({ postcode: null }))).toEqual([]);
    expect(wrong(card({ recipient: '', address: ' ', words: '', postcode: '20003' }))).toEqual([
      'card-recipient: recipient-empty',
      'card-address: address-empty',
      'card-postcode: postcode',
      'card-words: card-text-empty',
    ]);
    expect(wrong(card({ postcode: '000000' }))).toEqual(['card-postcode: postcode']);
  });
});

describe('a form for a department', () => {
  const ticket = (change: Parameters<typeof complaint>[0]): WishDetail => ({
    kind: 'ticket',
    ticket: complaint(change),
  });

  it('needs the customer’s own words and a department that exists', () => {
    expect(wrong(ticket({}))).toEqual([]);
    expect(wrong(ticket({ kind: 'praise', remedy: null, words: ' ', department: 'nobody' }))).toEqual([
      'praise-department: department',
      'praise-words: words-empty',
    ]);
    expect(wrong(ticket({ department: 'nobody' }), nobody, ground({ departments: null }))).toEqual([]);
  });

  it('is a complaint with a first reply in 24 hours as soon as something is to be returned or mended', () => {
    const raised = storeInstant(today, '09:46');
    for (const remedy of ['return', 'exchange', 'repair', 'compensation'] as const) {
      const kept = asKept(ticket({ kind: 'suggestion', remedy }), raised);
      expect(kept).toMatchObject({
        ticket: {
          kind: 'complaint',
          remedy,
          firstReplyBy: storeInstant(businessDate('2026-11-24'), '09:46'),
        },
      });
      expect(dueAtOf(kept, raised)).toEqual(storeInstant(businessDate('2026-11-24'), '09:46'));
    }
    const praise = asKept(ticket({ kind: 'praise', remedy: null }), raised);
    expect(praise).toMatchObject({ ticket: { kind: 'praise', firstReplyBy: null } });
  });

  it('keeps the hour it was given when that was worked out before', () => {
    const first = storeInstant(today, '20:00');
    expect(asKept(ticket({ firstReplyBy: first }), storeInstant(today, '23:00'))).toMatchObject({
      ticket: { firstReplyBy: first },
    });
  });
});

describe('a visit to a counter', () => {
  const visit = (change: Parameters<typeof visitAt>[0]): WishDetail => ({
    kind: 'visit',
    visit: visitAt(change),
  });

  it('says who comes, when the store is open, what for and to which counter', () => {
    expect(wrong(visit({}))).toEqual([]);
    expect(wrong(visit({ who: '', what: '', counter: '' }))).toEqual([
      'visit-who: who-empty',
      'visit-what: what-empty',
      'visit-counter: counter-empty',
    ]);
    expect(wrong(visit({ on: businessDate('2026-11-26') }))).toEqual(['visit-on: visit-closed']);
    expect(wrong(visit({ on: businessDate('2026-11-22') }))).toEqual(['visit-on: visit-past']);
    expect(wrong(visit({ on: today, time: '09:00' }))).toEqual(['visit-on: visit-past']);
    expect(wrong(visit({ on: today, time: '10:00' }))).toEqual([]);
    for (const time of ['08:59', '21:00', '12:99', 'noon'])
      expect([time, ...wrong(visit({ time }))]).toEqual([time, 'visit-time: visit-hours']);
  });
});

describe('the id of a wish', () => {
  it('is the same for the same save, another one for each kind and each kind of form', () => {
    const of = (wish: WishDetail) => wishId('r1', wish);
    expect(of(flower())).toBe(of(flower({ recipient: '李先生' })));
    const ids = [
      flower(),
      { kind: 'card', card: cardFor() },
      { kind: 'visit', visit: visitAt() },
      { kind: 'ticket', ticket: complaint() },
      { kind: 'ticket', ticket: complaint({ kind: 'praise', remedy: null }) },
    ] satisfies WishDetail[];
    expect(new Set([...ids.map(of), wishId('r2', flower())]).size).toBe(6);
    expect(of({ kind: 'ticket', ticket: complaint({ kind: 'praise' }) })).toBe(
      of({ kind: 'ticket', ticket: complaint() }),
    );
  });
});

describe('a telephone line', () => {
  it('is the key the records have', () => {
    expect(
      ['+8613800138000', '+862163221234', '+862163221234;ext=802', '+864008123123'].filter(isLine),
    ).toHaveLength(4);
    expect(['', '13800138000', '021 6322 1234', '+8613800138000 ', '+86138;ext=x'].filter(isLine)).toEqual(
      [],
    );
  });
});
