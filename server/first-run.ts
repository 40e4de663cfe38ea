import { createInterface } from 'node:readline/promises';
import type { SignIn } from './demo/index.ts';
import { oneFounder, readFounding, recordFounding, type Founding } from './platform/founding.ts';
import { SYSTEM } from './platform/roles.ts';
import type { House, Services } from './services.ts';

/** Lines to print once the office is there: who can sign in, and passwords that are shown this once. */
export interface FirstRun {
  founding: Founding;
  /** True when this process made the office just now. */
  made: boolean;
  news: string[];
}

const ADMINISTRATOR = { staffNo: '0001', name: '管理员' };

/**
 * Makes the office when there is none: the demo office or an empty one with its administrator. Broken off at any
 * point it is made again at the next start, because the founding is written last.
 * @param wish `ask`: a person at the terminal may choose (runtime.md §4)
 */
export async function foundOffice(
  house: House,
  services: Services,
  wish: 'demo' | 'empty' | 'ask',
  say: (line: string) => void,
): Promise<FirstRun> {
  const { db, clock } = house;
  const before = await readFounding(db);
  if (before !== null) return { founding: before, made: false, news: [] };
  const kind = wish === 'ask' ? await askWhich() : wish;
  return oneFounder(db, clock, async () => {
    const meanwhile = await readFounding(db);
    if (meanwhile !== null) return { founding: meanwhile, made: false, news: [] };
    if (kind === 'empty') return makeEmpty(house, services);
    say('First run: making the demo office …');
    return makeDemoOffice(house, services);
  });
}

/** Lines that tell who can sign in to this office; passwords are shown by the first run only. */
export async function signInLines(services: Services, { kind }: Founding): Promise<string[]> {
  const people = (await services.staff.list()).filter(({ active }) => active);
  if (kind === 'demo') {
    const holding = (role: string) => people.find(({ roles }) => roles.some((held) => held === role));
    const named = ['leader', 'agent', 'supervisor', 'admin'].map((role) => [role, holding(role)] as const);
    const words = named.flatMap(([role, person]) =>
      person === undefined ? [] : [`${person.staffNo} ${person.name} (${role})`],
    );
    return [
      `Demo office. Who can sign in: ${words.join(', ')} and ${people.length - words.length} others.`,
      'Their passwords were shown when the office was made; new ones for all: npm run office -- demo reset',
    ];
  }
  const administrators = people.filter(({ roles }) => roles.includes('admin'));
  const numbers = administrators.map(({ staffNo, name }) => `${staffNo} ${name}`).join(', ');
  return [
    `Sign in with your staff number (${people.length} accounts; administrator ${numbers}).`,
    'Password lost: npm run office -- users reset-password --staff-no <number>',
  ];
}

/** Makes (or, after an interruption, makes anew) the demo office; its passwords are shown this once. */
export async function makeDemoOffice(
  { db, clock }: House,
  { demo, scripts }: Pick<Services, 'demo' | 'scripts'>,
): Promise<FirstRun & { signIns: SignIn[] }> {
  const signIns = (await demo.isDemo()) ? await demo.reset() : await demo.create();
  await scripts.seed();
  const founding = await recordFounding(db, clock, { kind: 'demo', at: clock.now() });
  const width = Math.max(...signIns.map(({ password }) => password.length));
  const news = [
    'The demo office is made. Who can sign in (passwords and PINs are shown this once):',
    ...signIns.map(
      ({ staffNo, name, roles, password, pin }) =>
        `  ${staffNo}  ${password.padEnd(width)}  PIN ${pin}  ${name}  ${roles.join(', ')}`,
    ),
  ];
  return { founding, made: true, news, signIns };
}

async function makeEmpty({ db, clock }: House, { staff, scripts }: Services): Promise<FirstRun> {
  const { staffNo, name } = ADMINISTRATOR;
  if ((await staff.find(staffNo)) === null) {
    // A password nobody knows: the one-time password below takes its place at once.
    const password = `${crypto.randomUUID()}Aa1`;
    await staff.add({ staffNo, name, roles: ['admin'], password, oneTime: true }, SYSTEM);
  }
  await scripts.seed();
  const password = await staff.resetPassword(staffNo, SYSTEM);
  const founding = await recordFounding(db, clock, { kind: 'empty', at: clock.now() });
  const news = [
    'A new, empty office. Its administrator (shown this once; to be changed at the first sign-in):',
    `  staff number ${staffNo}   password ${password}`,
  ];
  return { founding, made: true, news };
}

async function askWhich(): Promise<'demo' | 'empty'> {
  const terminal = createInterface({ input: process.stdin, output: process.stdout });
  try {
    const answer = await terminal.question(
      'First run. Make the demo office, with invented customers and named staff? [Y/n] ',
    );
    return /^\s*n/i.test(answer) ? 'empty' : 'demo';
  } finally {
    terminal.close();
  }
}
