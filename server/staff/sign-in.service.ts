import type { AuditTrail } from '../platform/audit.ts';
import type { Clock } from '../platform/clock.ts';
import { hashOf } from '../platform/ids.ts';
import type { Actor } from '../platform/roles.ts';
import type { KnownDeviceModel } from './known-device.model.ts';
import { isStaffNo } from './person.ts';
import type { PersonModel, StoredPerson } from './person.model.ts';
import type { Secrets } from './secret.service.ts';
import { makeTurnstile } from './turnstile.ts';
import type { ThrottleLimit, ThrottleModel, ThrottleVerdict } from './throttle.model.ts';

/** How a try to sign in ended. */
export type SignInResult =
  | { kind: 'in'; staffNo: string; stamp: string; mustChangePassword: boolean }
  | { kind: 'wrong'; left: number }
  /** Too many tries: nothing was checked. */
  | { kind: 'paused'; seconds: number };

/** Signing in with a password, and taking over a PC with a PIN. */
export interface SignIns {
  /**
   * @param device random name of the browser, null for one never signed in at
   * @param address network address; a whole shop may stand behind one
   */
  withPassword(
    staffNo: string,
    password: string,
    device: string | null,
    address: string,
  ): Promise<SignInResult>;
  /** Only for a PC that is open; the caller checks that. */
  withPin(staffNo: string, pin: string): Promise<SignInResult>;
  /** A browser got its name at the first sign-in: from now on the person is known there. */
  rememberDevice(staffNo: string, device: string): Promise<void>;
}

const MINUTE = 60_000;

/** Sign-ins worked on at the same time; each asks the database several times, and other pages need it too. */
const AT_ONCE = 4;
const WAITING = 300;

/**
 * Tries before pauses. A browser where the person has signed in before has a count of its own, so that guessing from
 * elsewhere, even from the same shop's address, does not lock the honest person out; pauses stay short for the same
 * reason. A PIN has few digits, so it is switched off until the next sign-in with the password.
 */
export const LIMITS = {
  knownDevice: { tries: 5, windowMs: 15 * MINUTE, pauseMs: MINUTE / 2, longestMs: 5 * MINUTE },
  account: { tries: 10, windowMs: 15 * MINUTE, pauseMs: MINUTE, longestMs: 5 * MINUTE },
  address: { tries: 60, windowMs: 15 * MINUTE, pauseMs: MINUTE, longestMs: 5 * MINUTE },
  pin: { tries: 5, windowMs: 720 * MINUTE, pauseMs: 720 * MINUTE, longestMs: 720 * MINUTE },
} satisfies Record<string, ThrottleLimit>;

export function makeSignIns({
  model,
  devices,
  throttle,
  secrets,
  clock,
  audit,
}: {
  model: PersonModel;
  devices: KnownDeviceModel;
  throttle: ThrottleModel;
  secrets: Secrets;
  clock: Clock;
  audit: AuditTrail;
}): SignIns {
  const trace = (staffNo: string, event: string, person: StoredPerson | null) => {
    const actor: Actor = {
      staffNo: person?._id ?? 'unknown',
      name: person?.name ?? '',
      roles: person?.roles ?? [],
    };
    // A number that belongs to nobody may be a mistyped password: it is not written down.
    const known = person !== null && isStaffNo(staffNo);
    return audit.record({ actor, event, ...(known ? { subject: { kind: 'person', id: staffNo } } : {}) });
  };

  const inTurn = makeTurnstile({ atOnce: AT_ONCE, waiting: WAITING });

  return {
    withPassword: (staffNo, password, device, address) =>
      inTurn(() => passwordTry(staffNo, password, device, address)),
    withPin: (staffNo, pin) => inTurn(() => pinTry(staffNo, pin)),
    rememberDevice: (staffNo, device) => devices.remember(staffNo, device, clock.real()),
  };

  async function passwordTry(
    staffNo: string,
    password: string,
    device: string | null,
    address: string,
  ): Promise<SignInResult> {
    const now = clock.real();
    const keys = keysOf(staffNo, address, device);
    const known = await devices.isKnown(staffNo, device, now);
    const counters: [string, ThrottleLimit][] = known
      ? [[keys.device, LIMITS.knownDevice]]
      : [
          [keys.address, LIMITS.address],
          [keys.account, LIMITS.account],
        ];
    const verdicts: ThrottleVerdict[] = [];
    for (const [key, limit] of counters) {
      const verdict = await throttle.take(key, limit, now);
      // Refused tries go no further: they cost the account no try, and a flood of them does not drown the trail.
      if (!verdict.allowed) return pausedUntil(verdict, now);
      verdicts.push(verdict);
    }
    const person = await model.find(staffNo);
    const right = await secrets.matches(person?.passwordHash ?? null, password);
    if (!right || person?.active !== true) {
      await trace(staffNo, 'sign-in.failed', person);
      return { kind: 'wrong', left: Math.min(...verdicts.map(({ left }) => left)) };
    }
    await throttle.clear(keys.device, keys.account, keys.pin);
    if (!known) await throttle.giveBack(keys.address);
    await trace(staffNo, 'sign-in.done', person);
    return inAs(person);
  }

  async function pinTry(staffNo: string, pin: string): Promise<SignInResult> {
    const now = clock.real();
    const key = keysOf(staffNo, '', null).pin;
    const verdict = await throttle.take(key, LIMITS.pin, now);
    if (!verdict.allowed) return pausedUntil(verdict, now);
    const person = await model.find(staffNo);
    const right = await secrets.matches(person?.pinHash ?? null, pin);
    if (!right || person?.active !== true || person.mustChangePassword) {
      await trace(staffNo, 'sign-in.pin-failed', person);
      return { kind: 'wrong', left: verdict.left };
    }
    await throttle.clear(key);
    await trace(staffNo, 'sign-in.switched', person);
    return inAs(person);
  }
}

function inAs(person: StoredPerson): SignInResult {
  return {
    kind: 'in',
    staffNo: person._id,
    stamp: person.stamp,
    mustChangePassword: person.mustChangePassword,
  };
}

function pausedUntil({ until }: ThrottleVerdict, now: Date): SignInResult {
  const waitMs = (until ?? now).getTime() - now.getTime();
  return { kind: 'paused', seconds: Math.max(1, Math.ceil(waitMs / 1000)) };
}

/** Hashed, so that the collection of tries names neither person nor address. */
function keysOf(staffNo: string, address: string, device: string | null) {
  return {
    account: hashOf('tries-account', staffNo),
    device: hashOf('tries-device', staffNo, device ?? ''),
    address: hashOf('tries-address', address),
    pin: hashOf('tries-pin', staffNo),
  };
}
