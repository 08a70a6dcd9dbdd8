import { answersCall, laterCallsWork } from '../../../harness/checkers/answers-call.js';
import { gradesOutcome } from '../../../harness/checkers/outcome.js';
import { survivesMessage } from '../../../harness/checkers/refuses-message.js';
import { withholdsEarlyRequests } from '../../../harness/checkers/early-requests.js';
import { serverCase } from '../../../harness/engine/case.js';
import type { ServerCase } from '../../../harness/engine/case.js';
import { ordinaryMethod } from '../../support/version-offer.js';

/** Name of the fact that tells whether the target uses sessions. */
const SESSIONS_FACT = 'the target uses sessions';

export const cases: ServerCase[] = [
  serverCase({
    id: 'lifecycle/before-initialize/request',
    title: 'A request before initialize is answered at once and starts no session',
    about:
      'Sends tools/list as the very first message, without any handshake. A server with sessions refuses it; one without may serve it. None lets it wait for a handshake that may never come.',
    fix: 'Refuse a request without session id with 400 (sessions), or serve it (no sessions). Never park it.',
    requirements: ['lifecycle.init-first', 'guarantee.no-hang', 'guarantee.clean-errors'],
    reproduces: ['B008', 'B216'],
    async script(ctx) {
      ctx.fact(SESSIONS_FACT, ctx.profile.sessions);
      await ctx.post({ jsonrpc: '2.0', id: 1, method: 'tools/list' }, { label: 'first' }).ended();
      const session = await ctx.connect();
      await session.request('ping', undefined, { label: 'later' }).answer();
    },
    judges: [
      gradesOutcome('first', {
        rule: 'lifecycle.init-first',
        expected: 'is refused by a server with sessions',
        otherRules: ['guarantee.clean-errors'],
        grade(outcome, view) {
          if (outcome.status >= 500) return { rule: 'guarantee.clean-errors' };
          const hasSessions = view.probes.some((event) => event.name === SESSIONS_FACT && event.value === true);
          // That it works is a convenience which some servers offer; the rule is written for both sides.
          return outcome.kind === 'result' && hasSessions ? { severity: 'warn' } : undefined;
        },
      }),
      laterCallsWork(['later']),
    ],
  }),
  serverCase({
    id: 'lifecycle/before-initialize/ping',
    title: 'A ping before initialize is answered or refused',
    about:
      'Sends ping as the very first message. Nothing says what the answer has to be, but there has to be one, and a handshake works after it.',
    fix: 'Answer the ping, or refuse it like any request without a session.',
    requirements: ['guarantee.no-hang', 'guarantee.clean-errors', 'guarantee.recovers'],
    async script(ctx) {
      await ctx.post({ jsonrpc: '2.0', id: 1, method: 'ping' }, { label: 'first' }).ended();
      const session = await ctx.connect();
      await session.request('ping', undefined, { label: 'later' }).answer();
    },
    judges: [survivesMessage('first', 'guarantee.no-hang'), laterCallsWork(['later'])],
  }),
  serverCase({
    id: 'lifecycle/before-initialized/ping',
    title: 'A ping between initialize and initialized is answered',
    about: 'Leaves out the initialized notification and sends a ping, which may be sent at any time.',
    fix: 'Serve ping in every state of a session.',
    requirements: ['ping.respond'],
    async script(ctx) {
      const session = await ctx.connect({ initialized: false });
      await session.request('ping', undefined, { label: 'early-ping' }).answer();
    },
    judges: [answersCall('early-ping', 'ping.respond', { with: 'result' })],
  }),
  serverCase({
    id: 'lifecycle/before-initialized/lost-notification',
    title: 'A lost initialized notification leaves no request hanging',
    about:
      'Leaves out the initialized notification, as when it is lost, and sends an ordinary request: it is served or refused. Then the notification comes late, and calls work.',
    fix: 'Serve requests as soon as initialize was answered, or refuse them with an error until initialized arrives. Do not queue them.',
    requirements: ['guarantee.settles', 'guarantee.recovers', 'guarantee.no-hang', 'guarantee.clean-errors'],
    reproduces: ['B008', 'B216'],
    async script(ctx) {
      const session = await ctx.connect({ initialized: false });
      await session.request(ordinaryMethod(session), undefined, { label: 'early' }).ended();
      await session.notify('notifications/initialized', undefined, { label: 'late-initialized' }).ended();
      await session.request(ordinaryMethod(session), undefined, { label: 'later' }).answer();
    },
    judges: [survivesMessage('early', 'guarantee.settles'), laterCallsWork(['later'])],
  }),
  serverCase({
    id: 'lifecycle/before-initialized/server-requests',
    title: 'The server asks nothing before initialized',
    about:
      'Calls a tool that asks the user, while the initialized notification is still missing. Until it arrives, the server sends no request but ping.',
    fix: 'Hold back, or fail, what needs the client until notifications/initialized has arrived.',
    requirements: ['lifecycle.server-no-early-requests'],
    revisions: ['2025-06-18', '2025-11-25'],
    needs: ['tool:faultline_ask', 'sse-answers'],
    async script(ctx) {
      const session = await ctx.connect({ initialized: false });
      const ask = session.callTool('faultline_ask', { message: 'Too early?' }, { label: 'ask' });
      await ask.head();
      // A request of the server comes before the end of its call, or before this ping at the latest.
      await session.request('ping', undefined, { label: 'ping' }).answer();
      await session.notify('notifications/initialized', undefined, { label: 'initialized' }).ended();
      await ask.answer();
    },
    judges: [withholdsEarlyRequests('initialized', ['ask', 'ping'])],
  }),
];
