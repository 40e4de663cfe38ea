import { RuleBroken } from '../platform/errors.ts';
import type { BusinessDate } from '../platform/business-date.ts';
import type { HeldRows } from './dispatch.types.ts';
import type { DispatchItem } from './item.ts';

/** Who has whom on the telephone, as the calling part says; nobody until it has said how to ask. */
export function makeHeldRows() {
  let source: HeldRows = () => Promise.resolve(new Set());
  return {
    onHeld: (given: HeldRows): void => {
      source = given;
    },

    /** @throws RuleBroken naming the rows of the sheet that are in an open call */
    mustBeFree: async (day: BusinessDate, rows: readonly DispatchItem[]): Promise<void> => {
      const held = await source(day);
      const places = rows.filter(({ _id }) => held.has(_id)).map(({ place }) => String(place ?? ''));
      if (places.length > 0) throw new RuleBroken('dispatch.errors.in-call', { rows: places.join(', ') });
    },
  };
}

export type HeldRowsCheck = ReturnType<typeof makeHeldRows>;
