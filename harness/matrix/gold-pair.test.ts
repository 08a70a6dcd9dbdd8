import { expect, test } from 'vitest';
import { goldClient, goldServer } from '../../fixtures/testing/gold-participants.js';
import { MATRIX_FAULTS } from './matrix-fault.js';
import { runMatrix } from './run-matrix.js';

test('the gold pair under every fault', async () => {
  const outcome = await runMatrix({
    clients: [goldClient('gold')],
    servers: [goldServer('gold')],
    faults: MATRIX_FAULTS,
    seed: 1,
    concurrency: 8,
    signal: new AbortController().signal,
    onCell: () => undefined,
  });
  for (const { fault, outcome: o, message, durationMs, blame, evidence, revision } of outcome.cells)
    console.log(fault, o, message, durationMs, blame, evidence, revision);
  expect(outcome.status).toBe('finished');
});
