import { hash, verify } from '@node-rs/argon2';
import { makeTurnstile } from './turnstile.ts';

/** Hashes and checks passwords and PINs with argon2id, few at a time. */
export interface Secrets {
  hash(secret: string): Promise<string>;
  /**
   * True when `secret` belongs to `stored`. With `stored` null (no such person, no PIN) the same work is done and the
   * answer is false, so that time tells nothing about who exists.
   * @throws Unavailable when too many are waiting already.
   */
  matches(stored: string | null, secret: string): Promise<boolean>;
}

/** OWASP's second recommendation for argon2id: 19 MiB, two passes, one lane. */
const COST = { memoryCost: 19_456, timeCost: 2, parallelism: 1 };

/**
 * A storm of sign-ins must neither take all memory nor all threads from the other pages: `atOnce` run, `waiting` may
 * queue, the rest are told to come back.
 */
export function makeSecrets({ atOnce = 2, waiting = 60 } = {}): Secrets {
  const limited = makeTurnstile({ atOnce, waiting });
  let nobody: Promise<string> | undefined;
  return {
    hash: (secret) => limited(() => hash(secret, COST)),
    matches: async (stored, secret) => {
      nobody ??= hash('nobody has this password', COST);
      const against = stored ?? (await nobody);
      const same = await limited(() => verify(against, secret));
      return stored !== null && same;
    },
  };
}
