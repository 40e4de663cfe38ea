import type { OpenOffice } from '../open-office.ts';
import type { BusinessDate } from '../platform/business-date.ts';
import type { Locale } from '../platform/web/route.ts';
import type { RunReport } from '../runs/index.ts';

/** What a command leaves: one document for `--json`, lines for people otherwise. */
export interface Told {
  document: unknown;
  lines: readonly string[];
  /** Why the command counts as failed although it has a document (a run that failed, a check that is bad). */
  failure?: string;
}

/** What a command works with. */
export interface Desk {
  office: OpenOffice;
  locale: Locale;
  /** All of standard input, for secrets that must not stand in a command line. */
  readStdin: () => Promise<string>;
  /** Runs a job now, or waits for the worker that has it. */
  runJob: (job: string, day: BusinessDate) => Promise<RunReport>;
  /** Jobs of the timetable. */
  jobs: readonly string[];
  /** Writes the timetable of the code into the database (again, after everything was emptied). */
  publishTimetable: () => Promise<void>;
  /** One line on standard error, for what takes long. */
  say: (line: string) => void;
}

/** The words and options of one call, options without dashes; flags are `true`. */
export interface Asked {
  words: readonly string[];
  options: Readonly<Record<string, string | boolean | undefined>>;
}

export interface OfficeCommand {
  /** One or two words, e.g. `users add`. */
  name: string;
  /** Arguments as shown in the help. */
  usage: string;
  does: string;
  options: Readonly<Record<string, { type: 'string' | 'boolean' }>>;
  /** It looks at Redis, so that one is brought up too. */
  needsRedis?: boolean;
  /**
   * Reads the arguments before anything is opened, so that wrong usage costs nothing.
   * @throws WrongUsage
   */
  prepare: (asked: Asked) => (desk: Desk) => Promise<Told>;
}

/** The command line itself is wrong: exit code 2, the usage is shown. */
export class WrongUsage extends Error {
  override readonly name = 'WrongUsage';
}

/** The command was understood and is refused: exit code 1, the reason on standard error. */
export class Refused extends Error {
  override readonly name = 'Refused';
}

/** Exactly these words. @throws WrongUsage */
export function wordsOf<N extends string>(asked: Asked, ...names: N[]): Record<N, string> {
  if (asked.words.length !== names.length)
    throw new WrongUsage(names.length === 0 ? 'No words belong here.' : `Wanted: ${names.join(', ')}.`);
  return Object.fromEntries(names.map((name, place) => [name, asked.words[place] ?? ''])) as Record<
    N,
    string
  >;
}

/** An option that must be given. @throws WrongUsage */
export function requiredOption(asked: Asked, name: string): string {
  const value = asked.options[name];
  if (typeof value !== 'string' || value === '') throw new WrongUsage(`--${name} is missing.`);
  return value;
}
