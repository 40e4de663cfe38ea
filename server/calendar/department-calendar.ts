import type { Hours } from './working-time.ts';

/** A department's own working time (责任部门 / 柜组); one without a row keeps the defaults. */
export interface DepartmentCalendar {
  /** Short code, stable: what tickets refer to. */
  code: string;
  name: string;
  hours: Hours[];
  /** `office`: works on office working days; `store`: on every day the store opens (counters). */
  basis: 'office' | 'store';
  version: number;
}
