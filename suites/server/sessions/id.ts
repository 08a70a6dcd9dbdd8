import { laterCallsWork } from '../../../harness/checkers/answers-call.js';
import { namesSessionsRightly } from '../../../harness/checkers/invariants/session-header.js';
import { choosesOwnId, issuesStrongIds, keepsIdsInTheirHeader } from '../../../harness/checkers/session-ids.js';
import { serverCase } from '../../../harness/engine/case.js';
import type { ServerCase } from '../../../harness/engine/case.js';
import { bareInitialize, dropSession, sessionIdOf } from '../../support/handshake.js';

const SAMPLES = 64;

export const cases: ServerCase[] = [
  serverCase({
    id: 'sessions/id/unpredictable',
    title: 'Session ids cannot be foretold',
    about:
      'Opens 64 sessions one after the other, ends each at once, and looks at their ids: no id comes twice, all are visible ASCII, and they do not consist of a counter or a clock. An id that can be guessed lets strangers into a session.',
    fix: 'Make ids from a cryptographically secure random source, 128 bits or a random UUID.',
    requirements: [
      'http.session.id-unguessable',
      'security.session-unpredictable',
      'http.session.id-visible-ascii',
      'http.session.assign-at-init',
    ],
    once: true,
    needs: ['sessions'],
    async script(context) {
      for (let sample = 1; sample <= SAMPLES; sample += 1) {
        const initialize = bareInitialize(context, { label: `sample-${sample}` });
        const id = await sessionIdOf(initialize);
        await initialize.ended();
        // A server that limits its sessions has told enough with those before.
        if (id === undefined) break;
        if (context.profile.deletes) await dropSession(context, id, `drop-${sample}`);
      }
    },
    judges: [issuesStrongIds('sample-'), namesSessionsRightly()],
  }),
  serverCase({
    id: 'sessions/id/in-header-only',
    title: 'The session id is told in its header and nowhere else',
    about:
      'Makes ordinary calls and looks for the session id in bodies, events and other headers, from where it gets into logs, caches and the hands of whoever reads them.',
    fix: 'Send the session id in Mcp-Session-Id alone; give event ids and errors names of their own.',
    requirements: ['security.session-unpredictable'],
    once: true,
    needs: ['sessions'],
    async script(context) {
      const session = await context.connect();
      await session.request('ping', undefined, { label: 'ping' }).ended();
      await session.request('faultline/no-such-method', undefined, { label: 'error' }).ended();
      const stream = session.listen({ label: 'get' });
      await stream.head();
      stream.abort();
      await session.terminate({ label: 'delete' }).ended();
      await context.post({ jsonrpc: '2.0', id: 1, method: 'ping' }, { label: 'after-delete', session }).ended();
    },
    judges: [keepsIdsInTheirHeader()],
  }),
  serverCase({
    id: 'sessions/id/fixation',
    title: 'A session id that the client brings along is not adopted',
    about:
      'Sends initialize with a session id of its own choice. A server that takes it over lets an attacker choose the id of a session that somebody else will use.',
    fix: 'Make a new id on every initialize, or refuse an initialize that names a session that you do not know.',
    requirements: ['security.session-unpredictable', 'guarantee.recovers'],
    needs: ['sessions'],
    async script(context) {
      const chosen = { 'Mcp-Session-Id': context.nonce('chosen-by-the-client') };
      const initialize = bareInitialize(context, { label: 'initialize', headers: chosen });
      const id = await sessionIdOf(initialize);
      await initialize.ended();
      if (id !== undefined && context.profile.deletes) await dropSession(context, id, 'drop');
      const session = await context.connect();
      await session.request('ping', undefined, { label: 'later' }).answer();
    },
    judges: [choosesOwnId('initialize'), laterCallsWork(['later'])],
  }),
];
