import type { Dispatcher, Pool } from 'undici';
import type { Recorder } from '../history/recorder.js';
import { headerValue } from '../wire/http-head.js';
import type { HeaderList } from '../wire/http-head.js';
import type { ClassifiedMessage } from '../wire/jsonrpc.js';
import { createContentDecoder } from './content-decoder.js';
import type { ContentDecoder } from './content-decoder.js';
import { endingOf, isUnsendable } from './ending.js';
import { createExchangeState, exchangeOf, limitsOf } from './exchange-state.js';
import type { ExchangeState } from './exchange-state.js';
import type { Exchange, ExchangeEnding } from './probe.js';
import { createResponseReader } from './response-reader.js';

/** What all exchanges of a probe share. */
export interface ExchangeHost {
  readonly pool: Pool;
  readonly recorder: Recorder;
  /** Limit of a wait on an exchange that has no deadline of its own. */
  readonly answerDeadlineMs: number;
  /** Exchanges that are not over; each adds and removes itself. */
  readonly open: Set<RunningExchange>;
}

/** A request that is ready to be sent. */
export interface PreparedRequest {
  readonly label: string;
  readonly method: string;
  readonly path: string;
  /** Flat list of names and values. */
  readonly headers: string[];
  readonly body?: string | Uint8Array;
  /** The exchange is ended when it is still open after this time; without it, it may stay open. */
  readonly deadlineMs?: number;
  /** What is missing when that deadline passes, for the history; default: the end of the exchange. */
  readonly awaited?: () => string;
  readonly onMessage?: (message: ClassifiedMessage) => void;
  readonly onEnd?: () => void;
}

/** An exchange with what the probe itself, besides the script, does with it. */
export interface RunningExchange {
  readonly exchange: Exchange;
  readonly state: ExchangeState;
  /** Ends it without a trace in the history: the case is over. */
  drop(): void;
}

/** The sides of one exchange that its HTTP handler works with. */
interface Conduct {
  /** Sets the ending, once; `silent` keeps it out of the history. */
  settle(ending: ExchangeEnding, silent?: boolean): void;
  /** Ends the exchange from this side and closes its connection. */
  leave(ending: ExchangeEnding, silent?: boolean): void;
  problem(code: string, message: string): void;
  /** What closes the connection and drops what is not decoded yet; set as the exchange proceeds. */
  release: { disconnect?: () => void; decoder?: ContentDecoder };
}

function createConduct(host: ExchangeHost, request: PreparedRequest, state: ExchangeState, over: () => void): Conduct {
  const { recorder } = host;
  const { label } = request;
  const release: Conduct['release'] = {};
  const settle: Conduct['settle'] = (ending, silent = false) => {
    if (state.ending !== undefined) return;
    if (!silent) state.reader?.end(ending === 'complete');
    state.ending = ending;
    over();
    if (!silent) recorder.record({ kind: 'probe', what: 'fact', name: 'ending', exchange: label, value: ending });
    state.watch.changed();
    request.onEnd?.();
  };
  return {
    settle,
    leave(ending, silent) {
      release.decoder?.discard();
      settle(ending, silent);
      release.disconnect?.();
    },
    problem(code, message) {
      const offset = 0;
      recorder.record({ kind: 'problem', side: 'client', exchange: label, layer: 'http', code, message, offset });
    },
    release,
  };
}

function headerList(raw: Dispatcher.DispatchController['rawHeaders']): HeaderList {
  if (!Array.isArray(raw)) return [];
  const texts = raw.map((value) => (typeof value === 'string' ? value : value.toString('latin1')));
  return texts.flatMap((name, index) => (index % 2 === 0 ? [[name, texts[index + 1] ?? ''] as const] : []));
}

