import type { ClientContext } from '../../../harness/engine/client-context.js';
import type { ServedExchange } from '../../../harness/peer/scripted/scripted-server.js';

/** Two calls that run, each on an open event stream of its own, the older one first; and one more after them. */
export async function twoStreams(
  context: ClientContext,
  serve: (one: ServedExchange, two: ServedExchange) => Promise<void>,
): Promise<void> {
  const { server } = context;
  server.on({ rpc: 'tools/call' }, (exchange) => exchange.stream(), { times: 2 });
  const timeoutMs = Math.round(context.answerDeadlineMs * 0.75);
  const first = context.call('faultline_echo', { text: 'one' }, { label: 'one', timeoutMs });
  const one = await server.arrival('the first call', { rpc: 'tools/call' }, 1);
  const second = context.call('faultline_echo', { text: 'two' }, { label: 'two', timeoutMs });
  const two = await server.arrival('the second call', { rpc: 'tools/call' }, 2);
  if (one !== undefined && two !== undefined) await serve(one, two);
  await Promise.all([first.outcome(), second.outcome()]);
  await context.call('faultline_echo', { text: 'next' }, { label: 'next' }).outcome();
}
