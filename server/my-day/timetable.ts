import type { Role } from '../platform/roles.ts';
import type { DayStep } from './day-step.ts';

const EVERYBODY: readonly Role[] = ['leader', 'agent', 'clerk', 'mail', 'stock'];

/**
 * The day's procedure (domain.md §2) as lines of the page, for every role. A part of the product that knows more about
 * a step gives a {@link StepSource} for its id; until then the step shows the hour and what has to happen, no figures.
 */
export const TIMETABLE: readonly DayStep[] = [
  { id: 'draft', time: '08:20', until: '08:50', roles: ['leader'] },
  { id: 'meeting', time: '08:30', until: '08:50', roles: [...EVERYBODY, 'supervisor'] },
  { id: 'fix', time: '08:50', until: null, roles: ['leader'] },
  { id: 'entry', time: '09:00', until: '17:00', roles: ['leader', 'clerk'] },
  { id: 'calls', time: '09:00', until: '11:30', roles: ['leader', 'agent', 'supervisor'] },
  { id: 'envelopes', time: '09:00', until: '12:55', roles: ['leader', 'mail'] },
  { id: 'draw-cards', time: '09:00', until: '09:15', roles: ['mail', 'stock'] },
  { id: 'flowers', time: '10:00', until: '17:00', roles: ['leader'] },
  { id: 'wishes', time: null, until: null, roles: ['leader'], href: '/wishes' },
  { id: 'settlement', time: null, until: null, roles: ['leader', 'mail', 'stock'], weekday: 1 },
  { id: 'lunch', time: '11:30', until: '13:00', roles: EVERYBODY, pause: true },
  { id: 'before-posting', time: '12:55', until: '13:00', roles: ['leader', 'mail'] },
  { id: 'afternoon-all', time: '13:00', until: '17:00', roles: ['leader'] },
  { id: 'afternoon', time: '13:00', until: '17:00', roles: ['agent', 'supervisor'] },
  { id: 'posting', time: '13:00', until: '17:00', roles: ['mail'] },
  { id: 'report', time: '17:00', until: '17:30', roles: ['agent', 'clerk', 'mail', 'stock'] },
  { id: 'day-close', time: '17:00', until: null, roles: ['leader'] },
  { id: 'summary', time: '17:00', until: '18:30', roles: ['leader', 'supervisor'] },
  { id: 'duty', time: '17:00', until: '18:30', roles: ['leader', 'agent', 'clerk'] },
  { id: 'duty-close', time: '18:30', until: null, roles: ['leader'] },
  { id: 'duty-report', time: '18:35', until: '19:00', roles: ['leader', 'supervisor'] },
  { id: 'visits', time: null, until: null, roles: ['agent', 'department'], href: '/wishes/visits' },
  { id: 'department-replies', time: null, until: null, roles: ['department'] },
  { id: 'admin-people', time: null, until: null, roles: ['admin'], href: '/staff' },
  { id: 'admin-runs', time: null, until: null, roles: ['admin'], href: '/runs' },
  { id: 'admin-rules', time: null, until: null, roles: ['admin'], href: '/dispatch/rules' },
  { id: 'admin-calendar', time: null, until: null, roles: ['admin'], href: '/calendar' },
  { id: 'admin-audit', time: null, until: null, roles: ['admin'], href: '/audit' },
];
