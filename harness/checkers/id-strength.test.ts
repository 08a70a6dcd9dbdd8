import { createHash, randomBytes, randomUUID } from 'node:crypto';
import { describe, expect, test } from 'vitest';
import { idStrength } from './id-strength.js';

const SAMPLES = 64;

function sample(make: (index: number) => string): string[] {
  return Array.from({ length: SAMPLES }, (_, index) => make(index));
}

describe('ids that cannot be foretold measure high', () => {
  const makers: Readonly<Record<string, (index: number) => string>> = {
    'random UUIDs': () => randomUUID(),
    'UUIDs without hyphens': () => randomUUID().replaceAll('-', ''),
    'random base64url': () => randomBytes(16).toString('base64url'),
    'random hex of 128 bits': () => randomBytes(16).toString('hex'),
    'a prefix and a random UUID': () => `mcp-session-${randomUUID()}`,
    'a hash of something random': () => createHash('sha256').update(randomBytes(8)).digest('hex'),
  };
  test.each(Object.entries(makers))('%s', (_, make) => {
    const { repeated, bits } = idStrength(sample(make));
    expect(repeated).toBe(0);
    expect(bits).toBeGreaterThan(100);
  });

  test('64 random bits measure as about 64, whatever was drawn', () => {
    for (let round = 0; round < 50; round += 1) {
      expect(idStrength(sample(() => randomBytes(8).toString('hex'))).bits).toBeGreaterThan(60);
    }
  });
});

describe('ids that can be foretold measure low', () => {
  const startMs = 1_763_000_000_000;
  const makers: Readonly<Record<string, (index: number) => string>> = {
    'a counter': (index) => String(index + 1),
    'a counter that crosses powers of ten': (index) => String(990 + index),
    'a counter behind a prefix': (index) => `session-${index + 7}`,
    'a hexadecimal counter of full width': (index) => (index + 4000).toString(16).padStart(32, '0'),
    milliseconds: (index) => String(startMs + index * 3),
    'milliseconds in base 36': (index) => (startMs + index * 3).toString(36),
    microseconds: (index) => String(startMs * 1000 + index * 3217),
    'time and counter': (index) => `${startMs + index * 3}-${index}`,
    'a UUID of version 1': (index) => `${(0x1a2b3c4d + index * 31_415).toString(16)}-9d2f-11f0-8de9-0242ac120002`,
    'base64 of a counter': (index) => Buffer.from(`session ${index}`).toString('base64'),
  };
  test.each(Object.entries(makers))('%s', (_, make) => {
    expect(idStrength(sample(make)).bits).toBeLessThan(32);
  });
});

test('what is weak but not foretold lies between', () => {
  const { bits } = idStrength(sample(() => randomBytes(6).toString('hex')));
  expect(bits).toBeGreaterThan(40);
  expect(bits).toBeLessThan(56);
});

test('repetitions are counted', () => {
  expect(idStrength(['a', 'b', 'a', 'a']).repeated).toBe(2);
  expect(idStrength([]).repeated).toBe(0);
});
