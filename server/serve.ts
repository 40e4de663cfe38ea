import type { Server } from 'node:http';
import { makeApp } from './app.ts';
import { addressOf, type OpenOffice } from './open-office.ts';
import { healthRoutes } from './platform/health.ts';
import { collectOnce } from './platform/heap.ts';
import { sessionSecret } from './platform/office-secret.ts';
import { askRedis, CannotStart } from './platform/provision/index.ts';
import { makeHttpServer } from './platform/web/http-server.ts';
import type { Signals } from './platform/web/signals.ts';
import { allRoutes } from './routes.ts';

/** What of an open office the web needs. */
export type ServedOffice = Pick<OpenOffice, 'house' | 'services' | 'shutdown'> & {
  servers: Pick<OpenOffice['servers'], 'redisUrl' | 'dataFolder' | 'announce'>;
};

/** Requests in hand get this long to end before their connections are cut; all steps down together have nine seconds. */
const DRAIN_MS = 7_500;

/**
 * Serves the web pages of an open office; ends first on the way down.
 * @returns the address to type into a browser on this machine
 * @throws CannotStart when the port is taken
 */
export async function serveWeb({ house, services, servers, shutdown }: ServedOffice): Promise<string> {
  const { config, db, clock } = house;
  const { redisUrl } = servers;
  const health = healthRoutes({
    db,
    clock,
    production: config.NODE_ENV === 'production',
    redis: async () => (redisUrl === null ? null : askRedis(redisUrl)),
    lastTick: services.runs.lastTick,
  });
  const signals = async (): Promise<Signals> => {
    const { withoutRedis, toLookAt } = await services.runs.badge();
    return { withoutRedis: redisUrl === null || withoutRedis, runsToLookAt: toLookAt };
  };
  const app = makeApp(house, [...allRoutes(services, house), ...health], {
    visitors: services.staff.visitors,
    sessionSecret: sessionSecret(config, servers.dataFolder),
    signals,
  });
  const server = makeHttpServer(app);
  const port = await listen(server, config.PORT, config.HOST);
  collectOnce();
  // Uploads lie on this process's disk: it is the one that checks and imports them.
  services.lists.work.start();
  shutdown.add('lists', () => services.lists.work.stop());
  shutdown.add('web', () => drain(server));
  const address = addressOf(port);
  servers.announce(address);
  return address;
}

/** Fails early and in words when somebody else has the port; nothing was started yet then. */
export async function checkPort(port: number, host: string): Promise<void> {
  if (port === 0) return;
  const probe = makeHttpServer((_req, res) => res.end());
  await listen(probe, port, host);
  await new Promise((closed) => probe.close(closed));
}

function listen(server: Server, port: number, host: string): Promise<number> {
  return new Promise((ready, failed) => {
    server.once('error', (error: Error & { code?: string }) => failed(portProblem(error, port, host)));
    server.listen(port, host, () => {
      const address = server.address();
      ready(typeof address === 'object' && address !== null ? address.port : port);
    });
  });
}

function portProblem(error: Error & { code?: string }, port: number, host: string): Error {
  if (error.code === 'EADDRINUSE')
    return new CannotStart(
      `Port ${port} is taken by another program.\nChoose another one: PORT=${port + 1} npm start`,
    );
  if (error.code === 'EACCES')
    return new CannotStart(
      `Port ${port} may not be used by this user.\nChoose one above 1023: PORT=3000 npm start`,
    );
  if (error.code === 'EADDRNOTAVAIL' || error.code === 'ENOTFOUND')
    return new CannotStart(
      `HOST=${host} is no address of this machine.\nLeave HOST out to listen on all of them.`,
    );
  return error;
}

async function drain(server: Server): Promise<void> {
  const closed = new Promise<void>((done) => server.close(() => done()));
  server.closeIdleConnections();
  const cut = setTimeout(() => server.closeAllConnections(), DRAIN_MS);
  await closed;
  clearTimeout(cut);
}
