import type { Clock } from '../platform/clock.ts';
import { InvalidInput } from '../platform/errors.ts';
import { lately } from '../platform/lately.ts';
import type { WorkstationModel } from './workstation.model.ts';

/** The PCs on the desks; each is known by the long-lived name of its browser. */
export interface Workstations {
  /** Digits its telephone needs before an outside number, empty when none. */
  outsidePrefix(device: string | null): Promise<string>;
  /** @throws InvalidInput naming `prefix` for anything but up to six digits, `*` and `#`. */
  setOutsidePrefix(device: string | null, digits: string): Promise<void>;
}

export function makeWorkstations({ model, clock }: { model: WorkstationModel; clock: Clock }): Workstations {
  const prefixOf = lately((device: string) => model.outsidePrefix(device));
  return {
    outsidePrefix: (device) => (device === null ? Promise.resolve('') : prefixOf(device)),
    setOutsidePrefix: async (device, digits) => {
      if (!/^[\d*#]{0,6}$/.test(digits)) refuse('staff.errors.prefix');
      if (device === null) return refuse('staff.errors.workstation');
      await model.setOutsidePrefix(device, digits, clock.real());
      prefixOf.forget();
    },
  };
}

function refuse(message: string): never {
  throw new InvalidInput([{ field: 'prefix', message }]);
}
