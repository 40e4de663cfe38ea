import type { NavItem } from './platform/web/nav.ts';

/** The header's navigation, one line per page that has an entry; its word is `frame.nav.<key>` in the locales. */
export const NAV: readonly NavItem[] = [
  { key: 'people', path: '/staff', roles: ['admin'], order: 90, jump: 'p' },
  { key: 'audit', path: '/audit', roles: ['admin'], order: 91 },
];
