import { headerValue } from '../../../wire/http-head.js';
import { isObject, type ClassifiedMessage } from '../../../wire/jsonrpc.js';
import { SESSION_REVISIONS } from '../../../spec/revisions.js';
import type { HeaderFields } from '../scripted-server.js';
import type { ServedRequest } from '../served-request.js';
import type { ServerDefaults } from '../server-defaults.js';
import { SessionStore, type ServedSession } from '../session-store.js';
import type { DefaultState, Outcome } from './method-call.js';
import { callMethod } from './methods.js';
import { Questions } from './questions.js';
import { Reply } from './reply.js';

const NEWEST = '2025-11-25';
const INVALID_REQUEST = -32600;
const PARSE_ERROR = -32700;
const SESSION_PROBLEM = -32000;

/**
 * What a scripted server does by itself: a correct server of the revisions with sessions. It answers by the book and
 * does not judge: that headers, order and ids are right is for checkers to say.
 */
export class DefaultServer {
  readonly sessions = new SessionStore();
  readonly #path: string;
  readonly #executions: (key: string) => number;
  readonly #questions = new Questions();
  readonly #listening = new Set<ServedRequest>();
  /** What ends each call that is not answered. */
  readonly #running = new Map<ServedRequest, AbortController>();
  #settings: ServerDefaults;

  constructor(path: string, settings: ServerDefaults, executions: (key: string) => number) {
    this.#path = path;
    this.#settings = settings;
    this.#executions = executions;
  }

  configure(changes: Partial<ServerDefaults>): void {
    this.#settings = { ...this.#settings, ...changes };
  }

  /** Ends all calls and waits. */
  close(): void {
    for (const controller of this.#running.values()) controller.abort();
  }

  serve(exchange: ServedRequest): void | Promise<void> {
    if (exchange.target.split('?')[0] !== this.#path) {
      exchange.respond(404);
      return;
    }
    switch (exchange.method) {
      case 'POST':
        return this.#post(exchange);
      case 'GET':
        this.#get(exchange);
        return;
      case 'DELETE':
        this.#delete(exchange);
        return;
      default:
        this.#refuseMethod(exchange);
    }
  }

  #post(exchange: ServedRequest): void | Promise<void> {
    const { message, messages } = exchange;
    if (messages.length === 0) {
      exchange.error(PARSE_ERROR, 'Parse error', { status: 400 });
      return;
    }
    if (message?.kind === 'request' && message.method === 'initialize') {
      this.#initialize(exchange);
      return;
    }
    const session = this.#sessionOf(exchange);
    if (session === 'refused') return;
    const revision = session?.revision ?? headerValue(exchange.headers, 'MCP-Protocol-Version') ?? NEWEST;
    if (message === undefined) return this.#batch(exchange, session, revision);
    if (message.kind === 'request') return this.#call(exchange, message, session, revision);
    if (message.kind === 'invalid') exchange.error(INVALID_REQUEST, 'Invalid Request', { status: 400 });
    else {
      this.#take(message, session);
      exchange.respond(202);
    }
  }

  #initialize(exchange: ServedRequest): void {
    const { protocolVersion, capabilities, instructions, sessions } = this.#settings;
    const asked = exchange.params.protocolVersion;
    const isKnown = SESSION_REVISIONS.some((revision) => revision === asked);
    const revision = protocolVersion ?? (isKnown ? String(asked) : NEWEST);
    const clientCapabilities = isObject(exchange.params.capabilities) ? exchange.params.capabilities : {};
    const result = {
      protocolVersion: revision,
      capabilities,
      serverInfo: { name: 'faultline-scripted', version: '1.0.0' },
      ...(instructions === undefined ? {} : { instructions }),
    };
    const id = sessions ? this.sessions.open(revision, clientCapabilities).id : undefined;
    const headers: HeaderFields = id === undefined ? {} : { 'Mcp-Session-Id': id };
    if (this.#settings.answers === 'json') exchange.result(result, headers);
    else {
      exchange.stream(headers);
      this.#reply(exchange, new AbortController().signal).finish({ result });
    }
  }

