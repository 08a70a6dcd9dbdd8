import type { Checker } from '../../../harness/checkers/checker.js';
import { answersInKnownForm } from '../../../harness/checkers/invariants/answer-form.js';
import { blamesNobodyElse } from '../../../harness/checkers/invariants/clean-errors.js';
import { framesResponsesExactly } from '../../../harness/checkers/invariants/framing.js';
import { leavesNotificationsUnanswered } from '../../../harness/checkers/invariants/notifications-unanswered.js';
import { namesSessionsRightly } from '../../../harness/checkers/invariants/session-header.js';
import { serverCase } from '../../../harness/engine/case.js';
import type { ServerCase } from '../../../harness/engine/case.js';
import { busySession } from '../../support/busy-session.js';

type Texts = Pick<ServerCase, 'id' | 'title' | 'about' | 'fix' | 'requirements' | 'reproduces'>;

function invariant(texts: Texts, judge: Checker): ServerCase {
  return serverCase({ ...texts, invariant: true, script: (ctx) => busySession(ctx), judges: [judge] });
}

export const cases: ServerCase[] = [
  invariant(
    {
      id: 'invariants/http/framing',
      title: 'Every HTTP response is framed exactly',
      about:
        'Looks at every response of every case: its body is as long as the head says, nothing comes without a request, and a 202 has no body.',
      fix: 'Let the HTTP library set Content-Length or chunked coding, write nothing after the end of a response, and end a 202 without a body.',
      requirements: ['guarantee.framing-exact', 'http.post.202-no-body'],
    },
    framesResponsesExactly(),
  ),
  invariant(
    {
      id: 'invariants/http/answer-form',
      title: 'Every accepted request is answered as JSON or as an event stream',
      about:
        'Looks at the answer to every request with a 2xx status: it is one JSON object as application/json, or a text/event-stream.',
      fix: 'Answer requests with a single JSON-RPC object as application/json, or open a text/event-stream. 202 is for notifications and responses alone.',
      requirements: ['http.post.reply-json-or-sse'],
    },
    answersInKnownForm(),
  ),
  invariant(
    {
      id: 'invariants/http/notification-status',
      title: 'Notifications are acknowledged with 202 and never answered',
      about:
        'Looks at every POST that holds notifications or responses alone: an accepted one gets 202, and none gets a JSON-RPC response.',
      fix: 'Acknowledge notifications and responses with 202 and an empty body, and build no response for a message without id.',
      requirements: ['jsonrpc.notification.no-response', 'http.post.notification-202', 'http.post.response-202'],
      reproduces: ['B307', 'B308'],
    },
    leavesNotificationsUnanswered(),
  ),
  invariant(
    {
      id: 'invariants/http/session-id',
      title: 'Session ids are visible ASCII, and a response names no other session',
      about:
        'Looks at the session id in every response: it is made of visible ASCII characters, and outside of initialize it is that of the request.',
      fix: 'Make ids from letters and digits, for instance a UUID, and send the header on the answer to initialize; elsewhere repeat that of the request or leave it out.',
      requirements: ['http.session.id-visible-ascii', 'http.session.assign-at-init', 'guarantee.no-crossing'],
    },
    namesSessionsRightly(),
  ),
  invariant(
    {
      id: 'invariants/http/no-5xx',
      title: 'No request is answered with a 5xx',
      about:
        'Looks at the status of every answer, to harmless and to hostile requests: what a client did wrong is a 4xx. A 503 that tells of load is accepted.',
      fix: 'Catch what goes wrong while a request is read and answer 4xx with a JSON-RPC error; answer failures of tools inside the result.',
      requirements: ['guarantee.clean-errors'],
      reproduces: ['B339', 'B362', 'B363'],
    },
    blamesNobodyElse(),
  ),
];
