import { expect, test } from 'vitest';
import { loadClientMutants } from './testing/client-kill-matrix.js';
import { goldClientProfile, launchGold, runClientCases } from './testing/client-in-process.js';
import type { CaseResult } from '../harness/engine/result.js';

const CASE = 'sse-parsing/byte-order-mark/forms';

async function resultInFull(behaviour: Parameters<typeof launchGold>[0] = {}): Promise<CaseResult | undefined> {
  const [result] = await runClientCases(launchGold(behaviour), {
    profile: await goldClientProfile(),
    selection: { cases: [CASE] },
    full: true,
  });
  return result;
}

test('a correct client reads every form, split at every byte', { timeout: 120_000 }, async () => {
  expect(await resultInFull()).toMatchObject({ verdict: 'pass' });
});

test('one that does not is failed by the first', { timeout: 120_000 }, async () => {
  const mutant = (await loadClientMutants()).find(({ kills }) => kills.some((kill) => kill.case === CASE));
  const result = await resultInFull({ ...mutant?.basis, ...mutant?.behaviour });
  expect(result?.verdict).toBe('fail');
  expect(result?.findings[0]?.expected).toMatch(/^the answer is read in the form .* split after \d+ bytes/);
});
