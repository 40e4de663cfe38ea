import type { Translate } from '../platform/web/route.ts';
import type { Disposition } from './disposition.ts';

/** Words of dispositions by code: a leader's own words where there are any, else those of the locale. */
export function dispositionWords(
  dispositions: readonly Pick<Disposition, 'code' | 'name'>[],
  t: Translate,
): (code: string) => string {
  const own = new Map(
    dispositions.flatMap(({ code, name }) => (name === null ? [] : [[code, name] as const])),
  );
  return (code) => own.get(code) ?? t(`callbacks.disposition.${code}`);
}