function startReading(host: ExchangeHost, request: PreparedRequest, state: ExchangeState, conduct: Conduct): void {
  const headers = state.head?.headers ?? [];
  const reader = createResponseReader(headers, {
    exchange: request.label,
    recorder: host.recorder,
    received: state.received,
    onMessage: (message) => request.onMessage?.(message),
  });
  state.reader = reader;
  conduct.release.decoder = createContentDecoder(headerValue(headers, 'content-encoding'), (bytes) => {
    if (state.ending !== undefined) return;
    const excess = reader.push(bytes);
    state.watch.changed();
    if (excess === undefined) return;
    conduct.problem('flood', excess);
    conduct.leave('protocol-error');
  });
}

/** What undici tells of the exchange. `onUnsendable` gets the errors for which the caller is to blame. */
function httpHandler(
  host: ExchangeHost,
  request: PreparedRequest,
  state: ExchangeState,
  conduct: Conduct,
  onUnsendable: (error: Error) => void,
): Dispatcher.DispatchHandler {
  const { release } = conduct;
  const finish = (ending: ExchangeEnding): void => {
    if (release.decoder === undefined) conduct.settle(ending);
    release.decoder?.end((problem) => {
      const isBroken = problem !== undefined && ending === 'complete';
      if (isBroken) conduct.problem('content-coding', problem);
      conduct.settle(isBroken ? 'protocol-error' : ending);
    });
  };
  return {
    onRequestStart(controller) {
      release.disconnect = () => controller.abort(new Error('the probe stopped listening'));
      if (state.ending !== undefined) release.disconnect();
    },
    onResponseStart(controller, status) {
      if (status < 200 || state.ending !== undefined) return;
      state.head = { status, headers: headerList(controller.rawHeaders) };
      startReading(host, request, state, conduct);
      state.watch.changed();
    },
    onResponseData: (_controller, bytes) => release.decoder?.push(bytes),
    onResponseEnd: () => finish('complete'),
    onResponseError(_controller, error) {
      if (state.ending !== undefined) return;
      if (isUnsendable(error)) {
        onUnsendable(error);
        return;
      }
      const ending = endingOf(error, { headReceived: state.head !== undefined });
      if (ending === 'protocol-error') conduct.problem('unreadable-response', error.message);
      finish(ending);
    },
  };
}

/**
 * Sends a request and reads its response to the end, whether someone waits for it or not.
 * @throws TypeError when the request is one that no HTTP library would send
 */
export function startExchange(host: ExchangeHost, request: PreparedRequest): RunningExchange {
  const { recorder, open, pool } = host;
  const { label, method, path, headers, body, deadlineMs } = request;
  const state = createExchangeState(label);
  const begunAt = performance.now();
  let timer: NodeJS.Timeout | undefined;
  let unsendable: Error | undefined;
  const conduct = createConduct(host, request, state, () => {
    clearTimeout(timer);
    open.delete(running);
  });
  const abort = (): void => {
    if (state.ending !== undefined) return;
    recorder.record({ kind: 'probe', what: 'abort', name: `abort of ${label}`, exchange: label });
    conduct.leave('aborted');
  };
  const limitFor = limitsOf(recorder, label, deadlineMs, host.answerDeadlineMs);
  const running: RunningExchange = {
    exchange: exchangeOf(state, limitFor, abort),
    state,
    drop: () => conduct.leave('aborted', true),
  };
  open.add(running);
  if (deadlineMs !== undefined) {
    timer = setTimeout(() => {
      const name = request.awaited?.() ?? `end of ${label}`;
      const waitedMs = Math.round(performance.now() - begunAt);
      recorder.record({ kind: 'probe', what: 'deadline', name, exchange: label, waitedMs });
      conduct.leave('deadline');
    }, deadlineMs);
  }
  const handler = httpHandler(host, request, state, conduct, (error) => {
    unsendable = error;
    running.drop();
  });
  pool.dispatch({ path, method, headers, body: body ?? null }, handler);
  if (unsendable !== undefined) throw new TypeError(`the request ${label} cannot be sent`, { cause: unsendable });
  return running;
}
