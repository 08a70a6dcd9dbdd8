import { answersWithStatus } from '../../../harness/checkers/answer-status.js';
import { laterCallsWork } from '../../../harness/checkers/answers-call.js';
import type { Checker } from '../../../harness/checkers/checker.js';
import { copesWith } from '../../../harness/checkers/copes-with.js';
import { replaysNothing } from '../../../harness/checkers/replays-nothing.js';
import { servesWithoutVersionHeader } from '../../../harness/checkers/serves-without-version.js';
import { serverCase } from '../../../harness/engine/case.js';
import type { ServerCase } from '../../../harness/engine/case.js';
import type { ServerContext } from '../../../harness/engine/context.js';
import { headers } from '../../../harness/faults/index.js';
import type { HeadersSpec } from '../../../harness/faults/index.js';
import { emit } from '../../support/emission.js';
import { ordinaryMethod } from '../../support/version-offer.js';

const EDITED = 'edited';

type Edit = Partial<Pick<HeadersSpec, 'strip' | 'set' | 'rename'>>;

/** A proxy that edits the head of the exchange `edited` on its way to the server. */
function editing(edit: Edit): HeadersSpec {
  return headers({ on: { exchange: EDITED }, direction: 'request', strip: [], set: {}, rename: {}, ...edit });
}

type Texts = Pick<ServerCase, 'id' | 'title' | 'about' | 'fix' | 'requirements' | 'reproduces' | 'needs' | 'revisions'>;

/** An ordinary request whose head is edited, and one after it whose head is not. */
function requestCase(texts: Texts, edit: Edit, judge: Checker): ServerCase {
  return serverCase({
    ...texts,
    faults: [editing(edit)],
    async script(context) {
      const session = await context.connect();
      await session.request(ordinaryMethod(session), undefined, { label: EDITED }).ended();
      await session.request('ping', undefined, { label: 'later' }).answer();
    },
    judges: [judge, laterCallsWork(['later'], 'guarantee.isolation')],
  });
}

export const cases: ServerCase[] = [
  requestCase(
    {
      id: 'misrouting/headers/session-stripped',
      title: 'A request whose session id a proxy took out is refused with 400',
      about:
        'A proxy takes Mcp-Session-Id out of a request. 400 says that the header is missing; the session, of which the server heard nothing, goes on.',
      fix: 'Answer 400 when Mcp-Session-Id is missing, and open no session for such a request.',
      requirements: ['http.session.missing-400', 'guarantee.isolation'],
      reproduces: ['B003', 'B036', 'B037'],
      needs: ['sessions'],
    },
    { strip: ['Mcp-Session-Id'] },
    answersWithStatus(EDITED, 'http.session.missing-400', { allowed: [400] }),
  ),
  requestCase(
    {
      id: 'misrouting/headers/version-stripped',
      title: 'A request whose protocol version a proxy took out is served',
      about:
        'A proxy takes MCP-Protocol-Version out of a request. The server knows the version of the session, or assumes 2025-03-26; refusing with 400 is tolerated.',
      fix: 'Fall back to the version of the session, or to 2025-03-26, when the header is missing.',
      requirements: ['http.version-header.default', 'guarantee.no-hang', 'guarantee.isolation'],
      reproduces: ['B334', 'B335'],
      revisions: ['2025-06-18', '2025-11-25'],
    },
    { strip: ['MCP-Protocol-Version'] },
    servesWithoutVersionHeader(EDITED),
  ),
  requestCase(
    {
      id: 'misrouting/headers/accept-rewritten',
      title: 'A request whose Accept a proxy rewrote to */* is served or refused cleanly',
      about:
        'A proxy replaces Accept by */*, which stands for every type (RFC 9110, section 12.5.1). Served is best; a 4xx says at least what is wrong.',
      fix: 'Let */* and application/* match, or answer 406.',
      requirements: [
        'http.post.reply-json-or-sse',
        'guarantee.clean-errors',
        'guarantee.no-hang',
        'guarantee.isolation',
      ],
      reproduces: ['B312'],
    },
    { set: { Accept: '*/*' } },
    copesWith(EDITED, { rule: 'http.post.reply-json-or-sse', allowed: ['2xx', 400, 406, 415], severity: 'warn' }),
  ),
  serverCase({
    id: 'misrouting/headers/last-event-id-stripped',
    title: 'A GET whose Last-Event-ID a proxy took out replays nothing',
    about:
      'A client resumes the stream of a call, but a proxy takes Last-Event-ID out: what reaches the server is a plain GET, which opens a new stream. A response on it would be taken for the answer to something else.',
    fix: 'Replay events on a GET with Last-Event-ID alone, and only those of the stream that it names.',
    requirements: ['http.get.no-responses', 'guarantee.clean-errors', 'guarantee.recovers'],
    needs: ['get-stream', 'event-ids', 'sse-answers', 'tool:faultline_emit'],
    faults: [editing({ strip: ['Last-Event-ID'] })],
    async script(context: ServerContext) {
      const session = await context.connect();
      const call = emit(context, session, 'call', { count: 3 });
      await call.ended();
      const [first] = call.events;
      context.require(first?.id !== undefined, 'the stream of the call has no event ids');
      const stream = session.resume(first.id, { label: EDITED });
      await stream.head();
      await session.request('ping', undefined, { label: 'later' }).answer();
      stream.abort();
    },
    judges: [replaysNothing([EDITED], 'http.get.no-responses'), laterCallsWork(['later'])],
  }),
];
