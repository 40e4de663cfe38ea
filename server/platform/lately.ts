/** How old an answer may be, milliseconds of real time. */
export const MOMENT_MS = 1_000;
/** Different questions remembered at once; a process that meets more in one second starts anew. */
const MOST_KEPT = 100;

/** A read whose answer is remembered for a moment. */
export interface Lately<Key extends readonly string[], Answer> {
  (...key: Key): Promise<Answer>;
  /** Keeps what was read for another purpose, as if it had been asked for. */
  remember: (answer: Answer, ...key: Key) => void;
  /** To be called after a write of one's own: the next one who asks reads anew. */
  forget: () => void;
}

/**
 * Remembers for a second what a read of the house's own data answered (roster, names, calendars, results a call can have):
 * every page of every agent asks for it, and it changes a few times a day. What this process writes is seen at once by
 * {@link Lately.forget}, what another one wrote after a second; decision 0155 says what may rest on it. Those who ask at the same moment share one read; a failed one is not remembered. Answers are shared: read only.
 */
export function lately<Key extends readonly string[], Answer>(
  read: (...key: Key) => Promise<Answer>,
  now: () => number = () => performance.now(),
): Lately<Key, Answer> {
  const kept = new Map<string, { until: number; answer: Promise<Answer> }>();
  const dropOld = () => {
    for (const [name, { until }] of kept) if (now() >= until) kept.delete(name);
    if (kept.size >= MOST_KEPT) kept.clear();
  };
  const keep = (name: string, answer: Promise<Answer>) => {
    if (kept.size >= MOST_KEPT) dropOld();
    const entry = { until: now() + MOMENT_MS, answer };
    kept.set(name, entry);
    return entry;
  };
  const ask = (...key: Key): Promise<Answer> => {
    const name = key.join('\n');
    const known = kept.get(name);
    if (known !== undefined && now() < known.until) return known.answer;
    const entry = keep(name, read(...key));
    entry.answer.catch(() => {
      if (kept.get(name) === entry) kept.delete(name);
    });
    return entry.answer;
  };
  return Object.assign(ask, {
    remember: (answer: Answer, ...key: Key) => {
      keep(key.join('\n'), Promise.resolve(answer));
    },
    forget: () => {
      kept.clear();
    },
  });
}
