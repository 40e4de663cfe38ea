import { expect, it } from 'vitest';
import type { Candidate } from '../../server/callbacks/candidate.ts';
import { makeJustClaimed } from '../../server/callbacks/just-claimed.ts';

const row = { itemId: 'a/2026-11-23' } as Candidate;

function scene() {
  let time = 0;
  return { claimed: makeJustClaimed(() => time), pass: (ms: number) => (time += ms) };
}

it('gives the row of a claim to its desk, once', () => {
  const { claimed } = scene();
  claimed.put('call 1', row);
  expect(claimed.take('call 2')).toBeNull();
  expect(claimed.take('call 1')).toBe(row);
  expect(claimed.take('call 1')).toBeNull();
});

it('keeps nothing longer than a second, whoever is claimed meanwhile', () => {
  const { claimed, pass } = scene();
  claimed.put('call 1', row);
  pass(600);
  claimed.put('call 2', row);
  pass(400);
  expect(claimed.take('call 1')).toBeNull();
  expect(claimed.take('call 2')).toBe(row);
});
