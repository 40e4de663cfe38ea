import { expect, it } from 'vitest';
import type { Candidate } from '../../server/callbacks/candidate.ts';
import type { StoredCall } from '../../server/callbacks/stored-call.ts';
import { makeJustClaimed } from '../../server/callbacks/just-claimed.ts';

const claim = (_id: string) => ({ call: { _id } as StoredCall, candidate: {} as Candidate });
const one = claim('call 1');
const two = claim('call 2');

function scene() {
  let time = 0;
  return { claimed: makeJustClaimed(() => time), pass: (ms: number) => (time += ms) };
}

it('gives the row of a claim to its desk, once', () => {
  const { claimed } = scene();
  claimed.put(one);
  expect(claimed.take('call 2')).toBeNull();
  expect(claimed.take('call 1')).toBe(one);
  expect(claimed.take('call 1')).toBeNull();
});

it('gives nothing that was written to since', () => {
  const { claimed } = scene();
  claimed.put(one);
  claimed.put(two);
  claimed.drop('call 1', 'call 3');
  expect(claimed.take('call 1')).toBeNull();
  expect(claimed.take('call 2')).toBe(two);
});

it('keeps nothing longer than a second, whoever is claimed meanwhile', () => {
  const { claimed, pass } = scene();
  claimed.put(one);
  pass(600);
  claimed.put(two);
  pass(400);
  expect(claimed.take('call 1')).toBeNull();
  expect(claimed.take('call 2')).toBe(two);
});
