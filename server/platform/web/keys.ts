import type { HeaderTools } from './nav.ts';

/** One key or combination and what it does in a zone. */
export interface KeyHelp {
  /** Keys as printed on them, e.g. `['j', 'k']`, `['Ctrl', 'Enter']`. */
  keys: readonly string[];
  /** Locale key of what happens. */
  does: string;
  /** The keys are pressed together (Ctrl+Enter) instead of either of them. */
  together?: boolean;
  /** Stands in the footer of the screen; all stand on the `?` sheet. */
  footer?: boolean;
  /** Leads to a page of the header's tools: told only to those it is open to. */
  tool?: keyof HeaderTools;
}

/** Keys of each screen zone. `everywhere` is added to every zone; a key has one meaning per zone (tested). */
export type KeyZones = Readonly<Record<string, readonly KeyHelp[]>>;

/** Keys that act without Ctrl or Alt: the ones that must not collide and that the profile can switch off. */
export function singleKeysOf(zone: readonly KeyHelp[]): string[] {
  return zone
    .filter((help) => help.together !== true)
    .flatMap((help) => help.keys.map((key) => key.toLowerCase()));
}
