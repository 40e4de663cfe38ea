/** The eight roles of the office; one person may hold several. The florist has no account. */
export const ROLES = [
  'clerk',
  'agent',
  'leader',
  'mail',
  'stock',
  'department',
  'supervisor',
  'admin',
] as const;

export type Role = (typeof ROLES)[number];

/** Who acts: a signed-in person, or the system itself (jobs, imports from the command line). */
export interface Actor {
  /** Staff number, or `system`. */
  staffNo: string;
  name: string;
  roles: Role[];
}

/** The actor of scheduled work. */
export const SYSTEM: Actor = { staffNo: 'system', name: 'system', roles: [] };
