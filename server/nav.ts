import type { HeaderTools, NavItem } from './platform/web/nav.ts';

/** The header's navigation, one line per page that has an entry; its word is `frame.nav.<key>` in the locales. */
export const NAV: readonly NavItem[] = [
  { key: 'my-day', path: '/', roles: 'signed-in', order: 10, jump: 'm' },
  { key: 'dispatch', path: '/dispatch', roles: ['leader', 'supervisor', 'admin'], order: 20, jump: 'd' },
  { key: 'my-sheets', path: '/calls', roles: ['agent'], order: 21, jump: 's' },
  { key: 'call-day', path: '/calls/day', roles: ['leader', 'supervisor'], order: 22, jump: 'o' },
  { key: 'my-results', path: '/calls/results', roles: ['agent'], order: 23, jump: 'e' },
  {
    key: 'customers',
    path: '/customers',
    roles: ['clerk', 'agent', 'leader', 'mail', 'supervisor'],
    order: 30,
    jump: 'c',
  },
  { key: 'completion', path: '/completion', roles: ['clerk', 'leader'], order: 31, jump: 'f' },
  { key: 'paper', path: '/calls/paper', roles: ['clerk'], order: 32, jump: 'b' },
  { key: 'lists', path: '/lists', roles: ['clerk', 'leader', 'admin'], order: 40, jump: 'l' },
  { key: 'wishes', path: '/wishes', roles: ['leader', 'supervisor'], order: 35, jump: 'w' },
  { key: 'visits', path: '/wishes/visits', roles: ['department'], order: 36, jump: 'v' },
  { key: 'metrics', path: '/metrics', roles: ['leader', 'supervisor'], order: 55, jump: 'k' },
  {
    key: 'roster',
    path: '/roster',
    roles: ['clerk', 'agent', 'leader', 'mail', 'stock', 'supervisor'],
    order: 60,
    jump: 'r',
  },
  {
    key: 'rules',
    path: '/dispatch/rules',
    roles: ['leader', 'supervisor', 'admin'],
    order: 64,
    jump: 'u',
    setUp: true,
  },
  { key: 'scripts', path: '/scripts', roles: ['leader', 'admin'], order: 65, jump: 't', setUp: true },
  {
    key: 'dispositions',
    path: '/callbacks/dispositions',
    roles: ['leader', 'supervisor', 'admin'],
    order: 66,
    jump: 'n',
    setUp: true,
  },
  {
    key: 'templates',
    path: '/callbacks/templates',
    roles: ['leader', 'admin'],
    order: 67,
    jump: 'x',
    setUp: true,
  },
  {
    key: 'calendar',
    path: '/calendar',
    roles: ['leader', 'supervisor', 'admin'],
    order: 70,
    jump: 'y',
    setUp: true,
  },
  { key: 'people', path: '/staff', roles: ['admin'], order: 90, jump: 'p' },
  { key: 'audit', path: '/audit', roles: ['admin'], order: 91 },
  { key: 'exports', path: '/exports', roles: ['admin'], order: 92 },
];

/** Pages behind the header's search box, its badge of runs and its incoming calls. */
export const TOOLS: HeaderTools = { search: '/customers', runs: '/runs', incoming: '/calls/incoming' };
