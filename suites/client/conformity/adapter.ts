import { keepsAdapterContract } from '../../../harness/checkers/client/adapter-contract.js';
import { clientStaysUp } from '../../../harness/checkers/client/client-stays-up.js';
import { clientCase } from '../../../harness/engine/case.js';
import type { ClientCase } from '../../../harness/engine/case.js';
import type { ClientContext } from '../../../harness/engine/client-context.js';
import { busyClient } from '../../support/client/busy-client.js';

/** Begins with a line that nobody can read. */
async function unreadable(context: ClientContext): Promise<void> {
  context.client.write('{"id": 1, "op": ');
  await context.until(
    'the answer to the line',
    (event) => event.kind === 'client' && ['answer', 'noise', 'exit'].includes(event.what),
  );
  await busyClient(context);
}

export const cases: ClientCase[] = [
  clientCase({
    id: 'conformity/adapter/contract',
    title: 'The adapter keeps its contract',
    about:
      'Holds everything that the adapter prints, in any case, against the contract: one answer for each line, in the form of its operation, events, and nothing else. A finding is against the adapter and says nothing of the client in it.',
    fix: 'Compare the adapter with docs/client-adapter.md; the finding quotes what it printed.',
    requirements: ['guarantee.adapter-contract'],
    invariant: true,
    once: true,
    fresh: true,
    script: unreadable,
    judges: [keepsAdapterContract()],
  }),
  clientCase({
    id: 'conformity/adapter/stays-up',
    title: 'The client does not crash',
    about: 'No process of the client ends before it is told to, in any case and whatever the server sends.',
    fix: 'Look at the last lines of its log in the timeline. Most often a rejected promise or an exception in a callback has nobody who takes it.',
    requirements: ['guarantee.no-crash'],
    invariant: true,
    once: true,
    fresh: true,
    script: unreadable,
    judges: [clientStaysUp()],
  }),
];
