import { headerValue } from '../../../wire/http-head.js';
import { isObject, type ClassifiedMessage } from '../../../wire/jsonrpc.js';
import type { ServedRequest } from '../served-request.js';
import type { EndpointForm, ServerDefaults } from '../server-defaults.js';
import { SessionStore, type ServedSession } from '../session-store.js';
import type { DefaultState, Outcome } from './method-call.js';
import { callMethod } from './methods.js';
import { Questions } from './questions.js';
import type { StandardServer } from './standard-server.js';
import { StreamReply } from './stream-reply.js';

const REVISION = '2024-11-05';
const INVALID_REQUEST = -32600;
const MESSAGES_PATH = 'messages';

/** The stream of a session, which it begins and ends with. */
interface OpenStream {
  readonly exchange: ServedRequest;
  /** Its initialize was answered. */
  isInitialized: boolean;
}

/** A request that is not answered yet. */
interface Running {
  readonly session: string;
  readonly controller: AbortController;
}

/**
 * What a scripted server does by itself on HTTP+SSE (2024-11-05, basic/transports): each GET opens a session with an
 * endpoint of its own, and ends it. A request before the handshake of its own stream is refused, as a server does that
 * keeps to the lifecycle: a lax one would hide a client that has forgotten the handshake.
 */
export class HttpSseServer implements StandardServer {
  readonly sessions = new SessionStore();
  readonly #path: string;
  readonly #executions: (key: string) => number;
  readonly #questions = new Questions();
  readonly #streams = new Map<string, OpenStream>();
  readonly #running = new Map<ServedRequest, Running>();
  #settings: ServerDefaults;

  constructor(path: string, settings: ServerDefaults, executions: (key: string) => number) {
    this.#path = path;
    this.#settings = settings;
    this.#executions = executions;
  }

  configure(changes: Partial<ServerDefaults>): void {
    this.#settings = { ...this.#settings, ...changes };
  }

  close(): void {
    for (const { controller } of this.#running.values()) controller.abort();
  }

  serve(exchange: ServedRequest): void | Promise<void> {
    const url = new URL(exchange.target, 'http://localhost');
    const isStream = url.pathname === this.#path;
    if (!isStream && url.pathname !== this.#messagesPath()) exchange.respond(404);
    else if (exchange.method !== (isStream ? 'GET' : 'POST')) {
      exchange.respond(405, '', { Allow: isStream ? 'GET' : 'POST' });
    } else if (isStream) this.#open(exchange);
    else return this.#post(exchange, url.searchParams.get('sessionId') ?? '');
  }

  #messagesPath(): string {
    return new URL(MESSAGES_PATH, new URL(this.#path, 'http://localhost')).pathname;
  }

  #open(exchange: ServedRequest): void {
    const { id } = this.sessions.open(REVISION, {});
    this.#streams.set(id, { exchange, isInitialized: false });
    if (!exchange.hasHead) exchange.stream();
    const { endpoint, endpointStyle } = this.#settings;
    exchange.event({ event: 'endpoint', data: this.#endpoint(exchange, endpoint, id) }, endpointStyle);
    void exchange.closed.then(() => {
      this.#streams.delete(id);
      this.sessions.end(id);
      for (const { session, controller } of this.#running.values()) if (session === id) controller.abort();
    });
  }

  #endpoint(exchange: ServedRequest, form: EndpointForm, id: string): string {
    const query = `?sessionId=${id}`;
    const host = headerValue(exchange.headers, 'Host') ?? '';
    switch (form) {
      case 'path':
        return `${this.#messagesPath()}${query}`;
      case 'relative':
        return `${MESSAGES_PATH}${query}`;
      case 'absolute':
        return `http://${host}${this.#messagesPath()}${query}`;
      case 'foreign':
        return `http://localhost:${new URL(`http://${host}`).port}${this.#messagesPath()}${query}`;
    }
  }

  #post(exchange: ServedRequest, id: string): void | Promise<void> {
    const session = this.sessions.get(id);
    const stream = this.#streams.get(id);
    if (session === undefined || stream === undefined) {
      exchange.respond(404, 'Session not found', { 'Content-Type': 'text/plain' });
      return;
    }
    const { message } = exchange;
    if (message === undefined || message.kind === 'invalid') {
      exchange.respond(400, 'Invalid message', { 'Content-Type': 'text/plain' });
      return;
    }
    exchange.respond(202, 'Accepted', { 'Content-Type': 'text/plain' });
    if (message.kind === 'request') return this.#call(exchange, message, session, stream);
    this.#take(message, id);
  }

  /** Takes a notification or the answer to a question. */
  #take(message: ClassifiedMessage, id: string): void {
    if (message.kind !== 'notification') {
      this.#questions.settle(message);
      return;
    }
    if (message.method !== 'notifications/cancelled') return;
    const params = isObject(message.value) ? message.value.params : undefined;
    const requestId = isObject(params) ? params.requestId : undefined;
    for (const [exchange, { session, controller }] of this.#running) {
      if (exchange.id === requestId && session === id) controller.abort();
    }
  }

  #call(
    exchange: ServedRequest,
    { method = '' }: ClassifiedMessage,
    session: ServedSession,
    stream: OpenStream,
  ): void | Promise<void> {
    const controller = new AbortController();
    const { signal } = controller;
    const reply = new StreamReply(stream.exchange, exchange, this.#questions, signal);
    if (method === 'initialize') {
      reply.finish(this.#initialize(exchange, session.id));
      stream.isInitialized = true;
      return;
    }
    if (!stream.isInitialized && method !== 'ping') {
      reply.finish({
        error: { code: INVALID_REQUEST, message: 'Received request before initialization was complete' },
      });
      return;
    }
    const { params } = exchange;
    const { id, revision } = session;
    this.#running.set(exchange, { session: id, controller });
    const countExecution = (): void => exchange.countCall(params);
    const done = (outcome: Outcome): void => {
      this.#running.delete(exchange);
      reply.finish(outcome);
    };
    const call = { state: this.#state(), params, session, revision, signal, countExecution, stream: reply };
    const outcome = callMethod(method, call);
    if (outcome instanceof Promise) return outcome.then(done);
    done(outcome);
  }

  #initialize({ params }: ServedRequest, id: string): Outcome {
    const { protocolVersion = REVISION, capabilities, instructions } = this.#settings;
    this.sessions.agree(id, protocolVersion, isObject(params.capabilities) ? params.capabilities : {});
    const serverInfo = { name: 'faultline-scripted', version: '1.0.0' };
    return {
      result: { protocolVersion, capabilities, serverInfo, ...(instructions !== undefined && { instructions }) },
    };
  }

  #state(): DefaultState {
    return {
      settings: this.#settings,
      sessions: this.sessions,
      executions: this.#executions,
      streams: () => this.#streams.size,
      pending: () => this.#running.size,
    };
  }
}
