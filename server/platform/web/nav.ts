import type { Role } from '../roles.ts';
import type { RouteEntry } from './route.ts';

/** One entry of the header's navigation; features are registered in `server/nav.ts`. */
export interface NavItem {
  /** Word of the entry: `frame.nav.<key>` in the locales. */
  key: string;
  path: string;
  roles: readonly Role[] | 'signed-in';
  /** Position from the left. */
  order: number;
  /** Letter after `g` that jumps here. */
  jump?: string;
  /** Stands in the menu 设置 at the end of the bar: what is set once and looked at seldom. */
  setUp?: true;
}

/** Pages behind the header's tools: the search box, the badge of runs, what the telephone brings in. */
export interface HeaderTools {
  search: string;
  runs: string;
  incoming?: string;
}

/** Path of a page when a route lets these roles GET it, else null: nobody is offered what would be refused. */
export function openTo(
  routes: readonly Pick<RouteEntry, 'method' | 'path' | 'roles'>[],
  path: string | undefined,
  roles: readonly Role[],
): string | null {
  const route = routes.find((one) => one.method === 'get' && one.path === path);
  if (route === undefined || path === undefined) return null;
  if (typeof route.roles === 'string' || route.roles.some((role) => roles.includes(role))) return path;
  return null;
}

/** Entries that a holder of these roles sees, in order. */
export function navFor(items: readonly NavItem[], roles: readonly Role[]): NavItem[] {
  return items
    .filter((item) => item.roles === 'signed-in' || item.roles.some((role) => roles.includes(role)))
    .toSorted((a, b) => a.order - b.order);
}

/** Entries of the bar and of its menu; a menu of one entry would only be in the way. */
export function barAndMenu<T extends Pick<NavItem, 'setUp'>>(items: readonly T[]): { bar: T[]; menu: T[] } {
  const menu = items.filter(({ setUp }) => setUp === true);
  return menu.length < 2
    ? { bar: [...items], menu: [] }
    : { bar: items.filter(({ setUp }) => setUp !== true), menu };
}

/** The entry a path belongs to: the longest one it starts with, so that `/` is not current everywhere. */
export function currentNav(items: readonly NavItem[], path: string): NavItem | null {
  const holds = (item: NavItem) =>
    path === item.path || (item.path !== '/' && path.startsWith(`${item.path}/`));
  return items.filter(holds).toSorted((a, b) => b.path.length - a.path.length)[0] ?? null;
}
