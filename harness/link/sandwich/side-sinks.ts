import type { EventBody, ResponseEndEvent, ResponseEnding } from '../../history/events.js';
import type { EventSink } from '../../history/recorder.js';
import type { Ledger } from './ledger.js';
import type { Passage } from './passage.js';

/**
 * What the outer recorder saw of the client, as the whole link would have recorded it: what the server did not send,
 * and no client broke off, was the link's doing.
 */
export function createClientSideSink(sink: EventSink, ledger: Ledger): EventSink {
  return {
    record(body) {
      if (isOn(body, 'server')) {
        if (body.kind === 'connection' && (body.what === 'refused' || body.what === 'error')) {
          const detail = `the proxy could not be reached: ${body.detail ?? body.what}`;
          sink.record({ ...body, side: 'client', what: 'error', from: 'link', detail });
        }
        return;
      }
      if (body.kind === 'response') {
        sink.record({ ...body, by: ledger.of(body.exchange).hasServerHead ? 'sut' : 'link' });
      } else if (body.kind === 'response-end') {
        recordEnd(sink, body, ledger, clientEnding);
      } else sink.record(body);
    },
  };
}

/** What the inner recorder saw of the server. */
export function createServerSideSink(sink: EventSink, ledger: Ledger): EventSink {
  return {
    record(body) {
      if (isOn(body, 'client')) return;
      if (body.kind === 'response') ledger.of(body.exchange).hasServerHead = true;
      if (body.kind === 'connection' && body.what === 'open') ledger.serverOpened();
      if (body.kind === 'response-end') recordEnd(sink, body, ledger, serverEnding);
      else sink.record(body);
    },
  };
}

function isOn(body: EventBody, side: 'client' | 'server'): boolean {
  return 'side' in body && body.side === side;
}

function recordEnd(
  sink: EventSink,
  body: ResponseEndEvent,
  ledger: Ledger,
  meaning: (passage: Passage, ending: ResponseEnding) => ResponseEnding,
): void {
  const passage = ledger.of(body.exchange);
  const seen = meaning(passage, body.ending);
  const ending = seen === 'link' && ledger.isClosing ? 'abandoned' : seen;
  if (body.side === 'server') passage.serverEnding = ending;
  if (ending === 'link') passage.endByProxy();
  sink.record({ ...body, ending });
}

/** An end that the server did not bring about was made by the proxy, however well-formed it is. */
function clientEnding(passage: Passage, ending: ResponseEnding): ResponseEnding {
  const { serverEnding: atServer, hasServerHead, clientLeft, isCut } = passage;
  if (ending === 'abandoned' || (clientLeft && !isCut)) return ending;
  // An answer that the proxy gave by itself is complete.
  if (ending === 'complete' && !hasServerHead) return ending;
  const isEndedByServer = atServer === 'complete' || atServer === 'fin' || atServer === 'rst';
  return isEndedByServer ? ending : 'link';
}

/** The inner recorder sees the proxy go away, be it because the client left or of its own. */
function serverEnding({ clientLeft, isCut }: Passage, ending: ResponseEnding): ResponseEnding {
  if (ending !== 'link' && ending !== 'abandoned') return ending;
  return clientLeft && !isCut ? 'abandoned' : 'link';
}
