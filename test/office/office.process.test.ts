import { createHash } from 'node:crypto';
import { readdirSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { beforeAll, describe, expect, it } from 'vitest';
import { droppedDatabaseUri } from '../support/database.ts';
import {
  documentOf,
  freeTcpPort,
  office,
  ownFolder,
  startBin,
  type Ended,
} from '../support/office-process.ts';

const folder = ownFolder();
const morning = { OFFICE_NOW: '2026-11-23T08:15:00+08:00' };
const settings = { ...morning, DATA_DIR: join(folder, 'a'), MONGODB_URI: droppedDatabaseUri() };
const STACK = /\n\s+at |node:internal|\.js:\d+/;

const CARDS = join(folder, 'cards.csv');
writeFileSync(
  CARDS,
  [
    '卡号,姓名,性别,出生日期,移动电话,办卡日期',
    'VIP20261001,林秀英,女,1961-03-08,13900001001,2026-11-20',
    'VIP20261002,赵国强,男,1958-12-01,13900001002,2026-11-19',
    ',,女,1970-13-45,,2026-11-19',
  ].join('\n'),
);

interface ImportDocument {
  importId: string;
  kind: string;
  encoding: string;
  sheets: string[];
  dryRun: boolean;
  read: number;
  created: number;
  updated: number;
  unchanged: number;
  conflicts: number;
  rejected: number;
  rejects: { row: number; column: string | null; reason: string }[];
}

interface RunDocument {
  runId: string;
  job: string;
  businessDate: string;
  state: string;
  lateByMinutes: number;
  expected: number;
  produced: number;
  errors: unknown;
  result: {
    dueByRule: Record<string, number>;
    suppressedByReason: Record<string, number>;
    waiting: number;
    expired: number;
    sheets: {
      number: string;
      agent: string;
      items: { customerId: string; cardNo: string; phoneKey: string }[];
    }[];
  };
}

const refusedInWords = (ended: Ended, code: number) => {
  expect(ended.code, ended.stderr).toBe(code);
  expect(ended.stderr.trim()).not.toBe('');
  expect(ended.stderr).not.toMatch(STACK);
  expect(ended.stdout).toBe('');
};

describe('wrong usage ends with 2 and starts nothing', () => {
  it.each([
    [['no-such-command']],
    [['import', 'no-such-kind', CARDS]],
    [['import', '--undo', 'x', '--dry-run']],
    [['run', 'daily-dispatch', '--date', '2026-02-30']],
    [['users', 'add', '--staff-no', '0301', '--name', 'X', '--roles', 'boss']],
    [['doctor', '--no-such-option']],
  ])('%j', async (args) => {
    const ended = await office({ DATA_DIR: join(folder, 'none') }, args);
    refusedInWords(ended, 2);
    expect(readdirSync(folder)).not.toContain('none');
  });
});

describe('on an empty database', () => {
  it('a command makes an empty office, never the demo, and tells the password aside', async () => {
    const ended = await office(settings, ['doctor', '--json']);
    expect(ended.code, ended.stderr).toBe(0);
    expect(ended.stderr).toMatch(/staff number 0001 {3}password \S+/);
    const { ok, checks } = documentOf(ended) as {
      ok: boolean;
      checks: { name: string; state: string; detail: string }[];
    };
    expect(ok).toBe(true);
    for (const { name, state, detail } of checks) {
      expect(['ok', 'warn'], name).toContain(state);
      expect(typeof detail).toBe('string');
    }
    expect(checks.find(({ name }) => name === 'office')?.detail).toMatch(/^empty/);
    expect(checks.find(({ name }) => name === 'business clock')?.detail).toContain('2026-11-23');
  });

  it('the demo is not made by a reset', async () => {
    refusedInWords(await office(settings, ['demo', 'reset', '--json']), 1);
  });
});

describe('people', () => {
  it('come with roles and a password from standard input', async () => {
    const words = [
      'users',
      'add',
      '--staff-no',
      '0301',
      '--name',
      '张敏',
      '--roles',
      'agent,clerk',
      '--json',
    ];
    const added = await office(settings, [...words, '--password-stdin'], 'own-Password-9\n');
    expect(added.code, added.stderr).toBe(0);
    expect(documentOf(added)).toMatchObject({ staffNo: '0301', roles: ['agent', 'clerk'] });
    expect(added.stdout).not.toContain('own-Password-9');
    refusedInWords(await office(settings, words), 1);
  });

  it('get a one-time password when none is given, a new one when it is lost, and go', async () => {
    const words = ['--staff-no', '0302', '--json'];
    const added = await office(settings, ['users', 'add', '--name', 'Li', '--roles', 'leader', ...words]);
    const { oneTimePassword } = documentOf(added) as { oneTimePassword: string };
    const reset = await office(settings, ['users', 'reset-password', ...words]);
    expect((documentOf(reset) as { oneTimePassword: string }).oneTimePassword).not.toBe(oneTimePassword);
    expect(documentOf(await office(settings, ['users', 'disable', ...words]))).toEqual({
      staffNo: '0302',
      active: false,
    });
    refusedInWords(await office(settings, ['users', 'disable', '9999']), 1);
    refusedInWords(await office(settings, ['users', 'disable', '0001']), 1);
  });
});

describe('lists', () => {
  it('a dry run tells what an import would do, and writes nothing', async () => {
    const dry = documentOf(
      await office(settings, ['import', 'vip-cards', CARDS, '--dry-run', '--json']),
    ) as ImportDocument;
    const { read, created, updated, unchanged, conflicts, rejected } = dry;
    expect(dry.dryRun).toBe(true);
    expect(read).toBe(3);
    expect(created + updated + unchanged + conflicts + rejected).toBe(read);
    const found = await office(settings, ['customers', 'find', '林秀英', '--json']);
    expect(documentOf(found)).toMatchObject({ customers: [] });

    const real = documentOf(
      await office(settings, ['import', 'vip-cards', CARDS, '--json']),
    ) as ImportDocument;
    expect({ ...real, importId: '', dryRun: true }).toEqual({ ...dry, importId: '' });
    expect(real).toMatchObject({ kind: 'vip-cards', encoding: 'utf-8', sheets: [expect.any(String)] });
    expect(real.rejects.every(({ row, reason }) => row >= 1 && row <= 3 && reason !== '')).toBe(true);
  });

  it('the same file twice changes nothing', async () => {
    const again = documentOf(
      await office(settings, ['import', 'vip-cards', CARDS, '--json']),
    ) as ImportDocument;
    expect(again).toMatchObject({ created: 0, updated: 0, read: 3 });
  });

  it('an import is undone, asked twice it is the same, and its file comes in again', async () => {
    const wrong = join(folder, 'wrong.csv');
    writeFileSync(wrong, '卡号,姓名,手机\nVIP20269001,错导一,13900009001\nVIP20269002,错导二,13900009002\n');
    const { importId } = documentOf(
      await office(settings, ['import', 'vip-cards', wrong, '--json']),
    ) as ImportDocument;
    const undo = ['import', '--undo', importId, '--why', '选错了名单', '--json'];
    const undone = documentOf(await office(settings, undo));
    expect(undone).toEqual({
      ...{ importId, kind: 'vip-cards', state: 'undone', removed: 2, restored: 0, stayed: 0 },
      ...{ reasons: {}, people: [] },
    });
    expect(documentOf(await office(settings, undo))).toEqual(undone);
    refusedInWords(await office(settings, ['import', '--undo', 'no-such-import']), 1);
    expect(
      documentOf(await office(settings, ['import', 'vip-cards', wrong, '--dry-run', '--json'])),
    ).toMatchObject({ created: 2 });
  });

  it('a file that is not there, or no list, is refused', async () => {
    refusedInWords(await office(settings, ['import', 'vip-cards', join(folder, 'nowhere.csv')]), 1);
    const strange = join(folder, 'strange.csv');
    writeFileSync(strange, Buffer.from([0, 1, 2, 3, 255, 254, 0, 0]));
    refusedInWords(await office(settings, ['import', 'vip-cards', strange]), 1);
  });

  it('customers are found with their numbers masked', async () => {
    const found = await office(settings, ['customers', 'find', '林秀英', '--json']);
    expect(documentOf(found)).toMatchObject({ customers: [{ name: '林秀英' }] });
    expect(found.stdout).not.toContain('13900001001');
  });
});

describe('runs', () => {
  it('a job is done for its day and tells what came of it', async () => {
    const ran = await office(settings, ['run', 'daily-dispatch', '--date', '2026-11-23', '--json']);
    expect(ran.code, ran.stderr).toBe(0);
    const run = documentOf(ran) as RunDocument;
    expect(run).toMatchObject({
      runId: 'daily-dispatch:2026-11-23',
      job: 'daily-dispatch',
      businessDate: '2026-11-23',
      state: 'done',
    });
    expect(run.produced).toBe(run.expected);
    expect(run.result.dueByRule['new-card']).toBe(2);
    const items = run.result.sheets.flatMap((sheet) => sheet.items);
    expect(items.map(({ cardNo }) => cardNo).toSorted()).toEqual(['VIP20261001', 'VIP20261002']);
    expect(run.result.sheets[0]?.agent).toBe('0301');
    expect(ran.stdout).not.toMatch(/1390000100\d/);
  });

  it('the same job again makes nothing twice', async () => {
    const again = documentOf(
      await office(settings, ['run', 'daily-dispatch', '--date', '2026-11-23', '--json']),
    );
    const all = documentOf(
      await office(settings, ['runs', '--date', '2026-11-23', '--json']),
    ) as RunDocument[];
    const listed = all.find(({ job }) => job === 'daily-dispatch');
    expect(listed?.result.sheets).toEqual((again as RunDocument).result.sheets);
    expect(listed?.result.sheets.flatMap((sheet) => sheet.items)).toHaveLength(2);
  });

  it('a day to come, and an unknown job, are refused', async () => {
    refusedInWords(await office(settings, ['run', 'daily-dispatch', '--date', '2026-12-24']), 1);
    refusedInWords(await office(settings, ['run', 'no-such-job']), 2);
  });

  it('why somebody is on a list is explained', async () => {
    const told = await office(settings, ['explain', '2026-11-23', 'VIP20261001', '--json']);
    expect(told.code, told.stderr).toBe(0);
    expect(documentOf(told)).toMatchObject({
      due: [{ rule: 'new-card' }],
      suppressedBy: null,
      sheet: 'SC20261123-01',
      agent: '0301',
    });
    const words = await office(settings, ['explain', '2026-11-23', 'VIP20261001']);
    expect(words.stdout).toMatch(/^due: new-card/m);
    expect(words.stdout).toMatch(/^next: card-anniversary on 2027-/m);
    refusedInWords(await office(settings, ['explain', '2026-11-23', 'VIP29999999']), 1);
  });
});

describe('backup and restore', () => {
  const backup = join(folder, 'backup');
  const elsewhere = { ...morning, DATA_DIR: join(folder, 'b'), MONGODB_URI: droppedDatabaseUri() };

  it('copies a running office, owner-only, with counts and checksums', async () => {
    const open = startBin('start', { ...settings, DEMO: '0', PORT: String(await freeTcpPort()) });
    await open.address();
    const made = await office(settings, ['backup', backup, '--json']);
    expect(made.code, made.stderr).toBe(0);
    expect((await fetch(`${await open.address()}/healthz`)).status).toBe(200);
    open.kill('SIGTERM');
    expect((await open.ended).code).toBe(0);
    const { collections } = documentOf(made) as {
      collections: { name: string; file: string; sha256: string; documents: number }[];
    };
    expect(collections.find(({ name }) => name === 'customers')?.documents).toBe(2);
    for (const { file, sha256 } of collections) {
      expect(
        createHash('sha256')
          .update(readFileSync(join(backup, file)))
          .digest('hex'),
      ).toBe(sha256);
      expect(statSync(join(backup, file)).mode & 0o077).toBe(0);
    }
    refusedInWords(await office(settings, ['backup', backup]), 1);
  });

  it('brings back the same office: people, customers, sheets, and a run that stays done', async () => {
    const restored = await office(elsewhere, ['restore', backup, '--json']);
    expect(restored.code, restored.stderr).toBe(0);
    const runs = ['runs', '--date', '2026-11-23', '--json'];
    const [was, is] = [documentOf(await office(settings, runs)), documentOf(await office(elsewhere, runs))];
    expect(is).toEqual(was);
    const explain = ['explain', '2026-11-23', 'VIP20261002', '--json'];
    expect(documentOf(await office(elsewhere, explain))).toEqual(documentOf(await office(settings, explain)));
    refusedInWords(
      await office(elsewhere, ['users', 'add', '--staff-no', '0301', '--name', 'X', '--roles', 'agent']),
      1,
    );
  });

  it('never writes over an office that is not empty, unless told to', async () => {
    refusedInWords(await office(elsewhere, ['restore', backup]), 1);
    expect((await office(elsewhere, ['restore', backup, '--overwrite'])).code).toBe(0);
  });

  it('refuses a damaged backup before it touches anything', async () => {
    const file = readdirSync(backup).find((name) => name.startsWith('customers.'))!;
    writeFileSync(join(backup, file), 'damaged');
    refusedInWords(await office(elsewhere, ['restore', backup, '--overwrite']), 1);
    const found = await office(elsewhere, ['customers', 'find', '林秀英', '--json']);
    expect(documentOf(found)).toMatchObject({ customers: [{ name: '林秀英' }] });
  });
});

describe('beside a running office', () => {
  const shared = { ...morning, DATA_DIR: join(folder, 'c'), DEMO: '0' };

  beforeAll(async () => {
    expect(
      (await office(shared, ['users', 'add', '--staff-no', '0301', '--name', 'A', '--roles', 'agent'])).code,
    ).toBe(0);
  });

  it('commands use its servers and its clock, and leave it open', async () => {
    const open = startBin('start', { ...shared, PORT: String(await freeTcpPort()) });
    const address = await open.address();
    const withoutClock = { ...shared, OFFICE_NOW: undefined };
    const doctor = await office(withoutClock, ['doctor', '--json']);
    expect(doctor.code, doctor.stderr).toBe(0);
    expect(doctor.stdout).toContain('rehearsed: 2026-11-23');
    expect((await office(shared, ['import', 'vip-cards', CARDS])).code).toBe(0);
    refusedInWords(await office(shared, ['restore', join(folder, 'backup')]), 1);
    expect((await fetch(`${address}/healthz`)).status).toBe(200);
    open.kill('SIGINT');
    expect((await open.ended).code).toBe(0);
  });
});
