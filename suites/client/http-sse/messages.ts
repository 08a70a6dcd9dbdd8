import { FORM_FACT, readsForms } from '../../../harness/checkers/client/reads-forms.js';
import type { FormFact } from '../../../harness/checkers/client/reads-forms.js';
import { returnsText } from '../../../harness/checkers/client/returns-text.js';
import { settles } from '../../../harness/checkers/client/settles.js';
import { clientCase } from '../../../harness/engine/case.js';
import type { ClientCase } from '../../../harness/engine/case.js';
import { formNamed } from '../../../harness/wire/sse-forms.js';
import { A_LOG_MESSAGE } from '../../support/client/answer-phases.js';
import { eventStream } from '../../support/client/event-stream.js';
import { callEcho } from '../../support/client/recovery.js';
import { responseLine } from '../../support/client/tool-results.js';

/** Characters of two, three and four bytes. */
const TEXT = 'dix-sept « éléphants » 🐘 象';

const divided = clientCase({
  id: 'http-sse/messages/divided',
  title: 'An answer on the event stream is read byte by byte, characters of several bytes included',
  about: 'The answer to a call comes on the event stream one byte at a time. The text arrives as it was sent.',
  fix: 'Decode the stream with a streaming UTF-8 decoder, and keep what is left of a line until the rest of it comes.',
  requirements: ['sse.chunking-irrelevant', 'sse.utf8', 'guarantee.settles'],
  transport: 'http-sse',
  needs: ['op:callTool'],
  async script(context) {
    await context.connected({ label: 'connect' });
    const stream = eventStream(context);
    context.server.on({ rpc: 'tools/call' }, (exchange) => {
      exchange.respond(202);
      stream.write(`event: message\ndata: ${responseLine(exchange.id, TEXT)}\n\n`, { pieces: [1] });
    });
    await context.call('faultline_echo', { text: TEXT }, { label: 'call' }).outcome();
  },
  judges: [settles('call', { with: 'ok' }), returnsText('call', TEXT, 'sse.utf8', 'one byte at a time')],
});

const other = clientCase({
  id: 'http-sse/messages/other-events',
  title: 'Comments and events of other types on the event stream are no messages',
  about:
    'Before the answer to a call the event stream brings a comment, as servers send it to keep a connection, and an event of a type that the transport does not have, ' +
    'whose data looks like another answer to the same call. The call returns what the message event says.',
  fix: 'Parse only events of the type message, which is also the type of an event that names none; drop comments.',
  requirements: ['sse.comment', 'sse.event-type-dispatch', 'sse.event-type', 'guarantee.settles'],
  transport: 'http-sse',
  needs: ['op:callTool'],
  async script(context) {
    await context.connected({ label: 'connect' });
    const stream = eventStream(context);
    context.server.on({ rpc: 'tools/call' }, (exchange) => {
      exchange.respond(202);
      stream.write(': keep-alive\n\n');
      stream.event({ event: 'heartbeat', data: responseLine(exchange.id, 'beat') });
      stream.event({ data: responseLine(exchange.id, TEXT) });
    });
    await context.call('faultline_echo', { text: TEXT }, { label: 'call' }).outcome();
  },
  judges: [settles('call', { with: 'ok' }), returnsText('call', TEXT, 'sse.event-type-dispatch', 'as a message event')],
});

const notifications = clientCase({
  id: 'http-sse/messages/notifications',
  title: 'Notifications before the answer are no answers',
  about:
    'Before the answer to a call the event stream brings a log message, the progress of nobody, and a list that has changed. The call returns its answer, and the next one works.',
  fix: 'Tell notifications from responses by their method before an id is looked for, and let none of them end the loop that reads.',
  requirements: ['jsonrpc.response.correlate-by-id', 'guarantee.settles', 'guarantee.recovers'],
  reproduces: ['B227'],
  transport: 'http-sse',
  needs: ['op:callTool'],
  async script(context) {
    await context.connected({ label: 'connect' });
    const stream = eventStream(context);
    context.server.on(
      { rpc: 'tools/call' },
      (exchange) => {
        exchange.respond(202);
        stream.send(A_LOG_MESSAGE);
        stream.send({
          jsonrpc: '2.0',
          method: 'notifications/progress',
          params: { progressToken: 'nobody', progress: 1 },
        });
        stream.send({ jsonrpc: '2.0', method: 'notifications/tools/list_changed' });
        stream.event({ data: responseLine(exchange.id, TEXT) });
      },
      { times: 1 },
    );
    await callEcho(context, 'call', Math.round(context.answerDeadlineMs / 2));
    await callEcho(context, 'next', Math.round(context.answerDeadlineMs / 2));
  },
  judges: [
    settles('call', { with: 'ok' }),
    returnsText('call', TEXT, 'jsonrpc.response.correlate-by-id', 'after notifications'),
    returnsText('next', 'next', 'guarantee.recovers', 'after them'),
  ],
});

/** Ends of lines that a reader need not wait for more to understand, with contents that readers go wrong at. */
const FORMS = {
  'line-ends': {
    title: 'Messages on the event stream are read with CRLF, without a space after the colon, and over several lines',
    rule: 'sse.line-endings',
    fix: 'Take CRLF for one end of a line, drop one space after the colon where there is one, and join the data lines of an event.',
    reproduces: ['B285', 'B292'],
    forms: ['crlf/space/data-last/plain', 'crlf/no-space/data-first/multi-line', 'lf/no-space/data-last/multi-line'],
  },
  'empty-blocks': {
    title: 'Blocks without data and events of unknown types on the event stream are no errors',
    rule: 'sse.no-data-no-event',
    fix: 'Let retry set the delay and nothing else, and pass over blocks without data and events of types that you do not know.',
    reproduces: ['B295'],
    forms: ['lf/space/data-last/retry-only', 'lf/space/data-last/unknown-event', 'lf/space/data-last/comment-alone'],
  },
} as const;

const forms = (Object.keys(FORMS) as (keyof typeof FORMS)[]).map((name) => {
  const { title, rule, fix, reproduces, forms: own } = FORMS[name];
  return clientCase({
    id: `http-sse/messages/${name}`,
    title,
    about: `Answers calls on the event stream in several forms: ${own.join(', ')}. Each call returns the text of its answer.`,
    fix,
    requirements: [rule, 'sse.eof-discards'],
    reproduces,
    transport: 'http-sse',
    needs: ['op:callTool'],
    async script(context) {
      await context.connected({ label: 'connect' });
      const stream = eventStream(context);
      for (const form of own) {
        context.server.on({ rpc: 'tools/call' }, (exchange) => {
          exchange.respond(202);
          const { bytes } = formNamed(`${form}/closed`, (nth) =>
            nth === 1 ? responseLine(exchange.id, TEXT) : JSON.stringify(A_LOG_MESSAGE),
          );
          stream.write(bytes);
        });
        const fact: FormFact = { label: form, form, text: TEXT };
        context.fact(FORM_FACT, fact);
        const { kind } = await callEcho(context, form, Math.round(context.answerDeadlineMs / 2));
        if (kind !== 'ok') break;
      }
    },
    judges: [readsForms(rule)],
  });
});

export const cases: ClientCase[] = [divided, other, notifications, ...forms];
