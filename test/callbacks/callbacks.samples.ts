import { samples as incoming } from './incoming.samples.ts';
import { samples as queue } from './queue.samples.ts';

/** One model or several for every view of the folder. */
export const samples: Record<string, object | object[]> = { ...queue, ...incoming };
