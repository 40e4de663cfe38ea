import { describe, expect, it } from 'vitest';
import { addDays } from '../../server/platform/business-date.ts';
import { HANDED_ON, NO_LONGER_DUE, occasionId, type Occasion } from '../../server/dispatch/occasion.ts';
import type { RuleCode } from '../../server/dispatch/rule.ts';
import { standingOf } from '../../server/dispatch/standing.ts';
import { reasonAgainst } from '../../server/dispatch/suppression.ts';
import { cardholder, contextOf, day, MONDAY, someone, withFacts } from './facts.ts';

const context = contextOf(MONDAY);
const holder = cardholder('2026-11-18');

function stored(rule: RuleCode, occasionKey: string, with_: Partial<Occasion> = {}): Occasion {
  return {
    _id: occasionId('c-1', rule, occasionKey),
    customerId: 'c-1',
    rule,
    occasionKey,
    state: 'waiting',
    dueFrom: day('2026-11-21'),
    until: day('2026-12-02'),
    waitsFrom: day('2026-11-21'),
    openedOn: day('2026-11-21'),
    blockedBy: null,
    ...with_,
  };
}

describe('why somebody is not called', () => {
  const capped = { lastCompletedCallOn: addDays(MONDAY, -29) };

  it('is told by one reason, the first in the fixed order', () => {
    const everything = someone({
      deceased: true,
      doNotContact: true,
      serviceCall: 'refused',
      phones: [],
      ...capped,
    });
    const taboo = contextOf(MONDAY, { taboo: true });
    const ask = (with_: Parameters<typeof someone>[0], onSheet = true) =>
      reasonAgainst({ ...everything, ...with_ }, 'birthday', taboo, onSheet);
    expect(ask({})).toBe('deceased');
    expect(ask({ deceased: false })).toBe('do-not-contact');
    const living = { deceased: false, doNotContact: false };
    expect(ask(living)).toBe('no-consent');
    expect(ask({ ...living, serviceCall: 'given' })).toBe('no-valid-number');
    const reachable = { ...living, serviceCall: 'given' as const, phones: ['1'] };
    expect(ask(reachable)).toBe('already-dispatched');
    expect(ask(reachable, false)).toBe('frequency-cap');
    expect(ask({ ...reachable, lastCompletedCallOn: null }, false)).toBe('taboo-period');
    expect(reasonAgainst({ ...someone() }, 'birthday', context, false)).toBeNull();
  });

  it('one completed call in thirty days is enough, except for tickets, promises and retries', () => {
    const facts = someone(capped);
    for (const rule of ['birthday', 'after-purchase', 'long-silence'] as const) {
      expect(reasonAgainst(facts, rule, context, false)).toBe('frequency-cap');
    }
    for (const rule of ['promised', 'retry', 'closed-ticket'] as const) {
      expect(reasonAgainst(facts, rule, context, false)).toBeNull();
    }
    const free = someone({ lastCompletedCallOn: addDays(MONDAY, -30) });
    expect(reasonAgainst(free, 'birthday', context, false)).toBeNull();
  });

  it('greetings rest in a taboo period, questions about a purchase do not', () => {
    const taboo = contextOf('2026-04-05', { taboo: true });
    for (const rule of ['birthday', 'card-anniversary', 'long-silence'] as const) {
      expect(reasonAgainst(someone(), rule, taboo, false)).toBe('taboo-period');
    }
    for (const rule of ['after-purchase', 'promised', 'retry', 'closed-ticket', 'new-card'] as const) {
      expect(reasonAgainst(someone(), rule, taboo, false)).toBeNull();
    }
  });

  it('people known only from a list of an event may be called about that event alone', () => {
    const guest = someone({ serviceCall: 'not-asked', hasBasis: false });
    expect(reasonAgainst(guest, 'activity', context, false)).toBeNull();
    expect(reasonAgainst(guest, 'award', context, false)).toBeNull();
    expect(reasonAgainst(guest, 'birthday', context, false)).toBe('no-consent');
    const member = { ...guest, hasBasis: true };
    expect(reasonAgainst(member, 'birthday', context, false)).toBeNull();
    expect(reasonAgainst({ ...member, serviceCall: 'withdrawn' }, 'activity', context, false)).toBe(
      'no-consent',
    );
  });

  it('somebody who may be called for one reason is called, for that reason only', () => {
    const promise = stored('promised', 'r-1', { dueFrom: MONDAY, until: null, at: '09:30' });
    const { suppressedBy, callable, due } = standingOf(
      cardholder('2026-11-18', capped),
      [promise],
      context,
      false,
    );
    expect(suppressedBy).toBeNull();
    expect(due.map(({ rule }) => rule)).toEqual(['promised', 'new-card']);
    expect(callable.map(({ rule }) => rule)).toEqual(['promised']);
  });
});

