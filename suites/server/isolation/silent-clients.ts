import { answersCall } from '../../../harness/checkers/answers-call.js';
import { serverCase } from '../../../harness/engine/case.js';
import type { ServerCase } from '../../../harness/engine/case.js';
import type { ServerContext } from '../../../harness/engine/context.js';
import type { Call, Session } from '../../../harness/peer/probe.js';

/** Everything that a server may ask a client for. */
const CAPABILITIES = { roots: { listChanged: true }, sampling: {}, elicitation: {} };

/** A harmless call of a tool that asks the client nothing, where there is one; else a listing. */
function harmlessCall({ profile, userTool }: ServerContext, session: Session, label: string): Call {
  if (profile.tools.includes('faultline_echo')) return session.callTool('faultline_echo', { text: label }, { label });
  if (userTool !== undefined) return session.callTool(userTool.name, userTool.args, { label });
  return session.request('ping', undefined, { label });
}

export const cases: ServerCase[] = [
  serverCase({
    id: 'isolation/silent-clients/all-capabilities',
    title: 'A client that declared much and answers nothing is served all the same',
    about:
      'Declares roots, sampling and elicitation, opens a GET stream where there is one, and answers no request of the server. A listing, a call that needs nothing of the client, and a ping are answered: a server must not hold them up for an answer that may never come.',
    fix: 'Ask a client for its roots beside the calls, with a limit, and go on without them; hold no lock while you wait for a client.',
    requirements: ['guarantee.settles', 'guarantee.isolation', 'jsonrpc.response.required'],
    reproduces: ['B269'],
    async script(context: ServerContext) {
      const session = await context.connect({ capabilities: CAPABILITIES, serverRequests: 'ignore' });
      const stream = context.profile.getStream ? session.listen({ label: 'get' }) : undefined;
      await stream?.head();
      if (session.capabilities['tools'] !== undefined) {
        await session.request('tools/list', {}, { label: 'list' }).answer();
      } else await session.request('ping', undefined, { label: 'list' }).answer();
      await harmlessCall(context, session, 'call').answer();
      await session.request('ping', undefined, { label: 'later' }).answer();
      stream?.abort();
    },
    judges: ['list', 'call', 'later'].map((label) => answersCall(label, 'guarantee.settles', { with: 'any' })),
  }),
];
