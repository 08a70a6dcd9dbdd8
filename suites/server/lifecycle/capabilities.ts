import { laterCallsWork } from '../../../harness/checkers/answers-call.js';
import type { FeatureCall } from '../../../harness/checkers/declared-capabilities.js';
import { declaresWhatWorks } from '../../../harness/checkers/declared-capabilities.js';
import { usesDeclaredClientFeatures } from '../../../harness/checkers/invariants/server-requests.js';
import { serverCase } from '../../../harness/engine/case.js';
import type { ServerCase } from '../../../harness/engine/case.js';

/** The harmless methods of the features that a server can declare. */
const FEATURES: readonly FeatureCall[] = [
  { label: 'tools/list', capability: 'tools', list: 'tools' },
  { label: 'resources/list', capability: 'resources', list: 'resources' },
  { label: 'resources/templates/list', capability: 'resources', list: 'resourceTemplates' },
  { label: 'prompts/list', capability: 'prompts', list: 'prompts' },
];

const AFTERWARDS = ['later-1', 'later-2', 'later-3'];

export const cases: ServerCase[] = [
  serverCase({
    id: 'lifecycle/capabilities/declared',
    title: 'The declared capabilities are those that work',
    about:
      'Calls the list method of every feature. A list that has members belongs to a declared capability, and a declared capability has its methods.',
    fix: 'Declare in the result of initialize each feature for which there are handlers, and no other.',
    requirements: ['capability.server-declares'],
    async script(ctx) {
      const session = await ctx.connect();
      const calls = FEATURES.map(({ label }) => session.request(label, {}, { label }));
      await Promise.all(calls.map((call) => call.answer()));
    },
    judges: [declaresWhatWorks('session/initialize', FEATURES)],
  }),
  serverCase({
    id: 'lifecycle/capabilities/undeclared-elicitation',
    title: 'A client that declared nothing is not asked by elicitation',
    about:
      'Declares no client capability and calls a tool that asks the user. No request goes to the client, and later calls work.',
    fix: 'Look at the capabilities of the client before asking, and end the tool call with an error where asking is not possible.',
    requirements: ['lifecycle.operate.negotiated-capabilities', 'guarantee.recovers'],
    needs: ['tool:faultline_ask', 'sse-answers'],
    async script(ctx) {
      const session = await ctx.connect({ capabilities: {} });
      await session.callTool('faultline_ask', { message: 'Who is there?' }, { label: 'ask' }).answer();
      await session.request('ping', undefined, { label: 'later' }).answer();
    },
    judges: [usesDeclaredClientFeatures(), laterCallsWork(['later'])],
  }),
  serverCase({
    id: 'lifecycle/shutdown/closed-connection',
    title: 'A closed connection does not end the session',
    about:
      'Opens a GET stream and closes its connection, as a client does that goes away for a moment. The session lives on: only DELETE, or time, ends it.',
    fix: 'Release the stream when its connection closes, and leave the session to DELETE or to an idle limit.',
    requirements: ['lifecycle.shutdown.http-close'],
    needs: ['sessions', 'get-stream'],
    async script(ctx) {
      const session = await ctx.connect();
      const stream = session.listen({ label: 'stream' });
      await stream.head();
      stream.abort();
      await ctx.until(
        'end of the stream at the server',
        (event) => event.kind === 'response-end' && event.side === 'server' && event.exchange === 'stream',
      );
      // Several in a row: the server may hear of the closed connection after the first of them.
      for (const label of AFTERWARDS) await session.request('ping', undefined, { label }).answer();
    },
    judges: [laterCallsWork(AFTERWARDS, 'lifecycle.shutdown.http-close')],
  }),
];