describe('occasions of a customer', () => {
  it('are opened once, waiting from the day the record entered when that was later', () => {
    const { opened } = standingOf(cardholder('2026-11-12', { enteredOn: MONDAY }), [], context, false);
    expect(opened).toMatchObject([
      { rule: 'new-card', dueFrom: '2026-11-15', waitsFrom: MONDAY, until: '2026-11-26' },
    ]);
    expect(standingOf(holder, [stored('new-card', 'VIP1')], context, false).opened).toEqual([]);
  });

  it.each(['closed', 'expired', 'dismissed', 'dispatched'] as const)(
    '%s ones are not opened again',
    (state) => {
      const done = stored('new-card', 'VIP1', { state, dispatchedOn: day('2026-11-22'), why: 'x' });
      const standing = standingOf(holder, [done], context, false);
      expect(standing.due).toEqual([]);
      expect(standing.opened).toEqual([]);
    },
  );

  it('expire with their window when nobody was free', () => {
    const old = stored('after-purchase', 'R9', { until: day('2026-11-22') });
    expect(standingOf(withFacts({}), [old], context, false)).toMatchObject({ due: [], expired: [old._id] });
  });

  it('that came back from a sheet outlive their window, for it limits the first attempt only; a birthday does not', () => {
    const carried = { until: day('2026-11-22'), carried: 1 };
    const card = standingOf(withFacts({}), [stored('new-card', 'VIP1', carried)], context, false);
    expect(card.due).toMatchObject([{ rule: 'new-card', carried: true }]);
    const birthday = standingOf(withFacts({}), [stored('birthday', 'solar:2026', carried)], context, false);
    expect(birthday).toMatchObject({ due: [], expired: ['c-1/birthday/solar:2026'] });
  });

  it('are taken back when their ground has gone, and come again when it returns', () => {
    const receipt = stored('after-purchase', 'R1');
    const gone = standingOf(withFacts({}), [receipt], context, false);
    expect(gone.due).toEqual([]);
    expect(gone.changed).toMatchObject([
      { id: receipt._id, set: { state: 'dismissed', why: NO_LONGER_DUE } },
    ]);
    const back = stored('new-card', 'VIP1', { state: 'dismissed', why: NO_LONGER_DUE });
    const again = standingOf(holder, [back], context, false);
    expect(again.due).toHaveLength(1);
    expect(again.changed).toMatchObject([{ set: { state: 'waiting' } }]);
  });

  it('of other parts wait for their day', () => {
    const promise = stored('promised', 'r-1', { dueFrom: day('2026-11-24'), until: null });
    expect(standingOf(withFacts({}), [promise], context, false)).toMatchObject({
      due: [],
      changed: [],
      expired: [],
    });
    expect(standingOf(withFacts({}), [promise], contextOf('2026-11-24'), false).due).toHaveLength(1);
    expect(standingOf(withFacts({}), [promise], contextOf('2026-11-26'), false).due).toHaveLength(1);
  });

  it('on a sheet of the day still count that day, called or not', () => {
    for (const state of ['dispatched', 'closed'] as const) {
      const on = stored('new-card', 'VIP1', { state, dispatchedOn: MONDAY });
      const standing = standingOf(holder, [on], context, true);
      expect(standing.due).toHaveLength(1);
      expect(standing.changed).toEqual([]);
    }
  });

  it('handed on by a call that came to nothing are not found again; the retry counts from its own day', () => {
    const ended = { state: 'closed', why: HANDED_ON, dispatchedOn: addDays(MONDAY, -1) } as const;
    const retry = stored('retry', 'new-card:VIP1', {
      dueFrom: addDays(MONDAY, 1),
      until: null,
      waitsFrom: addDays(MONDAY, 1),
    });
    const both = [stored('new-card', 'VIP1', ended), retry];
    expect(standingOf(holder, both, context, false)).toMatchObject({ due: [], opened: [], changed: [] });
    const tomorrow = contextOf(addDays(MONDAY, 1));
    expect(standingOf(holder, both, tomorrow, false).due.map(({ rule }) => rule)).toEqual(['retry']);
  });

  it('tried again on a day count on that day as what they were', () => {
    const before = {
      dueFrom: MONDAY,
      until: null,
      waitsFrom: MONDAY,
      openedOn: addDays(MONDAY, -1),
      at: null,
      agent: null,
      carried: 0,
      dispatchedOn: MONDAY,
      sheet: 'SC20261123-01',
    };
    const next = stored('retry', 'new-card:VIP1', {
      dueFrom: addDays(MONDAY, 2),
      until: null,
      waitsFrom: addDays(MONDAY, 2),
      before,
    });
    const closed = stored('new-card', 'VIP1', { state: 'closed', why: HANDED_ON });
    const on = (ahead: number) =>
      standingOf(holder, [closed, next], contextOf(addDays(MONDAY, ahead)), ahead === 0);
    expect(on(0)).toMatchObject({ due: [{ rule: 'retry', dueFrom: MONDAY }], opened: [], changed: [] });
    expect(on(1).due).toEqual([]);
    expect(on(2).due).toMatchObject([{ rule: 'retry', dueFrom: addDays(MONDAY, 2) }]);
  });

  it('remember why the person was not called', () => {
    const refused = standingOf(cardholder('2026-11-18', { serviceCall: 'refused' }), [], context, false);
    expect(refused.opened).toMatchObject([{ blockedBy: 'no-consent' }]);
    const free = standingOf(
      holder,
      [stored('new-card', 'VIP1', { blockedBy: 'no-consent' })],
      context,
      false,
    );
    expect(free.changed).toContainEqual({
      id: 'c-1/new-card/VIP1',
      set: expect.objectContaining({ blockedBy: null }) as object,
    });
  });

  it('follow a change of the rules', () => {
    const longer = contextOf(MONDAY, { changes: { 'new-card': { windowDays: 30 } } });
    const { changed } = standingOf(holder, [stored('new-card', 'VIP1')], longer, false);
    expect(changed).toEqual([{ id: 'c-1/new-card/VIP1', set: { until: '2026-12-18' } }]);
  });
});

describe('a sample', () => {
  it('takes about its share, and the same people every day', () => {
    const half = (on: string) => contextOf(on, { changes: { 'new-card': { sampleShare: 0.5 } } });
    const drawn = (on: string) =>
      Array.from({ length: 400 }, (_, i) => {
        const customer = cardholder('2026-11-18', { rankKey: `VIP${String(i)}` });
        return standingOf(customer, [], half(on), false).due[0]?.sampledOut ?? true;
      });
    const today = drawn(MONDAY);
    expect(today.filter(Boolean).length).toBeGreaterThan(150);
    expect(today.filter(Boolean).length).toBeLessThan(250);
    expect(drawn('2026-11-24')).toEqual(today);
  });
});
