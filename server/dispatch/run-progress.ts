import type { BusinessDate } from '../platform/business-date.ts';
import type { Tally } from './tally.ts';

/** An agent as the run found them when it began; a resumed run goes by the same picture. */
export interface AgentPicture {
  staffNo: string;
  name: string;
  capacity: number;
  present: boolean;
}

/**
 * Progress of a draft or fixing run, committed with every step: `carry` what earlier days left → `sweep` all customers →
 * `plan` agents → `fix` sheets one by one → `done`.
 */
export interface RunProgress {
  phase: 'carry' | 'sweep' | 'plan' | 'fix' | 'done';
  /** Last customer swept. */
  cursor: string | null;
  tally: Tally;
  agents: AgentPicture[];
  /** Version of the rules the run began with. */
  rulesVersion: number;
  /** People put on sheets by this run so far. */
  fixed: number;
  day: BusinessDate;
}
