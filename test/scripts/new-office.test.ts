import { beforeAll, describe, expect, it } from 'vitest';
import { foundOffice } from '../../server/first-run.ts';
import { makeAuditTrail } from '../../server/platform/audit.ts';
import { buildIndexes } from '../../server/platform/mongo.ts';
import { makeScripts } from '../../server/scripts/index.ts';
import { BINDABLE_RULES } from '../../server/scripts/script-check.ts';
import { settableClock } from '../support/clock.ts';
import { useDatabase } from '../support/database.ts';
import { openWholeOffice } from '../support/page.ts';

const db = await useDatabase();
const clock = settableClock('2026-11-23T08:00:00+08:00');
const scripts = makeScripts({ db, clock, audit: makeAuditTrail(db, clock) });

beforeAll(() => buildIndexes(db));

describe('the scripts of a new office', () => {
  it('are there for every reason, however often its making is begun', async () => {
    await scripts.seed();
    await scripts.seed();
    expect(await scripts.list()).toHaveLength(9);
    for (const rule of BINDABLE_RULES) expect((await scripts.forCall([{ rule }]))?.version, rule).toBe(1);
  });

  it('can be changed by the leader like any other', async () => {
    const { scriptId } = (await scripts.list())[0]!;
    const { text, draftVersion, lastQuestion } = await scripts.draft(scriptId);
    expect(lastQuestion).toBe(text.questions.filter(({ when }) => when === null).length);
    const leader = { staffNo: '0301', name: '何建平', roles: ['leader' as const] };
    const saved = await scripts.saveDraft(
      { scriptId, draftVersion, text: { ...text, closing: `${text.closing}谢谢。` } },
      leader,
    );
    expect(await scripts.publish({ scriptId, draftVersion: saved, note: '加谢谢' }, leader)).toBe(2);
  });
});

describe('an office that is founded', () => {
  it('has them before its first person signs in', async () => {
    const { house, services } = await openWholeOffice();
    await foundOffice(house, services, 'empty', () => undefined);
    expect(await services.scripts.list()).toHaveLength(9);
    expect((await services.scripts.forCall([{ rule: 'after-purchase' }]))?.title).toBe('购后回访');
  });
});
