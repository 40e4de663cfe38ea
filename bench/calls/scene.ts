import { randomUUID } from 'node:crypto';
import { ALL_JOBS } from '../../jobs/all-jobs.ts';
import { makeRunner } from '../../jobs/index.ts';
import { driveRun } from '../../jobs/run-job.ts';
import { SCHEDULE } from '../../jobs/schedule.ts';
import type { OpenCall, ResultCommand } from '../../server/callbacks/index.ts';
import { businessDate, storeInstant } from '../../server/platform/business-date.ts';
import { buildIndexes, type Database } from '../../server/platform/mongo.ts';
import { SYSTEM, type Actor } from '../../server/platform/roles.ts';
import { runIdOf } from '../../server/runs/index.ts';
import { makeAuditTrail } from '../../server/platform/audit.ts';
import { clockFrom } from '../../server/platform/clock.ts';
import { readConfig } from '../../server/platform/config.ts';
import { makeLog } from '../../server/platform/log.ts';
import { openDatabase } from '../../server/platform/mongo.ts';
import { makeServices, type House, type Services } from '../../server/services.ts';

/** The calling day that is measured: sheets are fixed at 08:50, the telephone rings at 09:20. */
export const DAY = businessDate('2026-11-23');
export const PASSWORD = 'sesam-oeffne-dich';

export const AGENTS: readonly Actor[] = Array.from({ length: 8 }, (_, i) => ({
  staffNo: `03${String(i + 1).padStart(2, '0')}`,
  name: ['张慧敏', '周丽娜', '陈国栋', '赵雪琴', '欧阳静', '吴佳怡', '孙倩', '李红梅'][i] ?? '',
  roles: ['agent'],
}));

/** The product on a bench database at a standing time of the day. */
export async function openHouse(uri: string, time: string): Promise<{ house: House; services: Services }> {
  const db = await openDatabase(uri);
  const clock = clockFrom(() => storeInstant(DAY, time), false);
  const config = readConfig({ NODE_ENV: 'test', LOG_LEVEL: 'silent' });
  const house = { config, db, clock, log: makeLog('silent'), audit: makeAuditTrail(db, clock) };
  return { house, services: await makeServices(house) };
}

/** An office whose eight agents hold sheets of `capacity` people each, made by the product itself. */
export async function fillDay(uri: string, capacity: number): Promise<void> {
  const { house, services } = await openHouse(uri, '08:50');
  await buildIndexes(house.db);
  for (const { staffNo, name, roles } of AGENTS)
    await services.staff.add({ staffNo, name, roles: [...roles], password: PASSWORD }, SYSTEM);
  for (const { staffNo } of AGENTS) await services.roster.setCapacity(DAY, staffNo, capacity, SYSTEM);
  await services.scripts.seed();
  const people = AGENTS.length * capacity;
  for (let from = 1; from <= people; from += 500) {
    const rows = Array.from({ length: Math.min(500, people - from + 1) }, (_, i) => ({
      row: from + i,
      kind: 'vip-cards' as const,
      cells: {
        cardNo: `VIP${String(10_000_000 + from + i)}`,
        name: `${SURNAMES[(from + i) % SURNAMES.length] ?? ''}${GIVEN[(from + i) % GIVEN.length] ?? ''}`,
        mobile: `139${String(10_000_000 + from + i)}`,
        issuedOn: '2026-11-20',
        allowCall: '是',
      },
    }));
    await services.customers.intake(rows, { importId: 'bench', actor: SYSTEM, on: DAY, rehearsal: null });
  }
  const { clock, log } = house;
  const runner = makeRunner({ services, jobs: ALL_JOBS, schedule: SCHEDULE, clock, log });
  const job = 'daily-dispatch';
  await services.runs.ledger.plan({
    job,
    period: DAY,
    businessDate: DAY,
    plannedAt: storeInstant(DAY, '08:50'),
    deadline: storeInstant(DAY, '09:00'),
    timetableVersion: 0,
    calendarVersion: 0,
    requestedBy: 'planner',
  });
  await driveRun(runner, runIdOf(job, DAY), new AbortController().signal);
  await house.db.close();
}

const SURNAMES = ['王', '李', '张', '刘', '陈', '杨', '赵', '黄', '周', '吴', '欧阳'];
const GIVEN = ['伟', '芳', '秀英', '敏', '静', '丽华', '强', '磊', '军', '洋', '勇', '艳红', '杰'];

/** Forgets every call of the day, so that the same rows can be called again. */
export async function forgetCalls(db: Database): Promise<void> {
  for (const name of ['open_calls', 'call_results', 'service_events', 'audit'])
    await db.connection.collection(name).deleteMany({});
}

/** Nobody answers: what is saved most often of all. */
export function nobodyAnswers(call: OpenCall): ResultCommand {
  return {
    submissionId: randomUUID(),
    source: 'screen',
    customerId: call.customerId,
    callId: call._id,
    itemId: call.itemId,
    disposition: 'N1',
    time: null,
    agent: null,
    phone: null,
    answers: [],
    script: call.script,
    tags: [],
    csat: null,
    nps: null,
    words: '',
    appointment: null,
    resumeAt: null,
    bestTime: null,
    suppress: null,
    corrections: [],
    consents: [],
    wishes: [],
    talkSeconds: 12,
    wrapUpSeconds: 4,
  };
}
