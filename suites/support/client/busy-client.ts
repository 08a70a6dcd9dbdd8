import type { ClientContext } from '../../../harness/engine/client-context.js';

/** What a client may be told to do besides connecting, listing and calling. */
export type Activity = 'progress' | 'ask' | 'ask-anyone' | 'timeout' | 'read' | 'parallel';

/** Limit for a call that is never answered, in ms: short, but longer than anything that a machine may be busy with. */
const CALL_LIMIT_MS = 400;
/** Limit for a call that takes a question and its answer, in ms. */
const ASK_LIMIT_MS = 5000;

/** Asks by elicitation in the middle of a call, whatever the client has declared. */
async function askAnyone(context: ClientContext): Promise<void> {
  const { server, answerDeadlineMs } = context;
  server.on(
    { tool: 'faultline_echo' },
    async (exchange) => {
      exchange.stream();
      const requestedSchema = { type: 'object', properties: { answer: { type: 'string' } } };
      const params = { message: 'well?', requestedSchema };
      exchange.send({ jsonrpc: '2.0', id: 'asked', method: 'elicitation/create', params });
      await server.arrival('the reply', { where: ({ message }) => message?.id === 'asked' }, 1, answerDeadlineMs);
      await exchange.finish({ content: [{ type: 'text', text: '{}' }] });
    },
    { times: 1 },
  );
  await context.call('faultline_echo', { text: 'asked' }, { label: 'asked' }).outcome();
}

/**
 * Connects, lists and calls, and whatever else is named, as far as the client can be told to; then closes. For cases that
 * look at everything that a client sends.
 */
export async function busyClient(context: ClientContext, ...activities: readonly Activity[]): Promise<void> {
  const { client, server } = context;
  const can = (op: (typeof client.hello.ops)[number]): boolean => client.hello.ops.includes(op);
  await context.connected({ label: 'connect' });
  if (can('listTools')) await client.start('listTools', {}, { label: 'list' }).outcome();
  if (can('callTool')) {
    await context.call('faultline_echo', { text: 'one' }, { label: 'echo' }).outcome();
    if (activities.includes('progress')) {
      await context.call('faultline_emit', { count: 3 }, { label: 'emit', progress: true }).outcome();
      await context.call('faultline_emit', { count: 2 }, { label: 'emit-again', progress: true }).outcome();
    }
    if (activities.includes('ask'))
      await context.call('faultline_ask', { message: 'well?' }, { label: 'ask', timeoutMs: ASK_LIMIT_MS }).outcome();
    if (activities.includes('ask-anyone')) await askAnyone(context);
    if (activities.includes('parallel')) {
      const calls = ['a', 'b', 'c'].map((text) => context.call('faultline_echo', { text }, { label: `echo-${text}` }));
      await Promise.all(calls.map((call) => call.outcome()));
    }
    if (activities.includes('timeout')) {
      server.on({ rpc: 'tools/call' }, () => undefined, { times: 1 });
      await context.call('faultline_echo', { text: 'late' }, { label: 'late', timeoutMs: CALL_LIMIT_MS }).outcome();
    }
  }
  if (activities.includes('read') && can('readResource')) {
    await client.start('readResource', { uri: 'faultline://counter' }, { label: 'read' }).outcome();
  }
  await client.start('close', {}, { label: 'close' }).outcome();
}
