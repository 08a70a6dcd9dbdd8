import type { ClientContext } from '../../../harness/engine/client-context.js';

/** What a client may be told to do besides connecting, listing and calling. */
export type Activity = 'progress' | 'ask' | 'timeout' | 'read' | 'parallel';

/** Limit for a call that is never answered, in ms: short, but longer than anything that a machine may be busy with. */
const CALL_LIMIT_MS = 400;

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
      await context.call('faultline_ask', { message: 'well?' }, { label: 'ask' }).outcome();
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
