import type { Socket } from 'node:net';
import type { Recorder } from '../../history/recorder.js';
import type { HttpTransport } from '../../spec/revisions.js';
import { Listener } from '../../link/embedded/listener.js';
import { Arrivals } from './arrivals.js';
import { DefaultServer } from './defaults/default-server.js';
import { HttpSseServer } from './defaults/http-sse-server.js';
import type { StandardServer } from './defaults/standard-server.js';
import type { IncomingRequest } from './incoming-request.js';
import { RuleBook, type Rule } from './rule-book.js';
import type { RequestMatch, RuleOptions, ScriptedServer, Serve, ServedExchange } from './scripted-server.js';
import { ServedConnection } from './served-connection.js';
import { ServedRequest } from './served-request.js';
import { SERVER_DEFAULTS, type ServerDefaults } from './server-defaults.js';

export interface ScriptedServerOptions extends Partial<ServerDefaults> {
  /** Where missed deadlines of `arrival` are recorded; what crosses the wire is recorded by the link. */
  readonly recorder?: Recorder;
  /** Closes the server when it is aborted. */
  readonly signal?: AbortSignal;
  /** Default: Streamable HTTP. */
  readonly transport?: HttpTransport;
  /** Address of this machine to listen on. Default 127.0.0.1. */
  readonly hostname?: string;
  /** Path of the endpoint. Default `/mcp`, for HTTP+SSE `/mcp/sse`: a prefix shows who puts URIs together by hand. */
  readonly path?: string;
}

const ARRIVAL_DEADLINE_MS = 10_000;
const PATHS: Readonly<Record<HttpTransport, string>> = { 'streamable-http': '/mcp', 'http-sse': '/mcp/sse' };

/**
 * Opens a scripted server on a free port.
 * @throws Error when no port can be opened
 */
export async function startScriptedServer(options: ScriptedServerOptions = {}): Promise<ScriptedServer> {
  const { recorder, signal, hostname, transport = 'streamable-http', path = PATHS[transport], ...defaults } = options;
  const server = new RunningServer({ recorder, path, hostname }, (executions) => {
    const Standard = transport === 'http-sse' ? HttpSseServer : DefaultServer;
    return new Standard(path, { ...SERVER_DEFAULTS, ...defaults }, executions);
  });
  await server.open(signal);
  return server;
}

class RunningServer implements ScriptedServer {
  readonly path: string;
  readonly failure: Promise<Error>;
  readonly #listener: Listener;
  readonly #rules = new RuleBook();
  readonly #arrivals: Arrivals<ServedRequest>;
  readonly #defaults: StandardServer;
  readonly #connections = new Set<ServedConnection>();
  readonly #executions = new Map<string, number>();
  readonly #problems: Error[] = [];
  #accepted = 0;
  #isStopped = false;
  #resolveFailure: (error: Error) => void = () => undefined;
  #closing: Promise<void> | undefined;

  constructor(
    { recorder, path, hostname }: Pick<ScriptedServerOptions, 'recorder' | 'hostname'> & { readonly path: string },
    standard: (executions: (key: string) => number) => StandardServer,
  ) {
    this.path = path;
    this.#listener = new Listener((socket) => this.#accept(socket), hostname);
    this.#arrivals = new Arrivals(recorder);
    this.#defaults = standard((key) => this.executions(key));
    this.failure = new Promise((resolve) => {
      this.#resolveFailure = resolve;
    });
  }

  async open(signal: AbortSignal | undefined): Promise<void> {
    await this.#listener.open();
    if (signal?.aborted === true) await this.close();
    signal?.addEventListener('abort', () => void this.close(), { once: true });
  }

  get hostname(): string {
    return this.#listener.hostname;
  }

  get port(): number {
    return this.#listener.port;
  }

  get arrived(): readonly ServedExchange[] {
    return this.#arrivals.all;
  }

  get sessions(): readonly string[] {
    return this.#defaults.sessions.opened;
  }

  get session(): string | undefined {
    return this.sessions.at(-1);
  }

  get problems(): readonly Error[] {
    return this.#problems;
  }

  on(match: RequestMatch, serve: Serve, options: RuleOptions = {}): void {
    this.#rules.add(match, serve, options);
  }

  configure(changes: Partial<ServerDefaults>): void {
    this.#defaults.configure(changes);
  }

  arrival(
    name: string,
    match: RequestMatch,
    nth = 1,
    deadlineMs = ARRIVAL_DEADLINE_MS,
  ): Promise<ServedExchange | undefined> {
    return this.#arrivals.wait(name, match, nth, deadlineMs);
  }

  executions(key: string): number {
    return this.#executions.get(key) ?? 0;
  }

  forgetSessions(): void {
    this.#defaults.sessions.forgetAll();
  }

  push(message: unknown, eventId?: string): boolean {
    const stream = this.#arrivals.all.findLast(({ isListening }) => isListening);
    stream?.send(message, eventId);
    return stream !== undefined;
  }

  async stop(how: 'fin' | 'rst'): Promise<void> {
    if (this.#isStopped || this.#closing !== undefined) return;
    this.#isStopped = true;
    await this.#listener.refuse();
    await Promise.all([...this.#connections].map((connection) => connection.end(how)));
  }

  async start(sessions: 'kept' | 'lost'): Promise<void> {
    if (sessions === 'lost') this.forgetSessions();
    if (!this.#isStopped || this.#closing !== undefined) return;
    this.#isStopped = false;
    await this.#listener.readmit();
  }

  close(): Promise<void> {
    this.#closing ??= this.#close();
    return this.#closing;
  }

  async #close(): Promise<void> {
    this.#arrivals.close();
    this.#defaults.close();
    await this.#listener.close();
    const connections = [...this.#connections];
    for (const connection of connections) connection.destroy();
    await Promise.all(connections.map(({ closed }) => closed));
  }

  #accept(socket: Socket): void {
    if (this.#closing !== undefined || this.#isStopped) {
      socket.on('error', () => undefined).destroy();
      return;
    }
    this.#accepted += 1;
    let current: ServedRequest | undefined;
    const connection = new ServedConnection(this.#accepted, socket, {
      request: (request) => {
        current = this.#receive(request, connection);
        this.#arrivals.add(current);
        this.#serve(current);
      },
      left: () => current?.left(),
      closed: () => this.#connections.delete(connection),
    });
    this.#connections.add(connection);
  }

  #receive(request: IncomingRequest, connection: ServedConnection): ServedRequest {
    return new ServedRequest(this.#arrivals.all.length + 1, request, connection, (key) => {
      this.#executions.set(key, this.executions(key) + 1);
    });
  }

  #serve(exchange: ServedRequest): void {
    const failed = (thrown: unknown): void => this.#failed(exchange, thrown);
    try {
      const served = this.#dispatch(exchange);
      if (served instanceof Promise) served.catch(failed);
    } catch (error) {
      failed(error);
    }
  }

  /** Lets the newest rule that applies serve the exchange, or the newest below `above`, or the defaults. */
  #dispatch(exchange: ServedRequest, above?: Rule): void | Promise<void> {
    const rule = this.#rules.take(exchange, above);
    if (rule === undefined) return this.#defaults.serve(exchange);
    exchange.beneath = () => this.#dispatch(exchange, rule);
    return rule.serve(exchange);
  }

  /** A client must not wait for ever because a script is wrong. */
  #failed(exchange: ServedRequest, thrown: unknown): void {
    const error = thrown instanceof Error ? thrown : new Error(String(thrown));
    this.#problems.push(error);
    this.#resolveFailure(error);
    void exchange.end('fin');
  }
}
