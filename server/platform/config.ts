import { z } from 'zod';

const instant = z.iso.datetime({
  offset: true,
  message: 'must be an instant with offset, e.g. 2026-11-23T08:49:00+08:00',
});
const flag = z.enum(['0', '1']).transform((value) => value === '1');
const seconds = (standard: number) =>
  z.coerce
    .number()
    .positive()
    .default(standard)
    .transform((value) => value * 1000);

/** Every setting of the product. The README's configuration table repeats this list; a test compares them. */
const settings = z.object({
  NODE_ENV: z.enum(['production', 'development', 'test']).default('development'),
  PORT: z.coerce.number().int().min(0).max(65_535).default(3000),
  /** Address the web server listens on. */
  HOST: z.string().min(1).default('0.0.0.0'),
  /** Folder of the embedded servers and of uploads. */
  DATA_DIR: z.string().min(1).default('.data'),
  MONGODB_URI: z.string().startsWith('mongodb').optional(),
  REDIS_URL: z.string().startsWith('redis').optional(),
  /** Prefix of all Redis keys. */
  REDIS_PREFIX: z
    .string()
    .regex(/^[a-z0-9-]+$/)
    .default('office'),
  /** Starts embedded servers although NODE_ENV=production. */
  EMBEDDED: flag.default(false),
  /** 1 demo office, 0 empty office, unset: ask on a terminal, else demo. */
  DEMO: flag.optional(),
  OFFICE_NOW: instant.optional(),
  STORE_NAME: z.string().min(1).default('滨江百货'),
  LOG_LEVEL: z.enum(['fatal', 'error', 'warn', 'info', 'debug', 'silent']).default('info'),
  /** Signs session cookies; generated and kept in DATA_DIR when absent outside production. */
  SESSION_SECRET: z.string().min(32).optional(),
  /** 1 when a TLS proxy stands in front: secure cookies, forwarded addresses believed. */
  BEHIND_TLS: flag.default(false),
  /** Command that takes a PDF on standard input and prints it. */
  PRINT_COMMAND: z.string().min(1).optional(),
  CHROMIUM_PATH: z.string().min(1).optional(),
  /** Lease of a running job, seconds. */
  RUN_LEASE: seconds(30),
  /** Planner tick, seconds. */
  TICK_EVERY: seconds(30),
  /** Attempts before a run is failed for good. */
  RUN_ATTEMPTS: z.coerce.number().int().min(1).default(10),
  /** Customers per fenced chunk of a run. */
  RUN_CHUNK: z.coerce.number().int().min(1).max(5_000).default(1_000),
  /** An open call is let go after so many seconds without a sign of life. */
  CALL_LEASE: seconds(120),
  /** Calls one person on duty makes between 17:00 and 18:15. */
  DUTY_CALLS: z.coerce.number().int().min(0).max(100).default(12),
  /** Sign-in ends after this idle time, seconds. */
  SESSION_IDLE: seconds(30 * 60),
  /** Sign-in ends at the latest after this time, seconds. */
  SESSION_LIFE: seconds(12 * 3600),
});

export type Config = Readonly<z.output<typeof settings>>;

/** All that is wrong with the settings, in one message of one line per setting. */
export class ConfigProblems extends Error {
  readonly problems: string[];

  constructor(problems: string[]) {
    super(`Settings that cannot be used:\n${problems.map((line) => `  ${line}`).join('\n')}`);
    this.problems = problems;
  }
}

/**
 * Reads the settings from environment variables (empty means unset).
 * @throws ConfigProblems naming every bad setting at once.
 */
export function readConfig(environment: Record<string, string | undefined> = process.env): Config {
  const given = Object.fromEntries(
    Object.entries(environment).filter(([, value]) => value !== undefined && value !== ''),
  );
  const parsed = settings.safeParse(given);
  const problems = parsed.success
    ? crossChecks(parsed.data)
    : parsed.error.issues.map((issue) => `${issue.path.join('.')}: ${issue.message}`);
  if (!parsed.success || problems.length > 0) throw new ConfigProblems(problems);
  return parsed.data;
}

/** Names of all settings, for the test that holds the README against them. */
export const SETTING_NAMES = Object.keys(settings.shape);

function crossChecks(config: Config): string[] {
  const problems: string[] = [];
  const production = config.NODE_ENV === 'production';
  if (production && config.OFFICE_NOW !== undefined)
    problems.push('OFFICE_NOW: a rehearsed clock is for training only, never with NODE_ENV=production');
  if (production && config.SESSION_SECRET === undefined && !config.EMBEDDED)
    problems.push('SESSION_SECRET: required with NODE_ENV=production (32 characters or more)');
  if (production && config.MONGODB_URI === undefined && !config.EMBEDDED)
    problems.push('MONGODB_URI: required with NODE_ENV=production (or EMBEDDED=1)');
  return problems;
}
