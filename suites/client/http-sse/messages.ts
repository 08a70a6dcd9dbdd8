import { returnsText } from '../../../harness/checkers/client/returns-text.js';
import { settles } from '../../../harness/checkers/client/settles.js';
import { clientCase } from '../../../harness/engine/case.js';
import type { ClientCase } from '../../../harness/engine/case.js';
import { eventStream } from '../../support/client/event-stream.js';
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

export const cases: ClientCase[] = [divided, other];
