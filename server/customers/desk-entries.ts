/** Something on the desk that belongs to a customer under a business key. */
interface Entry {
  customerId: string;
}

/**
 * Hands the loser's entries over to the survivor, each business key once: a stored entry outlives a fresh one of the
 * same key (it is moved in the database); of two fresh ones the survivor's stays. `absorb` may carry something of the
 * entry that goes over to the one that stays.
 */
export function handOver<T extends Entry>(
  entries: Map<string, T>,
  fresh: T[],
  keyOf: (entry: T) => string,
  { loser, survivor }: { loser: string; survivor: string },
  absorb: (stays: T, goes: T) => void = () => undefined,
): void {
  for (const [key, theirs] of [...entries]) {
    if (theirs.customerId !== loser) continue;
    entries.delete(key);
    const newKey = keyOf({ ...theirs, customerId: survivor });
    const ours = entries.get(newKey);
    const theirsIsFresh = fresh.includes(theirs);
    if (ours !== undefined && (theirsIsFresh || !fresh.includes(ours))) {
      absorb(ours, theirs);
      drop(fresh, theirs);
      continue;
    }
    if (ours !== undefined) {
      absorb(theirs, ours);
      drop(fresh, ours);
    }
    theirs.customerId = survivor;
    entries.set(newKey, theirs);
  }
}

function drop<T>(list: T[], item: T): void {
  const at = list.indexOf(item);
  if (at >= 0) list.splice(at, 1);
}
