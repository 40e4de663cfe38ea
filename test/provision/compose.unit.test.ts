import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { parse } from 'yaml';
import { readConfig } from '../../server/platform/config.ts';
import { ROOT } from '../../server/platform/paths.ts';

interface Service {
  image?: string;
  command?: string[];
  entrypoint?: string[];
  environment?: Record<string, string>;
  healthcheck?: { test: string[] };
  depends_on?: Record<string, { condition: string }>;
  ports?: string[];
  volumes?: string[];
  restart?: string;
}

const compose = parse(readFileSync(join(ROOT, 'compose.yaml'), 'utf8'), { merge: true }) as {
  services: Record<'mongodb' | 'mongodb-init' | 'redis' | 'web' | 'worker', Service>;
  volumes: Record<string, unknown>;
};
const { services } = compose;

describe('the compose file for production', () => {
  it('has MongoDB, Redis, web and worker, and nothing that serves but the web', () => {
    expect(Object.keys(services).toSorted()).toEqual(['mongodb', 'mongodb-init', 'redis', 'web', 'worker']);
    for (const [name, { ports }] of Object.entries(services)) {
      if (name === 'web') expect(ports).toEqual(['${PORT:-3000}:3000']);
      else expect(ports).toBeUndefined();
    }
  });

  it('makes MongoDB a replica set with a key file, once', () => {
    expect(services.mongodb.entrypoint?.join(' ')).toMatch(/--replSet rs0 --keyFile/);
    expect(services['mongodb-init'].entrypoint?.join(' ')).toContain('rs.initiate');
    expect(services['mongodb-init'].depends_on).toEqual({ mongodb: { condition: 'service_healthy' } });
    expect(services['mongodb-init'].restart).toBe('no');
  });

  it('gives Redis an append-only file and lets it drop nothing', () => {
    const command = services.redis.command?.join(' ');
    for (const setting of ['--appendonly yes', '--appendfsync everysec', '--maxmemory-policy noeviction'])
      expect(command).toContain(setting);
  });

  it('starts the web after the databases and the worker after the web', () => {
    expect(services.web.depends_on).toMatchObject({
      'mongodb-init': { condition: 'service_completed_successfully' },
      redis: { condition: 'service_healthy' },
    });
    expect(services.worker.depends_on).toMatchObject({ web: { condition: 'service_healthy' } });
    for (const name of ['mongodb', 'redis', 'web'] as const)
      expect(services[name].healthcheck?.test.length).toBeGreaterThan(1);
  });

  it('runs entries that exist, with settings the office accepts', () => {
    expect(services.web.command).toEqual(['node', 'dist/server/index.js', 'web']);
    expect(services.worker.command).toEqual(['node', 'dist/jobs/main.js', 'worker']);
    for (const { command = [] } of [services.web, services.worker]) {
      const source = (command[1] ?? '').replace('dist/', '').replace(/js$/, 'ts');
      expect(existsSync(join(ROOT, source)), source).toBe(true);
    }
    const filled = Object.entries(services.web.environment ?? {}).map(([name, value]) => [
      name,
      value.replace(/\$\{\w+:-([^}]*)\}/g, '$1').replace(/\$\{\w+:\?[^}]*\}/g, 'x'.repeat(32)),
    ]);
    const config = readConfig(Object.fromEntries(filled) as Record<string, string>);
    expect(config).toMatchObject({ NODE_ENV: 'production', BEHIND_TLS: false, DATA_DIR: '/data' });
    expect(config.MONGODB_URI).toContain('replicaSet=rs0');
  });

  it('keeps what must survive in named volumes', () => {
    for (const { volumes = [] } of Object.values(services))
      for (const volume of volumes) expect(Object.keys(compose.volumes)).toContain(volume.split(':')[0]);
  });
});
