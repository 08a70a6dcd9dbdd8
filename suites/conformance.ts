import { afterAll, beforeAll, describe, inject, test } from 'vitest';
import { conduct as conductCases } from '../harness/engine/conduct-role.js';
import type { PlannedCase } from '../harness/engine/plan.js';
import { openRunChannel } from '../harness/engine/run-channel.js';
import { entriesFor, isAbout } from '../reports/baseline-compare.js';

const { conduct, channel: channelName, steering, expected } = inject('faultline');
const channel = openRunChannel(channelName);
const conducted = await conductCases(conduct, channel.hooks(steering));

afterAll(async () => {
  await conducted.close();
  channel.close();
});

function nameOf({ definition, revision }: PlannedCase): string {
  return `${definition.id} [${revision}]`;
}

// Every test starts at once: the scheduler of the run decides what runs side by side.
describe.concurrent(conduct.role === 'server' ? conduct.target.url : conduct.target.command, () => {
  // A test that a filter of vitest takes out is never started: nothing must wait for it.
  // eslint-disable-next-line no-empty-pattern -- vitest reads from the first parameter which fixtures are wanted: none
  beforeAll(({}, suite) => {
    const started = new Set(suite.tasks.filter(({ mode }) => mode === 'run').map(({ name }) => name));
    for (const { planned, leaveOut } of conducted.cases) if (!started.has(nameOf(planned))) leaveOut();
  });

  for (const { planned, run } of conducted.cases) {
    test(nameOf(planned), async ({ skip }) => {
      const result = await run();
      if (result === undefined) {
        skip('it has no result of its own here');
        return;
      }
      if (result.verdict === 'skip') skip(result.message);
      if (entriesFor(result, expected).length > 0) return;
      const listed = expected.find(
        (entry) => isAbout(entry, result) && entry.verdict !== 'warn' && entry.sometimes !== true,
      );
      if (listed !== undefined && result.verdict === 'pass') {
        throw new Error(`passes now: remove it from the baseline (${listed.reason})`);
      }
      if (result.verdict !== 'pass' && result.verdict !== 'warn')
        throw new Error(`${result.verdict}: ${result.message}`);
    });
  }
});
