import { afterAll, describe, inject, test } from 'vitest';
import { conductServerCases } from '../harness/engine/conduct.js';
import { openRunChannel } from '../harness/engine/run-channel.js';

const request = inject('faultline');
const channel = openRunChannel(request.channel);
const conducted = await conductServerCases(request.conduct, channel.hooks(request.canRestart));

afterAll(async () => {
  await conducted.close();
  channel.close();
});

// Every test starts at once: the scheduler of the run decides what runs side by side.
describe.concurrent(request.conduct.target.url, () => {
  for (const { planned, run } of conducted.cases) {
    test(`${planned.definition.id} [${planned.revision}]`, async ({ skip }) => {
      const result = await run();
      if (result.verdict === 'skip') skip(result.message);
      if (request.expected.includes(`${result.id}@${result.revision}`)) return;
      if (result.verdict !== 'pass' && result.verdict !== 'warn')
        throw new Error(`${result.verdict}: ${result.message}`);
    });
  }
});
