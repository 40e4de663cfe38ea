import type { AuditTrail } from '../audit.ts';
import type { Clock } from '../clock.ts';
import type { Config } from '../config.ts';
import type { Words } from '../i18n.ts';
import type { Log } from '../log.ts';

/** What the web frame stands on. */
export interface WebHouse {
  config: Config;
  clock: Clock;
  log: Log;
  audit: AuditTrail;
  words: Words;
}
