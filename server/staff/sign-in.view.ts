import type { Actor } from '../platform/roles.ts';
import type { SignInResult } from './sign-in.service.ts';

/** What a failed try says: seconds to wait, or that it was wrong and how many tries are left when few are. */
interface Refusal {
  wrong: boolean;
  /** Tries left, shown from three downwards; null above. */
  left: number | null;
  seconds: number | null;
}

export interface SignInPage {
  staffNo: string;
  next: string | null;
  refusal: Refusal | null;
  /** Colleagues are remembered here: a link to changing the person. */
  colleagues: boolean;
  /** The office's line for today, null without one. */
  notice: string | null;
}

/** A colleague who can be picked by digit. */
export interface Colleague {
  staffNo: string;
  name: string;
  /** Digits of the PIN, so that the last one submits; null without a PIN: the password is needed. */
  pinDigits: number | null;
}

export interface SwitchPage {
  known: (Colleague & { digit: number; picked: boolean })[];
  staffNo: string;
  from: string | null;
  refusal: Refusal | null;
  current: { staffNo: string; name: string } | null;
}

export function signInPage(given: {
  staffNo: string;
  next: string | null;
  result: SignInResult | null;
  colleagues: boolean;
  notice: string | null;
}): SignInPage {
  const { staffNo, next, colleagues, result, notice } = given;
  return { staffNo, next, colleagues, notice, refusal: refusalOf(result) };
}

export function switchPage(given: {
  known: readonly Colleague[];
  staffNo: string;
  from: string | null;
  result: SignInResult | null;
  current: Actor;
}): SwitchPage {
  const { known, staffNo, from, result, current } = given;
  return {
    known: known.map((colleague, index) => ({
      ...colleague,
      digit: index + 1,
      picked: colleague.staffNo === staffNo,
    })),
    staffNo: known.some((colleague) => colleague.staffNo === staffNo) ? '' : staffNo,
    from,
    refusal: refusalOf(result),
    current: current.staffNo === '' ? null : { staffNo: current.staffNo, name: current.name },
  };
}

const FEW = 3;

function refusalOf(result: SignInResult | null): Refusal | null {
  if (result === null || result.kind === 'in') return null;
  if (result.kind === 'paused') return { wrong: false, left: null, seconds: result.seconds };
  return { wrong: true, left: result.left <= FEW ? result.left : null, seconds: null };
}
