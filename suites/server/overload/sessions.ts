import { laterCallsWork } from '../../../harness/checkers/answers-call.js';
import { answeredOrRefused } from '../../../harness/checkers/answered-or-refused.js';
import { tellsOverloadApart } from '../../../harness/checkers/tells-overload-apart.js';
import { serverCase } from '../../../harness/engine/case.js';
import type { ServerCase } from '../../../harness/engine/case.js';
import { bareInitialize, dropSession, sessionIdOf } from '../../support/handshake.js';
import { pingText } from '../../support/request-template.js';

const SESSIONS = 64;
const OPENED = Array.from({ length: SESSIONS }, (_, place) => `open-${place + 1}`);
const UNKNOWN = 'unknown';
const UNKNOWN_ID = '2b3c9c52-6f0e-4a51-8d6e-0b6f4b1f6c11';

export const cases: ServerCase[] = [
  serverCase({
    id: 'overload/sessions/many',
    title: `${SESSIONS} sessions are opened or refused, and those that are open stay so`,
    about: `Opens ${SESSIONS} sessions, one after the other, beside one that is in use. Each is opened, or refused with a status that says so, and then with another code than that of an unknown session, so that a client does not take the one for the other and begins anew for ever. The first session is still served.`,
    fix: 'Refuse a session too many with 503 and Retry-After and a code of its own, and take no place away from those that are in use.',
    requirements: ['guarantee.settles', 'guarantee.isolation', 'guarantee.error-says-something'],
    reproduces: ['B365'],
    needs: ['sessions'],
    once: true,
    alone: true,
    async script(context) {
      const session = await context.connect();
      const ids: string[] = [];
      for (const label of OPENED) {
        const opening = bareInitialize(context, { label });
        await opening.ended();
        const id = await sessionIdOf(opening);
        if (id !== undefined) ids.push(id);
      }
      await session.request('ping', undefined, { label: 'later' }).answer();
      const headers = { 'Mcp-Session-Id': UNKNOWN_ID };
      await context.post(pingText(UNKNOWN), { label: UNKNOWN, session, headers }).ended();
      if (context.profile.deletes) for (const id of ids) await dropSession(context, id, `drop/${id}`);
    },
    judges: [
      answeredOrRefused(OPENED, 'guarantee.settles'),
      tellsOverloadApart(OPENED, UNKNOWN),
      laterCallsWork(['later'], 'guarantee.isolation'),
    ],
  }),
];
