import type { Socket } from 'node:net';
import type { RequestHead } from '../../wire/http-head.js';
import type { HttpUnit } from '../../wire/http-parser.js';
import type { ClassifiedMessage } from '../../wire/jsonrpc.js';
import type { Upstream } from '../link.js';
import { balanceFlow } from './back-pressure.js';
import { beginExchange } from './begin-exchange.js';
import { needsMessages } from './client-label.js';
import { Endpoint, type Breakage } from './endpoint.js';
import { Exchange } from './exchange.js';
import { expectsContinue, type RequestHeadBytes } from './head-bytes.js';
import type { Ending, Hop, Sides } from './hop.js';
import { Intake } from './intake.js';
import type { LinkContext } from './link-context.js';
import type { Batch } from './piece.js';
import { Pipe } from './pipe.js';
import { ReceivedRequest } from './received-request.js';
import { passUnasked } from './pass-unasked.js';
import { recordRequestWrite, recordResponseWrite } from './record-writes.js';
import { ServerLines, endingOf } from './server-lines.js';
import { UnaskedResponses } from './unasked-responses.js';
import type { UpstreamLine } from './upstream-line.js';
import { writeBatch } from './write-batch.js';

/** One client connection with its upstream connection(s): brings both directions together, one exchange at a time. */
export class LinkConnection implements Hop {
  readonly id: string;
  readonly toServer: Pipe;
  readonly toClient: Pipe;
  readonly #context: LinkContext;
  readonly #client: Endpoint;
  readonly #lines: ServerLines;
  readonly #intake: Intake;
  readonly #received: ReceivedRequest;
  readonly #unasked: UnaskedResponses;
  readonly #onClosed: () => void;
  readonly #labels = new Set<string>();
  #exchange: Exchange | undefined;
  /** The request whose label waits for its messages. */
  #unlabelled: RequestHeadBytes | undefined;
  #dialDeferred = false;
  #clientSevered = false;
  #clientGone = false;

