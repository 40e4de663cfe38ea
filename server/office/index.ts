import { parseArgs } from 'node:util';
import type { OpenOffice } from '../open-office.ts';
import { InvalidInput, OfficeError } from '../platform/errors.ts';
import { DEFAULT_LOCALE, isLocale, loadWords } from '../platform/i18n.ts';
import type { Locale } from '../platform/web/route.ts';
import { backupCommand } from './backup.command.ts';
import { Refused, WrongUsage, type Desk, type OfficeCommand, type Told } from './command.ts';
import { customersFindCommand } from './customers-find.command.ts';
import { demoResetCommand } from './demo-reset.command.ts';
import { doctorCommand } from './doctor.command.ts';
import { explainCommand } from './explain.command.ts';
import { importCommand } from './import.command.ts';
import { restoreCommand } from './restore.command.ts';
import { runCommand } from './run.command.ts';
import { runsCommand } from './runs.command.ts';
import { usersAddCommand } from './users-add.command.ts';
import { usersDisableCommand, usersResetPasswordCommand } from './users-change.command.ts';

export type { Desk } from './command.ts';

export const OFFICE_COMMANDS: readonly OfficeCommand[] = [
  doctorCommand,
  importCommand,
  runCommand,
  runsCommand,
  explainCommand,
  customersFindCommand,
  usersAddCommand,
  usersDisableCommand,
  usersResetPasswordCommand,
  demoResetCommand,
  backupCommand,
  restoreCommand,
];

/** What the process gives the commands: the world they cannot reach by themselves. */
export interface OfficeDoors {
  open: (options: { needsRedis: boolean }) => Promise<OpenOffice>;
  desk: (office: OpenOffice) => Pick<Desk, 'runJob' | 'jobs' | 'publishTimetable'>;
  readStdin: () => Promise<string>;
  out: (line: string) => void;
  aside: (line: string) => void;
}

const SHARED_OPTIONS = {
  json: { type: 'boolean' },
  lang: { type: 'string' },
  help: { type: 'boolean' },
} as const;

/**
 * Runs one command line of the operator.
 * @returns exit code: 0 done, 1 refused or failed (reason on standard error), 2 wrong usage
 */
export async function runOffice(line: readonly string[], doors: OfficeDoors): Promise<0 | 1 | 2> {
  let locale: Locale = DEFAULT_LOCALE;
  let command: OfficeCommand | null = null;
  try {
    if (line.length === 0 || ['help', '--help'].includes(line[0] ?? '')) {
      helpLines().forEach(doors.out);
      return line.length === 0 ? 2 : 0;
    }
    command = commandOf(line);
    const { asked, json, lang, help } = parse(command, line.slice(command.name.split(' ').length));
    if (help) {
      doors.out(usageOf(command));
      return 0;
    }
    locale = lang;
    const work = command.prepare(asked);
    const told = await carryOut(work, command, locale, doors);
    if (json) doors.out(JSON.stringify(told.document));
    else told.lines.forEach(doors.out);
    if (told.failure === undefined) return 0;
    doors.aside(told.failure);
    return 1;
  } catch (error) {
    if (error instanceof WrongUsage) {
      doors.aside(error.message);
      if (command !== null) doors.aside(`Usage: ${usageOf(command)}`);
      else helpLines().forEach(doors.aside);
      return 2;
    }
    const reason = reasonOf(error, locale);
    if (reason === null) throw error;
    doors.aside(reason);
    return 1;
  }
}

/** Servers that were brought up for the command go down with it, however it ends. */
async function carryOut(
  work: (desk: Desk) => Promise<Told>,
  { needsRedis = false }: OfficeCommand,
  locale: Locale,
  { open, desk, readStdin, aside }: OfficeDoors,
): Promise<Told> {
  const office = await open({ needsRedis });
  try {
    office.firstRun.news.forEach(aside);
    return await work({ office, locale, readStdin, say: aside, ...desk(office) });
  } finally {
    await office.shutdown.run('command ended');
  }
}

function commandOf(line: readonly string[]): OfficeCommand {
  const found = OFFICE_COMMANDS.find(({ name }) =>
    name.split(' ').every((word, place) => line[place] === word),
  );
  if (found === undefined) throw new WrongUsage(`There is no command "${line.join(' ')}".`);
  return found;
}

function parse(command: OfficeCommand, args: readonly string[]) {
  try {
    const { values, positionals } = parseArgs({
      args: [...args],
      options: { ...SHARED_OPTIONS, ...command.options },
      allowPositionals: true,
    });
    const { json = false, help = false, lang = DEFAULT_LOCALE } = values;
    if (typeof lang !== 'string' || !isLocale(lang)) throw new WrongUsage('--lang is zh-CN, zh-TW or en.');
    return { asked: { words: positionals, options: values }, json, help, lang };
  } catch (error) {
    if (error instanceof TypeError) throw new WrongUsage(error.message);
    throw error;
  }
}

/** Refusals in the reader's words; null for what nobody foresaw. */
function reasonOf(error: unknown, locale: Locale): string | null {
  if (error instanceof Refused) return error.message;
  if (!(error instanceof OfficeError)) return null;
  const t = loadWords().in(locale);
  const fields =
    error instanceof InvalidInput
      ? error.fields.map(({ field, message, values }) => `  ${field}: ${t(message, values)}`)
      : [];
  return [t(error.message, error.values), ...fields].join('\n');
}

function usageOf({ name, usage }: OfficeCommand): string {
  return `npm run office -- ${name} ${usage}`.trim();
}

function helpLines(): string[] {
  return [
    'Usage: npm run office -- <command> [--json] [--lang zh-CN|zh-TW|en]',
    ...OFFICE_COMMANDS.flatMap(({ name, usage, does }) => [`  ${name} ${usage}`.trimEnd(), `      ${does}`]),
  ];
}
