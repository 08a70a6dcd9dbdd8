import { returnsText } from '../../../harness/checkers/client/returns-text.js';
import { settles } from '../../../harness/checkers/client/settles.js';
import { tellsOnce } from '../../../harness/checkers/client/tells-once.js';
import { clientCase } from '../../../harness/engine/case.js';
import type { ClientCase } from '../../../harness/engine/case.js';
import type { ClientContext } from '../../../harness/engine/client-context.js';
import { endStream } from '../../support/client/event-stream.js';
import { callEcho, settleIn } from '../../support/client/recovery.js';
import { textResult } from '../../support/client/tool-results.js';

const LISTS = ['tools', 'resources', 'prompts'] as const;
const URI = 'faultline://counter';
/** Time, in ms, for a client to come back for its stream, and for what is handed on twice. */
const RETURN_MS = 4000;
const TOLD_MS = 300;

const changed = clientCase({
  id: 'server-messages/notifications/lists-changed',
  title: 'Lists that change in the middle of a call do not hold it up',
  about:
    'Before the answer to a call its stream says that tools, resources and prompts have changed. The call gets its result, and so does the next one: a client that lists anew must not do so where it reads.',
  fix: 'Hand notifications to their handlers and read on: a handler that makes a request waits for an answer that only the loop can read that waits for the handler.',
  requirements: ['guarantee.settles', 'guarantee.recovers', 'guarantee.error-says-something'],
  reproduces: ['B063'],
  needs: ['op:callTool', 'op:listTools'],
  once: true,
  server: {
    capabilities: {
      tools: { listChanged: true },
      resources: { listChanged: true },
      prompts: { listChanged: true },
      logging: {},
    },
  },
  async script(context: ClientContext): Promise<void> {
    await context.connected({ label: 'connect' });
    await context.client.start('listTools', {}, { label: 'list' }).outcome();
    context.server.on(
      { rpc: 'tools/call' },
      async (exchange) => {
        exchange.stream();
        for (const list of LISTS) exchange.send({ jsonrpc: '2.0', method: `notifications/${list}/list_changed` });
        await exchange.finish(textResult('changed'));
      },
      { times: 1 },
    );
    const timeoutMs = Math.round(context.answerDeadlineMs * 0.75);
    await context.call('faultline_echo', { text: 'changed' }, { label: 'call', timeoutMs }).outcome();
    await context.call('faultline_echo', { text: 'after' }, { label: 'next' }).outcome();
  },
  judges: [
    settles('list'),
    returnsText('call', 'changed', 'guarantee.settles', 'after notifications on its stream'),
    returnsText('next', 'after', 'guarantee.recovers', 'after them'),
  ],
});

const toldOnce = clientCase({
  id: 'server-messages/notifications/once-after-reconnects',
  title: 'A notification is handed on once, however often the client has reconnected',
  about:
    'The client subscribes to a resource, where it can be told to, and its GET stream is reset twice, so that it comes back for it. Then one update comes, on the stream of a call. The user is told of it once, and not once for each connection that there was.',
  fix: 'Register handlers once for the client, or let them end with the connection that they were made for.',
  requirements: ['guarantee.no-duplicate', 'guarantee.recovers'],
  reproduces: ['B254'],
  needs: ['op:callTool', 'get-stream'],
  once: true,
  server: { offersGetStream: true },
  async script(context: ClientContext): Promise<void> {
    await settleIn(context);
    const { client, server } = context;
    if (client.hello.ops.includes('subscribe')) {
      await client.start('subscribe', { uri: URI }, { label: 'subscribe' }).outcome();
    }
    for (const nth of [2, 3]) {
      await endStream(context, 'rst');
      const back = await server.arrival('the stream comes back', { method: 'GET' }, nth, RETURN_MS);
      if (back === undefined) break;
      await callEcho(context, `between/${nth}`);
    }
    server.on({ rpc: 'tools/call' }, async (exchange) => {
      exchange.send({ jsonrpc: '2.0', method: 'notifications/resources/updated', params: { uri: URI } });
      await exchange.finish(textResult('updated'));
    });
    const timeoutMs = Math.round(context.answerDeadlineMs * 0.75);
    await context.call('faultline_echo', { text: 'updated' }, { label: 'call', timeoutMs }).outcome();
    await context.quiet(TOLD_MS);
  },
  judges: [
    returnsText('call', 'updated', 'guarantee.recovers', 'after the reconnects'),
    tellsOnce('notifications/resources/updated'),
  ],
});

export const cases: ClientCase[] = [changed, toldOnce];
