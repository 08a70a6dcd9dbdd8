import { resumesFrom } from '../../../harness/checkers/client/resumes.js';
import { waitsForRetry } from '../../../harness/checkers/client/waits-as-told.js';
import { clientCase } from '../../../harness/engine/case.js';
import type { ClientCase } from '../../../harness/engine/case.js';
import type { ClientContext } from '../../../harness/engine/client-context.js';
import type { ServedExchange } from '../../../harness/peer/scripted/scripted-server.js';
import { scenarioResult } from '../../../harness/sut/client/official-scenarios.js';
import {
  eventOverTwoLines,
  GIVES_UP,
  givesUp,
  patienceOf,
  play,
  playing,
  RECONNECT,
  succeeds,
} from '../../support/client/scenario.js';

const RESUMES = 'http.resume.client-get';
/** Milliseconds that the server asks for: more than a client would wait of its own accord, and for a cut that is not polled, few. */
const RETRY_MS = 500;
const SHORT_RETRY_MS = 20;

type Part = (exchange: ServedExchange, call: ServedExchange) => void | Promise<void>;

/** The stream of the call in parts: the first on its POST, each further one to a resumption, the last one again and again. */
function inParts({ server }: ClientContext, first: Part, ...further: readonly Part[]): void {
  let call: ServedExchange | undefined;
  server.on({ tool: RECONNECT }, (exchange) => {
    call = exchange;
    exchange.countExecution();
    return first(exchange, exchange);
  });
  let next = 0;
  server.on({ method: 'GET', resumes: true }, async (exchange) => {
    const part = further[Math.min(next, further.length - 1)];
    next += 1;
    if (call !== undefined) await part?.(exchange, call);
  });
}

function primed(id: string, ending: 'complete' | 'fin' | 'rst', retry = SHORT_RETRY_MS): Part {
  return async (exchange) => {
    exchange.event({ id, data: '', retry });
    await exchange.end(ending);
  };
}

const answer: Part = async (exchange, call) => {
  exchange.send({ jsonrpc: '2.0', id: call.id, result: scenarioResult(call) }, 'end');
  await exchange.end();
};

const refused: Part = (exchange) => exchange.respond(400);

/** Writes a priming event byte by byte, with the other line ends. */
const splitPriming: Part = async (exchange) => {
  exchange.stream();
  exchange.write(`id: primed\r\nretry: ${SHORT_RETRY_MS}\r\ndata:\r\n\r\n`, { pieces: [1] });
  await exchange.end();
};

const splitAnswer: Part = async (exchange, call) => {
  const message = { jsonrpc: '2.0', id: call.id, result: scenarioResult(call) };
  exchange.stream();
  exchange.write(eventOverTwoLines(message, 'event: message\r\nid: end\r\n'), { pieces: [1] });
  await exchange.end();
};

const SUBJECT = { needs: playing('sse-retry', 'resumes'), once: true } as const;

export const cases: ClientCase[] = [
  clientCase({
    ...SUBJECT,
    id: 'scenario/streams/polled',
    title: 'A stream that is closed after a priming event is polled, and not before the time that it names',
    about: `Closes the stream of the call in order after an event with an id and \`retry: ${RETRY_MS}\`. The client waits for that time, resumes with that id, gets its answer and ends.`,
    fix: 'Keep id and retry of each stream; after a clean end without the response wait for retry and open a GET with the id as Last-Event-ID.',
    requirements: [
      'http.stream.retry-respected',
      'http.stream.client-polls',
      'guarantee.no-loss',
      'guarantee.settles',
      'guarantee.bounded-retries',
    ],
    revisions: ['2025-11-25'],
    script: (context) =>
      play(context, 'sse-retry', () => inParts(context, primed('primed', 'complete', RETRY_MS), answer)),
    judges: [
      ...succeeds('guarantee.no-loss', 'tools/call'),
      waitsForRetry(RETRY_MS),
      resumesFrom(['primed'], 'http.stream.client-polls'),
    ],
  }),
  clientCase({
    ...SUBJECT,
    id: 'scenario/streams/cut',
    title: 'A stream that is reset is resumed after its last event',
    about: 'Resets the connection of the call after an event with an id. The client should come back with that id.',
    fix: 'Treat a reset as a clean end without the response: resume after the last id.',
    requirements: [RESUMES, ...GIVES_UP],
    script: (context) =>
      play(context, 'sse-retry', () => inParts(context, primed('primed', 'rst'), answer), patienceOf(context)),
    judges: [resumesFrom(['primed'], RESUMES), ...givesUp(RECONNECT)],
  }),
  clientCase({
    ...SUBJECT,
    id: 'scenario/streams/cut-twice',
    title: 'A resumed stream that is cut is resumed from where it was',
    about:
      'Cuts the stream of the call, and then the resumed one after another event. The client should name that one.',
    fix: 'Take the cursor from the resumed stream too.',
    requirements: [RESUMES, ...GIVES_UP],
    script: (context) =>
      play(
        context,
        'sse-retry',
        () => inParts(context, primed('one', 'fin'), primed('two', 'fin'), answer),
        patienceOf(context),
      ),
    judges: [resumesFrom(['one', 'two'], RESUMES), ...givesUp(RECONNECT)],
  }),
  clientCase({
    ...SUBJECT,
    id: 'scenario/streams/refused',
    title: 'A stream that can never be resumed is given up',
    about:
      'Closes the stream of the call after an event with an id, and answers each resumption by 400, as a server does that does not know the event any more. The client tries a bounded number of times, does not call again, and ends.',
    fix: 'Count the attempts, let pauses grow, and fail the call with the last answer.',
    requirements: [...GIVES_UP],
    script: (context) =>
      play(context, 'sse-retry', () => inParts(context, primed('primed', 'fin'), refused), patienceOf(context)),
    judges: givesUp(RECONNECT),
  }),
  clientCase({
    ...SUBJECT,
    id: 'scenario/streams/byte-by-byte',
    title: 'Streams are read whatever pieces they come in',
    about:
      'Writes the priming event and the resumed answer byte by byte, with CR LF as ends of lines and the answer over two of them.',
    fix: 'Keep what a read has left over, also between CR and LF, and parse events when their blank line is there.',
    requirements: ['sse.crlf-split', 'guarantee.settles', 'guarantee.bounded-retries'],
    script: (context) => play(context, 'sse-retry', () => inParts(context, splitPriming, splitAnswer)),
    judges: succeeds('sse.crlf-split', 'tools/call'),
  }),
];
