import { keepsLimit } from '../../../harness/checkers/client/keeps-limit.js';
import { returnsText } from '../../../harness/checkers/client/returns-text.js';
import { settles } from '../../../harness/checkers/client/settles.js';
import { clientCase } from '../../../harness/engine/case.js';
import type { ClientCase } from '../../../harness/engine/case.js';
import { A_LOG_MESSAGE } from '../../support/client/answer-phases.js';
import { longMs } from '../../support/client/long-limit.js';
import { responseLine } from '../../support/client/tool-results.js';

/** A handshake that is slow by the measure of a network, and fast by that of a server that has to start. */
const SLOW_HANDSHAKE_MS = 1500;
/** Longer than the 5 s that HTTP libraries wait by default. */
const SLOW_CALL_MS = 5500;
const LIMIT_MS = 600;
/** Far longer than the pause between two messages, however busy the machine is. */
const TRAFFIC_LIMIT_MS = 1500;
const STEP_MS = 100;

const CONFIGURED = 'timeout.per-request-config';

export const cases: ClientCase[] = [
  clientCase({
    id: 'timeouts/limits/slow-handshake',
    title: 'Connecting waits for a server that takes its time',
    about: `Answers initialize after ${SLOW_HANDSHAKE_MS} ms, without any limit being given. A server that is being started takes as long. No text says how long a client has to wait, so that one that does not is warned of.`,
    fix: 'Give connecting a default limit of tens of seconds, not the one that is meant for a TCP connection, and let the user set it.',
    requirements: [CONFIGURED],
    reproduces: ['B271'],
    once: true,
    waits: true,
    async script(context) {
      context.server.on({ rpc: 'initialize' }, async (exchange) => {
        await context.silence(SLOW_HANDSHAKE_MS);
        await exchange.fallThrough();
      });
      await context.connect({ label: 'connect' }).outcome(SLOW_HANDSHAKE_MS + context.answerDeadlineMs);
    },
    judges: [settles('connect', { with: 'ok', rule: CONFIGURED })],
  }),
  clientCase({
    id: 'timeouts/limits/long-call',
    title: 'A call with a long limit is waited for as long',
    about: `Two calls are given a limit of a minute or more. One gets nothing at all for ${SLOW_CALL_MS} ms, the other the head of an event stream and then nothing; then both are answered. A client whose HTTP library has a shorter limit of its own gives them up.`,
    fix: 'Hand the limit of a call down to the HTTP library, or turn the limits of that library off: for the head of an answer, and for pauses in its body.',
    requirements: [CONFIGURED, 'guarantee.no-loss'],
    reproduces: ['B272'],
    once: true,
    waits: true,
    needs: ['op:callTool'],
    async script(context) {
      await context.connected();
      context.server.on({ tool: 'faultline_echo' }, async (exchange) => {
        await context.silence(SLOW_CALL_MS);
        await exchange.fallThrough();
      });
      context.server.on({ tool: 'faultline_sleep' }, async (exchange) => {
        exchange.stream();
        await context.silence(SLOW_CALL_MS);
        exchange.event({ data: responseLine(exchange.id, 'streamed') });
        await exchange.end();
      });
      const held = context.call('faultline_echo', { text: 'held' }, { label: 'held', timeoutMs: longMs(context) });
      const streamed = context.call('faultline_sleep', { ms: 1 }, { label: 'streamed', timeoutMs: longMs(context) });
      const limitMs = context.scaled(SLOW_CALL_MS) + context.answerDeadlineMs;
      await Promise.all([held.outcome(limitMs), streamed.outcome(limitMs)]);
    },
    judges: [
      returnsText('held', 'held', CONFIGURED, 'which came long before the limit'),
      returnsText('streamed', 'streamed', CONFIGURED, 'which came long before the limit'),
    ],
  }),
  clientCase({
    id: 'timeouts/limits/foreign-traffic',
    title: 'What is no progress of a call does not extend its limit',
    about: `Sends log messages, comments and the progress of other calls on the stream of a call with a limit of ${TRAFFIC_LIMIT_MS} ms, without an end. Progress of the call itself may extend its limit; nothing else does, so that the call fails by it.`,
    fix: 'Start the limit of a call when it is sent, and anew for notifications/progress with its own token alone. A limit between two reads is none for the call.',
    requirements: ['timeout.all-requests', CONFIGURED],
    once: true,
    needs: ['op:callTool'],
    async script(context) {
      await context.connected();
      const over = { is: false };
      context.server.on({ tool: 'faultline_sleep' }, async (exchange) => {
        exchange.stream();
        for (let progress = 1; !over.is && exchange.open; progress += 1) {
          exchange.send(A_LOG_MESSAGE);
          exchange.event({ comment: 'still here' });
          exchange.send({
            jsonrpc: '2.0',
            method: 'notifications/progress',
            params: { progressToken: 'of-another-call', progress },
          });
          await context.quiet(STEP_MS);
        }
      });
      const call = context.call('faultline_sleep', { ms: 60_000 }, { label: 'call', timeoutMs: TRAFFIC_LIMIT_MS });
      await call.outcome(TRAFFIC_LIMIT_MS + context.answerDeadlineMs);
      over.is = true;
    },
    judges: [keepsLimit('call')],
  }),
  clientCase({
    id: 'timeouts/limits/connect',
    title: 'Connecting ends by the limit that it was given, and can be tried again',
    about: `Never answers initialize; connecting was given a limit of ${LIMIT_MS} ms. It has to fail by it and not sooner. Then the server answers, and the next attempt works.`,
    fix: 'Let the limit of connecting cover the whole handshake, and leave nothing behind when it has passed: the next connect begins anew.',
    requirements: [CONFIGURED, 'timeout.all-requests', 'guarantee.settles', 'guarantee.recovers'],
    reproduces: ['B066', 'B067'],
    once: true,
    async script(context) {
      const server = { isDeaf: true };
      context.server.on({ rpc: 'initialize', where: () => server.isDeaf }, () => undefined);
      const connect = context.connect({ label: 'connect', timeoutMs: LIMIT_MS });
      await connect.outcome(LIMIT_MS + context.answerDeadlineMs);
      server.isDeaf = false;
      await context.connect({ label: 'again' }).outcome();
    },
    judges: [
      settles('connect', { with: 'failed' }),
      keepsLimit('connect'),
      settles('again', { with: 'ok', rule: 'guarantee.recovers' }),
    ],
  }),
];
