import { samples as dispositions } from './dispositions.samples.ts';
import { samples as day } from './day.samples.ts';
import { samples as desk } from './desk.samples.ts';
import { samples as incoming } from './incoming.samples.ts';
import { samples as paper } from './paper.samples.ts';
import { samples as queue } from './queue.samples.ts';
import { samples as results } from './results.samples.ts';
import { samples as messages } from './message.samples.ts';
import { samples as templates } from './templates.samples.ts';

/** One model or several for every view of the folder. */
export const samples: Record<string, object | object[]> = {
  ...day,
  ...desk,
  ...dispositions,
  ...queue,
  ...incoming,
  ...paper,
  ...results,
  ...messages,
  ...templates,
};
