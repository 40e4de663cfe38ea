import type { Disposition, NextStep, ResponseGroup } from './disposition.ts';

/** Flags as the reference writes them: A answered · R right person · C complete · F final · N counts as an attempt. */
interface Line {
  code: string;
  digit?: Disposition['digit'];
  /** Letters of the flags that are set: `ARCFN`; `c` partly complete, `r` right person unknown, `f` final for the number only. */
  flags: string;
  group: ResponseGroup | null;
  next: NextStep;
  asks?: Disposition['asks'];
}

const OTHER_PART: NextStep = { kind: 'other-part' };
const NUMBER_ENDS: NextStep = { kind: 'number-ends' };

/** The table of reference.md, in its order. Digits are those of the printed sheet; 4 is the empty number (W1). */
const LINES: readonly Line[] = [
  { code: 'V1', digit: 1, flags: 'ARCFN', group: 'I', next: { kind: 'close' }, asks: 'answers' },
  { code: 'V2', digit: 8, flags: 'ARcN', group: 'P', next: { kind: 'resume' }, asks: 'interruption' },
  { code: 'B1', digit: 7, flags: 'ARN', group: 'O', next: { kind: 'appointment' }, asks: 'appointment' },
  { code: 'B2', digit: 9, flags: 'AN', group: 'NC', next: OTHER_PART },
  { code: 'N1', digit: 2, flags: 'N', group: 'NC', next: OTHER_PART },
  { code: 'N2', digit: 3, flags: 'N', group: 'NC', next: { kind: 'wait', minutes: 30, timesADay: 2 } },
  { code: 'N3', flags: 'N', group: 'NC', next: { kind: 'next-day' } },
  { code: 'N4', flags: 'N', group: 'NC', next: OTHER_PART },
  { code: 'B3', flags: 'ARN', group: 'O', next: { kind: 'wait-or-other-part', minutes: 120 } },
  {
    code: 'N5',
    flags: 'ArN',
    group: 'R',
    next: { kind: 'days', days: 7, then: 'R1', otherNumberFirst: false },
  },
  { code: 'N6', flags: 'N', group: 'NC', next: { kind: 'other-line' } },
  { code: 'R1', digit: 6, flags: 'ARFN', group: 'R', next: { kind: 'cool-down' } },
  { code: 'R2', flags: 'ARFN', group: 'R', next: { kind: 'suppress' }, asks: 'channels' },
  { code: 'W1', digit: 4, flags: 'fN', group: 'NE/UO', next: NUMBER_ENDS },
  {
    code: 'W4',
    flags: 'N',
    group: 'NC',
    next: { kind: 'days', days: 7, then: 'W1', otherNumberFirst: true },
  },
  { code: 'W2', digit: 5, flags: 'AfN', group: 'NE/UO', next: NUMBER_ENDS },
  { code: 'W3', flags: 'f', group: 'UO', next: NUMBER_ENDS, asks: 'which-number' },
  { code: 'O1', flags: 'ARN', group: 'O', next: { kind: 'other-agent' } },
  { code: 'O2', flags: 'AFN', group: 'NE', next: { kind: 'stop' }, asks: 'do-not-disturb' },
  { code: 'O3', flags: 'ARFN', group: null, next: { kind: 'check-duplicate' } },
  { code: 'S1', flags: '', group: null, next: { kind: 'back' } },
];

/** The office's own dispositions: always there, flags and next step fixed. */
export const BUILT_IN_DISPOSITIONS: readonly Disposition[] = LINES.map(
  ({ code, digit = null, flags, group, next, asks = 'nothing' }) => ({
    code,
    builtIn: true,
    active: true,
    name: null,
    digit,
    answered: flags.includes('A'),
    right: flags.includes('R') ? 'yes' : flags.includes('r') ? 'unknown' : 'no',
    complete: flags.includes('C') ? 'yes' : flags.includes('c') ? 'part' : 'no',
    final: flags.includes('F') ? 'yes' : flags.includes('f') ? 'number' : 'no',
    counts: flags.includes('N'),
    group,
    next,
    asks,
  }),
);
