import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { ALL_JOBS } from '../../jobs/all-jobs.ts';
import { checkTimetable } from '../../jobs/define-job.ts';
import { SCHEDULE } from '../../jobs/schedule.ts';
import { LOCALES } from '../../server/platform/paths.ts';
import { timeProblems } from '../../server/runs/index.ts';

const line = (job: string, after: string[] = [], supersededBy: string | null = null) => ({
  job,
  after,
  supersededBy,
});

describe('the timetable of the product', () => {
  it('has every job, and every line of it its job', () => {
    expect(() => checkTimetable(SCHEDULE, ALL_JOBS)).not.toThrow();
  });

  it('has times that can be', () => {
    expect(timeProblems(SCHEDULE)).toEqual([]);
  });

  it.each(['zh-CN', 'zh-TW', 'en'])('has a name for every job in %s', (locale) => {
    const words = JSON.parse(readFileSync(join(LOCALES, locale, 'runs.json'), 'utf8')) as {
      job: Record<string, string>;
    };
    expect(Object.keys(words.job).toSorted()).toEqual(SCHEDULE.map(({ job }) => job).toSorted());
  });
});

describe('a timetable that does not hold together', () => {
  it('is refused with everything that is wrong with it', () => {
    const check = () =>
      checkTimetable(
        [line('a', ['x']), line('b'), line('b'), line('c', [], 'c')],
        [{ id: 'b' }, { id: 'd' }],
      );
    expect(check).toThrow(/a is in the timetable but not defined/);
    expect(check).toThrow(/d is defined but not in the timetable/);
    expect(check).toThrow(/b is in the timetable twice/);
    expect(check).toThrow(/a refers to x/);
    expect(check).toThrow(/c refers to c/);
  });
});
