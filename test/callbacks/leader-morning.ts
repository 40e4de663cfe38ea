import { ALL_JOBS } from '../../jobs/all-jobs.ts';
import { runNow } from '../../jobs/run-now.ts';
import { SCHEDULE } from '../../jobs/schedule.ts';
import { SYSTEM, type Actor } from '../../server/platform/roles.ts';
import { settableClock, type SettableClock } from '../support/clock.ts';
import { openWholeOffice, type TestPerson } from '../support/page.ts';
import { result } from './call-scene.ts';

/** What the agents of the morning say, in turn. */
const SAID = ['V1', 'N1', 'V1', 'N2', 'R1', 'B2', 'V1', 'W1', 'V2', 'N1', 'V1', 'N3'] as const;

export const morningLeader: TestPerson = { staffNo: '0191', name: '何建平', roles: ['leader'] };
export const morningSupervisor: TestPerson = { staffNo: '0691', name: '梁素云', roles: ['supervisor'] };

/**
 * The demo office in the middle of its morning: everybody has made some calls, two are on the telephone, one put a call
 * back without a result, one went home ill with people left.
 */
export async function leaderMorning(callsEach = 6) {
  const clock = settableClock('2026-11-23T07:50:00+08:00');
  const office = await openWholeOffice({ clock });
  const { services, house } = office;
  await services.demo.create({ cardHolders: 400, counterMembers: 40, suggestions: 20 });
  const run = (job: string) =>
    runNow(
      { services, jobs: ALL_JOBS, schedule: SCHEDULE, clock, log: house.log },
      job,
      clock.today(),
      SYSTEM,
    );
  clock.set('2026-11-23T08:21:00+08:00');
  await run('dispatch-draft');
  clock.set('2026-11-23T08:50:20+08:00');
  await run('daily-dispatch');
  const agents = (await services.roster.agentsFor(clock.today()))
    .filter(({ present }) => present)
    .map(({ staffNo, name }): Actor => ({ staffNo, name, roles: ['agent'] }));
  await makeCalls(office, clock, agents, callsEach);
  const [first, second, third] = agents;
  clock.set('2026-11-23T10:01:00+08:00');
  if (third !== undefined) {
    const put = await services.callbacks.next(third);
    if (put !== null) await services.callbacks.release(put._id, third);
  }
  for (const agent of [first, second]) if (agent !== undefined) await services.callbacks.next(agent);
  const ill = agents.at(-1);
  if (ill !== undefined) await services.roster.markAbsent(clock.today(), ill.staffNo, 'sick', SYSTEM);
  clock.set('2026-11-23T10:06:00+08:00');
  return { ...office, clock, agents, ill: ill ?? agents[0]! };
}

async function makeCalls(
  { services }: Pick<Awaited<ReturnType<typeof openWholeOffice>>, 'services'>,
  clock: SettableClock,
  agents: readonly Actor[],
  callsEach: number,
): Promise<void> {
  const start = new Date('2026-11-23T09:16:00+08:00').getTime();
  for (let turn = 0; turn < callsEach; turn += 1) {
    for (const [at, agent] of agents.entries()) {
      clock.set(new Date(start + turn * 6 * 60_000 + at * 40_000).toISOString());
      const call = await services.callbacks.next(agent);
      if (call === null) continue;
      const said = SAID[(turn + at * 5) % SAID.length] ?? 'N1';
      const told =
        said === 'V1' ? { csat: 3 + ((turn + at) % 3), words: '说都好，谢谢来电。', talkSeconds: 95 } : {};
      await services.callbacks.save(
        result(call, said, said === 'V1' && turn % 2 === 0 ? { ...told, tags: ['praise'] } : told),
        agent,
      );
    }
  }
}
