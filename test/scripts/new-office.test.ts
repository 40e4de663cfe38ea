import { beforeAll, describe, expect, it } from 'vitest';
import { foundOffice } from '../../server/first-run.ts';
import { makeAuditTrail } from '../../server/platform/audit.ts';
import { buildIndexes } from '../../server/platform/mongo.ts';
import type { Actor } from '../../server/platform/roles.ts';
import { makeScripts } from '../../server/scripts/index.ts';
import { BINDABLE_RULES } from '../../server/scripts/script-check.ts';
import { settableClock } from '../support/clock.ts';
import { useDatabase } from '../support/database.ts';
import { openWholeOffice } from '../support/page.ts';

const db = await useDatabase();
const clock = settableClock('2026-11-23T08:00:00+08:00');
const scripts = makeScripts({ db, clock, audit: makeAuditTrail(db, clock) });

const LEADER: Actor = { staffNo: '0301', name: '何建平', roles: ['leader'] };

beforeAll(() => buildIndexes(db));

describe('the scripts of a new office', () => {
  it('are there for every reason, however often its making is begun', async () => {
    await scripts.seed();
    await scripts.seed();
    expect(await scripts.list()).toHaveLength(10);
    for (const rule of BINDABLE_RULES) expect((await scripts.forCall([{ rule }]))?.version, rule).toBe(1);
  });

  it('can be changed by the leader like any other', async () => {
    const { scriptId } = (await scripts.list())[0]!;
    const { text, draftVersion, lastQuestion } = await scripts.draft(scriptId);
    expect(lastQuestion).toBe(text.questions.filter(({ when }) => when === null).length);
    const saved = await scripts.saveDraft(
      { scriptId, draftVersion, text: { ...text, closing: `${text.closing}谢谢。` } },
      LEADER,
    );
    expect(await scripts.publish({ scriptId, draftVersion: saved, note: '加谢谢' }, LEADER)).toBe(2);
  });
});

describe('an office that is founded', () => {
  it('has them before its first person signs in', async () => {
    const { house, services } = await openWholeOffice();
    await foundOffice(house, services, 'empty', () => undefined);
    expect(await services.scripts.list()).toHaveLength(10);
    expect((await services.scripts.forCall([{ rule: 'after-purchase' }]))?.title).toBe('购后回访');
  });
});

describe('an office that was founded before a script came', () => {
  it('gets it at its next start, once though several processes start', async () => {
    const { house, services } = await openWholeOffice();
    await foundOffice(house, services, 'empty', () => undefined);
    const { scriptId } = (await services.scripts.forCall([{ rule: 'promised' }]))!;
    await house.db.transaction(async (session) => {
      const { connection } = house.db;
      await connection.collection('scripts').deleteOne({ title: '约定回电' }, { session });
      await connection.collection('script_versions').deleteMany({ scriptId }, { session });
      await connection.collection('script_bindings').deleteMany({ scriptId }, { session });
    });
    await Promise.all([1, 2, 3].map(() => services.scripts.seed()));
    expect((await services.scripts.list()).filter(({ title }) => title === '约定回电')).toHaveLength(1);
    expect((await services.scripts.forCall([{ rule: 'retry' }]))?.title).toBe('约定回电');
    expect(await services.scripts.list()).toHaveLength(10);
  });

  it('is not given back what its leader put away or uses for something else', async () => {
    const { house, services } = await openWholeOffice();
    await foundOffice(house, services, 'empty', () => undefined);
    const of = async (title: string) => (await services.scripts.list()).find((one) => one.title === title)!;
    await services.scripts.retire((await of('久未联系问候')).scriptId, true, LEADER);
    await services.scripts.retire((await of('建议奖回访')).scriptId, true, LEADER);
    const { scriptId } = await of('约定回电');
    const { text, draftVersion } = await services.scripts.draft(scriptId);
    const draft = { ...text, rules: ['award' as const] };
    const saved = await services.scripts.saveDraft({ scriptId, draftVersion, text: draft }, LEADER);
    await services.scripts.publish({ scriptId, draftVersion: saved, note: '改作建议奖' }, LEADER);
    const before = await services.scripts.list();
    await services.scripts.seed();
    expect(await services.scripts.list()).toEqual(before);
    expect(await services.scripts.forCall([{ rule: 'promised' }])).toBeNull();
  });
});
