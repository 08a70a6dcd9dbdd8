import { afterAll, describe, inject, test } from 'vitest';
import { conductServerCases } from '../harness/engine/conduct.js';
import { openRunChannel } from '../harness/engine/run-channel.js';
import { entriesFor, isAbout } from '../reports/baseline-compare.js';

const { conduct, channel: channelName, canRestart, expected } = inject('faultline');
const channel = openRunChannel(channelName);
const conducted = await conductServerCases(conduct, channel.hooks(canRestart));

afterAll(async () => {
  await conducted.close();
  channel.close();
});

// Every test starts at once: the scheduler of the run decides what runs side by side.
describe.concurrent(conduct.target.url, () => {
  for (const entry of conducted.cases) {
    const { definition, revision } = entry.planned;
    test(`${definition.id} [${revision}]`, async ({ skip }) => {
      const result = await entry.run();
      if (result.verdict === 'skip') skip(result.message);
      if (entriesFor(result, expected).length > 0) return;
      const listed = expected.find((entry) => isAbout(entry, result) && entry.verdict !== 'warn');
      if (listed !== undefined && result.verdict === 'pass') {
        throw new Error(`passes now: remove it from the baseline (${listed.reason})`);
      }
      if (result.verdict !== 'pass' && result.verdict !== 'warn')
        throw new Error(`${result.verdict}: ${result.message}`);
    });
  }
});
