import { listsNothingFalse } from '../../../harness/checkers/client/lists-nothing-false.js';
import { clientCase } from '../../../harness/engine/case.js';
import type { ClientCase } from '../../../harness/engine/case.js';
import { goDown, settleIn } from '../../support/client/recovery.js';

export const cases: ClientCase[] = [
  clientCase({
    id: 'reconnect/listings/while-the-server-is-down',
    title: 'A server that cannot be reached is not one without tools',
    about:
      'The client lists the tools of a server, which goes down; its port refuses. The client is told to list them again: that fails, or gives those that it had listed before, but does not say that there are none.',
    fix: 'Let the error of a listing reach the caller, instead of catching it for an empty list; try again at the next call.',
    requirements: ['guarantee.true-state'],
    reproduces: ['B126'],
    needs: ['op:callTool', 'op:listTools'],
    once: true,
    async script(context) {
      await settleIn(context);
      const { client } = context;
      await client.start('listTools', {}, { label: 'list/before' }).outcome();
      await goDown(context, 'rst');
      await client.start('listTools', {}, { label: 'list/down' }).outcome();
    },
    judges: [listsNothingFalse('list/down', 'list/before')],
  }),
];