  /** The session of a request; refuses one without a session that it needs. */
  #sessionOf(exchange: ServedRequest): ServedSession | undefined | 'refused' {
    if (!this.#settings.sessions) return undefined;
    const id = headerValue(exchange.headers, 'Mcp-Session-Id');
    const session = id === undefined ? undefined : this.sessions.get(id);
    if (session !== undefined) return session;
    if (id === undefined)
      exchange.error(SESSION_PROBLEM, 'Bad Request: Mcp-Session-Id header is required', { status: 400 });
    else exchange.error(SESSION_PROBLEM, 'Session not found', { status: 404 });
    return 'refused';
  }

  /** Takes a notification or the answer to a question. */
  #take(message: ClassifiedMessage, session: ServedSession | undefined): void {
    if (message.kind !== 'notification') {
      this.#questions.settle(message);
      return;
    }
    if (message.method !== 'notifications/cancelled') return;
    const params = isObject(message.value) ? message.value.params : undefined;
    const requestId = isObject(params) ? params.requestId : undefined;
    for (const [exchange, controller] of this.#running) {
      const isSameSession = headerValue(exchange.headers, 'Mcp-Session-Id') === session?.id;
      if (exchange.id === requestId && isSameSession) controller.abort();
    }
  }

  #call(
    exchange: ServedRequest,
    message: ClassifiedMessage,
    session: ServedSession | undefined,
    revision: string,
  ): void | Promise<void> {
    const controller = new AbortController();
    const { signal } = controller;
    const reply = this.#reply(exchange, signal);
    this.#running.set(exchange, controller);
    const { params } = exchange;
    const countExecution = (): void => exchange.countCall(params);
    const done = (outcome: Outcome): void => {
      this.#running.delete(exchange);
      reply.finish(outcome);
    };
    const call = { state: this.#state(), params, session, revision, signal, countExecution, stream: reply };
    const outcome = callMethod(message.method ?? '', call);
    if (outcome instanceof Promise) return outcome.then(done);
    done(outcome);
  }

  /** Only 2025-03-26 has batches (basic/index, batching). */
  async #batch(exchange: ServedRequest, session: ServedSession | undefined, revision: string): Promise<void> {
    if (revision !== '2025-03-26') {
      exchange.error(INVALID_REQUEST, 'Batches are not supported', { status: 400 });
      return;
    }
    const answers = await Promise.all(
      exchange.messages.map(async (message) => {
        if (message.kind !== 'request') {
          this.#take(message, session);
          return [];
        }
        const params = isObject(message.value) && isObject(message.value.params) ? message.value.params : {};
        const { signal } = new AbortController();
        const countExecution = (): void => exchange.countCall(params);
        const call = { state: this.#state(), params, session, revision, signal, countExecution, stream: undefined };
        return [{ jsonrpc: '2.0', id: message.id, ...(await callMethod(message.method ?? '', call)) }];
      }),
    );
    const all = answers.flat();
    if (all.length === 0) exchange.respond(202);
    else exchange.respond(200, JSON.stringify(all), { 'Content-Type': 'application/json' });
  }

  #get(exchange: ServedRequest): void {
    if (!this.#settings.offersGetStream) {
      this.#refuseMethod(exchange);
      return;
    }
    if (this.#sessionOf(exchange) === 'refused') return;
    exchange.stream();
    this.#listening.add(exchange);
    void exchange.closed.then(() => this.#listening.delete(exchange));
  }

  #delete(exchange: ServedRequest): void {
    const session = this.#sessionOf(exchange);
    if (session === 'refused') return;
    if (session === undefined) {
      this.#refuseMethod(exchange);
      return;
    }
    this.sessions.end(session.id);
    for (const stream of this.#listening) {
      if (headerValue(stream.headers, 'Mcp-Session-Id') === session.id) void stream.end();
    }
    exchange.respond(200);
  }

  #refuseMethod(exchange: ServedRequest): void {
    const allowed = this.#settings.offersGetStream ? 'GET, POST, DELETE' : 'POST, DELETE';
    exchange.respond(405, '', { Allow: allowed });
  }

  #reply(exchange: ServedRequest, signal: AbortSignal): Reply {
    return new Reply(exchange, this.#settings, this.#questions, signal);
  }

  #state(): DefaultState {
    return {
      settings: this.#settings,
      sessions: this.sessions,
      executions: this.#executions,
      streams: () => this.#listening.size,
      pending: () => this.#running.size,
    };
  }
}
