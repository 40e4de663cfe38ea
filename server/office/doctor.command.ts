import { accessSync, constants } from 'node:fs';
import { checkHealth, type HealthCheck } from '../platform/health.ts';
import { describeServer } from '../platform/mongo.ts';
import { askRedis, runningOffice } from '../platform/provision/index.ts';
import { readFounding } from '../platform/founding.ts';
import type { OpenOffice } from '../open-office.ts';
import { wordsOf, type OfficeCommand } from './command.ts';

/** `office doctor`: everything that could keep the office from its work, with what was chosen and why. */
export const doctorCommand: OfficeCommand = {
  name: 'doctor',
  usage: '',
  does: 'looks at servers, indexes, planner, clock and folders',
  options: {},
  needsRedis: true,
  prepare: (asked) => {
    wordsOf(asked);
    return async ({ office }) => {
      const checks = [
        node(),
        await server(office),
        { name: 'redis server', state: 'ok' as const, detail: office.servers.chosen.redis },
        ...(await health(office)),
        dataFolder(office),
        await founding(office),
        rehearsal(office),
        printing(office),
      ];
      const bad = checks.filter(({ state }) => state === 'bad');
      const told = {
        document: { ok: bad.length === 0, checks },
        lines: checks.map(({ name, state, detail }) => `${state.padEnd(4)}  ${name}: ${detail}`),
      };
      return bad.length === 0
        ? told
        : { ...told, failure: `Not in order: ${bad.map(({ name }) => name).join(', ')}.` };
    };
  },
};

function node(): HealthCheck {
  return { name: 'node', state: 'ok', detail: process.versions.node };
}

/** A server out of its vendor's support serves trials; production is told to take a newer one. */
async function server({ house, servers }: OpenOffice): Promise<HealthCheck> {
  const { version, replicaSet } = await describeServer(house.db);
  const old = Number(version.split('.')[0]) < 7;
  const detail = `${servers.chosen.mongodb}; replica set ${replicaSet ?? '(sharded)'}`;
  return old
    ? {
        name: 'mongodb server',
        state: 'warn',
        detail: `${detail}; ${version} is out of the vendor's support`,
      }
    : { name: 'mongodb server', state: 'ok', detail };
}

/** The checks of `/readyz`; a silent planner is no fault while no office is open. */
async function health({ house, services, servers }: OpenOffice): Promise<HealthCheck[]> {
  const { redisUrl } = servers;
  const checks = await checkHealth({
    db: house.db,
    clock: house.clock,
    production: house.config.NODE_ENV === 'production',
    redis: async () => (redisUrl === null ? null : askRedis(redisUrl)),
    lastTick: services.runs.lastTick,
  });
  const open = (await runningOffice(house.config.DATA_DIR)) !== null;
  const working = open || (await services.runs.workers()).length > 0;
  return checks.map((check) =>
    check.name === 'planner' && check.state === 'bad' && !working
      ? { name: 'planner', state: 'warn', detail: 'no office is open: nothing is planned' }
      : check,
  );
}

function dataFolder({ servers: { dataFolder: folder } }: OpenOffice): HealthCheck {
  try {
    accessSync(folder, constants.W_OK);
    return { name: 'data folder', state: 'ok', detail: folder };
  } catch {
    return { name: 'data folder', state: 'bad', detail: `${folder} cannot be written` };
  }
}

async function founding({ house }: OpenOffice): Promise<HealthCheck> {
  const found = await readFounding(house.db);
  const detail = found === null ? 'not made yet' : `${found.kind}, made ${found.madeAt.toISOString()}`;
  return { name: 'office', state: found === null ? 'bad' : 'ok', detail };
}

function rehearsal({ house: { clock } }: OpenOffice): HealthCheck {
  return clock.training
    ? { name: 'business clock', state: 'warn', detail: `rehearsed: ${clock.today()} ${clock.time()}` }
    : { name: 'business clock', state: 'ok', detail: `real: ${clock.today()} ${clock.time()}` };
}

function printing({ house: { config } }: OpenOffice): HealthCheck {
  const detail = config.PRINT_COMMAND === undefined ? 'by browser' : 'sheets come out by themselves';
  return { name: 'printing', state: 'ok', detail };
}
