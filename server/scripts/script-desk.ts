import type { Clock } from '../platform/clock.ts';
import { NotFound } from '../platform/errors.ts';
import type { Role } from '../platform/roles.ts';
import type { Ask } from '../platform/web/route.ts';
import type { Placeholders } from './placeholder.ts';
import { EXAMPLE_CALL } from './seed/example.ts';
import type { Scripts, ScriptSummary } from './script.types.ts';

/** What the leader's pages of scripts are made of. */
export interface ScriptDesk {
  scripts: Scripts;
  clock: Clock;
  storeName: string;
  staffNames: () => Promise<ReadonlyMap<string, string>>;
}

export const LEADERS: readonly Role[] = ['leader', 'admin'];

/** @throws NotFound */
export async function summaryOf(scripts: Scripts, scriptId: string): Promise<ScriptSummary> {
  const found = (await scripts.list()).find((one) => one.scriptId === scriptId);
  if (found === undefined) throw new NotFound('scripts.errors.unknown');
  return found;
}

/** Names of staff for who published what; the scripts that the product brought are nobody's. */
export async function namesFor(desk: ScriptDesk, ask: Ask): Promise<(staffNo: string) => string> {
  const names = await desk.staffNames();
  return (staffNo) =>
    staffNo === 'system' ? ask.t('scripts.as-delivered') : (names.get(staffNo) ?? staffNo);
}

/** The invented call of the preview, in this store. */
export function exampleCall({ storeName }: ScriptDesk): Placeholders {
  return { ...EXAMPLE_CALL, store: storeName };
}
