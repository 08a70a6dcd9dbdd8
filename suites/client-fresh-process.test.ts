import { PassThrough } from 'node:stream';
import { createInterface } from 'node:readline';
import { expect, test } from 'vitest';
import { runGoldAdapter } from '../fixtures/clients/gold/adapter.js';
import { streamChannel } from '../harness/sut/client/channel.js';
import type { LaunchClient } from '../harness/sut/client/channel.js';
import { goldClientProfile, runClientCases } from './testing/client-in-process.js';

const CASES = ['answers/attribution/reversed', 'answers/attribution/doubled', 'answers/attribution/unknown'];

/** The gold client in a process that refuses to connect for the nth time; counts the processes. */
function refusing(nth: number): { launch: LaunchClient; started: () => number } {
  let started = 0;
  const launch: LaunchClient = () => {
    started += 1;
    return streamChannel(async ({ stdin, stdout }) => {
      const input = new PassThrough();
      let connects = 0;
      createInterface({ input: stdin }).on('line', (line) => {
        const { id, op } = JSON.parse(line) as { id: number; op: string };
        if (op === 'connect') connects += 1;
        if (op !== 'connect' || connects !== nth) input.write(`${line}\n`);
        else stdout.write(`${JSON.stringify({ id, ok: false, error: { message: 'worn out' } })}\n`);
      });
      await runGoldAdapter({ input, output: stdout });
      return 0;
    });
  };
  return { launch, started: () => started };
}

async function run(launch: LaunchClient): ReturnType<typeof runClientCases> {
  const profile = await goldClientProfile();
  return runClientCases(launch, {
    profile,
    selection: { cases: CASES },
    revisions: ['2025-11-25'],
    concurrency: 1,
  });
}

test('what earlier cases left in the process of a client fails no case, and is told', async () => {
  const { launch, started } = refusing(2);
  const results = await run(launch);
  expect(results.map(({ verdict }) => verdict)).toEqual(['pass', 'pass', 'pass']);
  expect(results[1]?.findings).toMatchObject([{ severity: 'note', checker: 'fresh-process' }]);
  expect(results[1]?.findings[0]?.seen).toContain('worn out');
  expect(started()).toBe(3);
});

test('what an unused process does is believed at once', async () => {
  const { launch, started } = refusing(1);
  const results = await run(launch);
  expect(results.map(({ verdict }) => verdict)).toEqual(['inconclusive', 'pass', 'pass']);
  expect(started()).toBeLessThanOrEqual(2);
});

test('a client that does not start any more makes a case inconclusive', async () => {
  const launch: LaunchClient = () => streamChannel(() => Promise.resolve(3));
  const results = await run(launch);
  expect(results.map(({ verdict }) => verdict)).toEqual(['inconclusive', 'inconclusive', 'inconclusive']);
  expect(results[0]?.message).toContain('before it said that it is ready');
});