  constructor(context: LinkContext, id: string, socket: Socket, onClosed: () => void) {
    this.#context = context;
    this.id = id;
    this.#onClosed = onClosed;
    this.#received = new ReceivedRequest(context, id);
    this.#unasked = new UnaskedResponses(context, this, (label) => this.#labels.add(label));
    this.toServer = new Pipe((batch) => this.#writeToServer(batch));
    this.toClient = new Pipe((batch) => this.#writeToClient(batch));
    this.#lines = new ServerLines(context, id, {
      ready: () => this.#lineReady(),
      units: (exchange, line, units) => this.#receive(exchange, line, units),
      ended: (exchange, _line, how) => this.#serverEnded(exchange, how),
      drained: () => this.#balance(),
      closed: () => this.#closedOne(),
    });
    this.#intake = new Intake({
      verbatim: (label) => this.#beginUnread(label),
      isBusy: () => this.#exchange !== undefined,
      open: (head, bytes) => this.#open(head, bytes),
      start: (messages) => this.#start(messages),
      unit: (unit) => this.#requestUnit(unit),
      flush: () => this.#exchange?.requestFeed.flush(),
      fin: () => this.#clientFin(),
    });
    this.#client = new Endpoint('client', id, { io: socket, raw: socket }, context.recorder, {
      connected: () => undefined,
      data: (bytes) => {
        this.#intake.push(bytes);
        this.#balance();
      },
      fin: () => this.#intake.fin(),
      broken: () => this.#clientBroken(),
      drained: () => this.#balance(),
      closed: () => {
        context.endpoints.delete(this.#client);
        this.#closedOne();
      },
    });
    context.endpoints.add(this.#client);
    this.#client.announceOpen();
  }

  /** Whether an exchange of that label began here. */
  carried(label: string): boolean {
    return this.#labels.has(label);
  }

  /** The exchange that is under way. */
  get exchange(): Exchange | undefined {
    return this.#exchange;
  }

  /** Begins to forward. */
  begin(): void {
    if (!this.#dialDeferred && !this.#clientSevered) this.#useLine(this.#context.upstream);
  }

  sever(how: Ending, sides: Sides): void {
    if (sides !== 'client') this.#lines.sever(how);
    if (sides !== 'server') this.#severClient(how);
  }

  /** Whether that side has a socket that can be cut. */
  isLive(sides: Sides): boolean {
    const clientLives = this.#client.open && !this.#clientSevered && sides !== 'server';
    return clientLives || (sides !== 'client' && this.#lines.current !== undefined);
  }

  /** Ends sockets now and drops what is under way. */
  cut(how: Ending, sides: Sides): boolean {
    if (!this.isLive(sides)) return false;
    this.#exchange?.mute();
    this.sever(how, sides);
    return true;
  }

  holdClient(owner: object): void {
    this.#client.pauseFor(owner);
  }

  releaseClient(owner: object): void {
    this.#client.resumeFor(owner);
  }

  holdServer(owner: object): void {
    this.#lines.current?.endpoint.pauseFor(owner);
  }

  releaseServer(owner: object): void {
    this.#lines.current?.endpoint.resumeFor(owner);
  }

  deferDial(): void {
    this.#dialDeferred = true;
  }

  dialNow(): void {
    if (!this.#dialDeferred) return;
    this.#dialDeferred = false;
    this.#useLine(this.#context.upstream);
  }

  detachServer(): void {
    this.#lines.detachCurrent();
  }

  deliverCopy(upstream: Upstream, copy: RequestHeadBytes, label: string): void {
    const exchange = new Exchange(this.#context.recorder, this, label, copy);
    exchange.mute();
    this.#lines.sendCopy(upstream, copy.bytes, exchange);
  }

  finClient(): void {
    this.toClient.push([{ kind: 'mark', run: () => this.#client.fin() }]);
  }

  settle(): void {
    const exchange = this.#exchange;
    if (exchange === undefined || !exchange.requestOver || !exchange.clientRecord.over) return;
    this.#exchange = undefined;
    exchange.over();
    // The sink of a pipe may be what calls this: the next exchange begins when the pipe has come to rest.
    queueMicrotask(() => {
      this.#intake.advance();
      this.#balance();
    });
  }

  /** Ends everything at once, because the link closes. */
  destroy(): void {
    this.#exchange?.clientRecord.end('abandoned');
    this.#exchange?.abandon();
    this.#exchange?.over();
    this.#lines.abandonExchanges();
    this.toServer.dispose();
    this.toClient.dispose();
    this.#intake.clear();
  }

  #open(head: RequestHead, bytes: Uint8Array): boolean {
    if (this.#context.judgesClient && needsMessages(head)) {
      this.#unlabelled = { head, bytes };
      return true;
    }
    return this.#context.needsRpc(this.#begin({ head, bytes }, []));
  }

  #begin(received: RequestHeadBytes, messages: readonly ClassifiedMessage[]): Exchange {
    this.toServer.renewStages();
    this.toClient.renewStages();
    this.#exchange = beginExchange(this.#context, this, received, messages);
    this.#labels.add(this.#exchange.label);
    return this.#exchange;
  }

  #start(messages: readonly ClassifiedMessage[]): void {
    if (this.#unlabelled !== undefined) this.#begin(this.#unlabelled, messages);
    this.#unlabelled = undefined;
    const exchange = this.#exchange;
    if (exchange === undefined) return;
    exchange.rpcMethods = messages.flatMap(({ method }) => (method === undefined ? [] : [method]));
    this.#received.begin(exchange, this.#context.attachFaults(exchange));
    if (!this.#received.isKept) {
      const line = this.#useLine(exchange.upstream ?? this.#context.upstream);
      line.expect(exchange, exchange.method);
    }
    exchange.begin();
    // A client that waits for leave to send its body has nothing more to say to a link that answers anyway.
    if (this.#received.isKept && expectsContinue(exchange.requestHead)) this.#requestComplete();
  }

  #requestUnit(unit: HttpUnit): void {
    this.#received.take(unit);
    const feed = this.#exchange?.requestFeed;
    if (unit.kind === 'end' || unit.kind === 'head') this.#requestComplete();
    else if (this.#received.isKept) return;
    else if (unit.kind === 'problem') this.#unreadable(unit.rest);
    else if (unit.kind === 'data') feed?.take(unit);
    else if (unit.kind === 'framing') {
      feed?.take({ kind: unit.what === 'chunk-head' ? 'chunk-head' : 'framing', bytes: unit.bytes });
    }
  }

  #requestComplete(): void {
    const exchange = this.#exchange;
    if (exchange === undefined) return;
    if (this.#received.end() === 'kept') {
      exchange.requestEnded();
      return;
    }
    exchange.requestFeed.take({ kind: 'end' });
    // Nothing more of a request can leave whose connection a fault has ended.
    if (this.#lines.current === undefined) exchange.requestOver = true;
    this.settle();
  }

  /** Bytes that are no HTTP go to the server as they are: what it makes of them is for it to say. */
  #unreadable(rest: Uint8Array): void {
    this.#exchange?.requestFeed.flush();
    if (this.#lines.current === undefined && this.#exchange === undefined) this.#useLine(this.#context.upstream);
    if (rest.length > 0) this.toServer.push([{ kind: 'raw', bytes: rest }]);
  }

  #useLine(upstream: Upstream): UpstreamLine {
    const line = this.#lines.use(upstream);
    if (!line.connected) this.toServer.hold(this.#lines);
    return line;
  }

  #lineReady(): void {
    this.toServer.letGo(this.#lines);
    this.#balance();
  }

  #receive(exchange: Exchange | undefined, line: UpstreamLine, units: readonly HttpUnit[]): void {
    let current = exchange;
    for (const unit of units) {
      if (current === undefined && unit.kind === 'head') current = this.#beginUnasked();
      if (current === undefined) {
        passUnasked(this.#context.recorder, line.endpoint.id, unit, this.toClient);
        continue;
      }
      current.receive(unit, line.endpoint.id);
      if (unit.kind !== 'end') continue;
      line.exchange = undefined;
      current.flushResponse();
      current = undefined;
    }
    current?.flushResponse();
    if (current !== undefined) line.exchange = current;
    this.#balance();
  }

  #beginUnread(label: string): void {
    const line = this.#unasked.beginVerbatim(label);
    if (line !== undefined) this.#unreadable(line);
  }

  #beginUnasked(): Exchange {
    const exchange = this.#unasked.begin();
    this.#exchange ??= exchange;
    return exchange;
  }

  #writeToServer(batch: Batch): void {
    const exchange = this.#exchange;
    writeBatch(batch, {
      write: (bytes, pieces) => {
        const line = this.#lines.current;
        if (line?.endpoint.writable !== true) return;
        line.endpoint.write(bytes);
        recordRequestWrite(exchange, pieces, line.endpoint.id);
        exchange?.forwarded(bytes, 'to-server');
      },
      end: () => {
        if (this.#lines.current !== undefined) exchange?.requestRecord.end();
        exchange?.requestEnded();
      },
    });
    this.#balance();
  }

  #writeToClient(batch: Batch): void {
    const exchange = this.#exchange;
    writeBatch(batch, {
      write: (bytes, pieces) => {
        if (!this.#client.writable) return;
        this.#client.write(bytes);
        recordResponseWrite(exchange, pieces);
        exchange?.forwarded(bytes, 'to-client');
      },
      end: () => {
        exchange?.clientRecord.end(exchange.clientEnding);
        this.settle();
      },
    });
    this.#balance();
  }

  #clientFin(): void {
    const exchange = this.#exchange;
    exchange?.requestFeed.giveUp();
    if (exchange !== undefined) exchange.clientLeft = true;
    const run = (): void => {
      this.#received.stop();
      this.#exchange?.requestRecord.stop();
      // With nobody left to pass it on to, the answer to a client's end is ours to give.
      if (this.#lines.isEmpty) this.#client.fin();
      else if (this.#context.clientEndsFully) this.sever('fin', 'both');
      else this.#lines.fin();
    };
    this.toServer.push([{ kind: 'mark', run }]);
  }

  #clientBroken(): void {
    this.#clientGone = true;
    const exchange = this.#exchange;
    if (exchange !== undefined) exchange.clientLeft = true;
    this.#received.stop();
    exchange?.clientRecord.end('rst');
    this.toClient.dispose();
    this.#intake.clear();
    this.toServer.push([{ kind: 'mark', run: () => this.#lines.reset() }]);
  }

  #serverEnded(exchange: Exchange | undefined, how: 'fin' | Breakage): void {
    if (how !== 'fin') exchange?.requestRecord.stop();
    exchange?.responseFeed.giveUp();
    const ending = exchange?.clientLeft === true ? 'abandoned' : endingOf(how);
    if (exchange?.requestRecord.begun === true) exchange.responseRecord.end(ending);
    if (this.#clientSevered || this.#clientGone) {
      this.#lines.fin();
      return;
    }
    const run = (): void => {
      // Recorded first: the end of a response comes before the end of its connection.
      exchange?.clientRecord.end(endingOf(how));
      if (how === 'rst') this.#client.reset();
      else this.#client.fin();
      exchange?.hop.settle();
    };
    this.toClient.push([{ kind: 'mark', run }]);
  }

  #severClient(how: Ending): void {
    if (this.#clientSevered) return;
    this.#clientSevered = true;
    this.#exchange?.clientRecord.end('link');
    this.toClient.dispose();
    this.#intake.clear();
    if (how === 'fin') this.#client.finish();
    else this.#client.reset();
  }

  #balance(): void {
    balanceFlow({
      client: this.#client,
      server: this.#lines.current?.endpoint,
      toServer: this.toServer,
      toClient: this.toClient,
      waitingBytes: this.#intake.heldBytes,
    });
  }

  #closedOne(): void {
    if (this.#client.open || !this.#lines.isEmpty) return;
    this.destroy();
    this.#onClosed();
  }
}
