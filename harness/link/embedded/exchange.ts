import type { Moment } from '../../faults/fault.js';
import type { ResponseEnding } from '../../history/events.js';
import type { EventSink } from '../../history/recorder.js';
import type { RequestHead, ResponseHead } from '../../wire/http-head.js';
import {
  headerValue,
  removeHeader,
  serializeRequestHead,
  serializeResponseHead,
  setHeader,
} from '../../wire/http-head.js';
import { responseFraming, type BodyFraming } from '../../wire/http-framing.js';
import type { HttpUnit } from '../../wire/http-parser.js';
import { WireError } from '../../wire/wire-error.js';
import type { Upstream } from '../link.js';
import { ClientRecord } from './client-record.js';
import { Feed } from './feed.js';
import type { RequestHeadBytes } from './head-bytes.js';
import type { Ending, Hop, Sides } from './hop.js';
import type { Framing } from './piece.js';
import type { Pipe } from './pipe.js';
import { createReframeStage } from './reframe-stage.js';
import { RequestRecord } from './request-record.js';
import { ResponseRecord } from './response-record.js';
import type { Stage, StageFactory, StageRank } from './stage.js';
import { createTrigger, isRequestMoment, type Strike } from './trigger.js';

export type Direction = 'to-server' | 'to-client';

/** A response that the link makes up. */
export interface Answer {
  readonly head: ResponseHead;
  readonly body: Uint8Array;
  /** Whether the server gets the request too; its answer is recorded and dropped. */
  readonly forward: boolean;
  /** Called when it is given. */
  readonly given: () => void;
}

type ForwardListener = (bytes: Uint8Array, direction: Direction) => void;
type ResponseHeadEdit = (head: ResponseHead, framing: BodyFraming) => ResponseHead;

/** One request and its response on their way through the link, and the places where faults take hold of them. */
export class Exchange {
  readonly label: string;
  readonly hop: Hop;
  readonly requestFeed: Feed;
  readonly responseFeed: Feed;
  readonly requestRecord: RequestRecord;
  readonly responseRecord: ResponseRecord;
  readonly clientRecord: ClientRecord;
  readonly #received: RequestHeadBytes;
  readonly #beforeHead: Strike[] = [];
  readonly #requestEdits: ((head: RequestHead) => RequestHead)[] = [];
  readonly #responseEdits: ResponseHeadEdit[] = [];
  readonly #forwardListeners: ForwardListener[] = [];
  readonly #overListeners: (() => void)[] = [];
  readonly #reframeWishes: (() => boolean)[] = [];
  #answer: Answer | undefined;
  #closesClient = false;
  /** JSON-RPC methods of the request, when a fault asked for them. */
  rpcMethods: readonly string[] = [];
  /** Where it goes instead of the link's upstream. */
  upstream: Upstream | undefined;
  /** The whole request has left, or is not going to. */
  requestOver = false;
  /** Whether the client went away before the end of the response. */
  clientLeft = false;
  /** How it ends on the client side when its end is written. */
  clientEnding: ResponseEnding = 'complete';

  constructor(recorder: EventSink, hop: Hop, label: string, received: RequestHeadBytes) {
    this.#received = received;
    this.hop = hop;
    this.label = label;
    this.requestFeed = new Feed(hop.toServer);
    this.responseFeed = new Feed(hop.toClient);
    this.requestRecord = new RequestRecord(recorder, 'server', label);
    this.responseRecord = new ResponseRecord(recorder, label);
    this.clientRecord = new ClientRecord(recorder, label, hop.id);
  }

  get method(): string {
    return this.#received.head.method;
  }

  /** The request head as it came, without the label. */
  get requestHead(): RequestHead {
    return this.#received.head;
  }

  /** Whether the link answers and keeps the request to itself. */
  get isKeptFromServer(): boolean {
    return this.#answer?.forward === false;
  }

  /** Calls `strike` at that moment: at once in a state that still holds, never where a place in the bytes has passed. */
  at(moment: Exclude<Moment, 'connect'>, strike: Strike): void {
    if (moment === 'request-head') {
      this.#beforeHead.push(strike);
      return;
    }
    const feed = isRequestMoment(moment) ? this.requestFeed : this.responseFeed;
    if (moment === 'response-head' && feed.headPassed) {
      strike(`after the response head, at body byte ${feed.passedBytes}`);
      return;
    }
    if (moment === 'request-sent' && this.requestOver && !this.responseFeed.headPassed) {
      strike('after the whole request, before any answer');
      return;
    }
    const trigger = createTrigger(moment, strike);
    if (feed.headPassed && trigger.strikeAt !== undefined && trigger.strikeAt <= feed.passedBytes) return;
    feed.watch(trigger);
  }

  addStage(direction: Direction, rank: StageRank, create: StageFactory): Stage {
    return this.#pipe(direction).addStage(rank, create);
  }

  editRequestHead(edit: (head: RequestHead) => RequestHead): void {
    this.#requestEdits.push(edit);
  }

  editResponseHead(edit: ResponseHeadEdit): void {
    this.#responseEdits.push(edit);
  }

  /**
   * Makes the response a chunked one, if it has a body and (where given) `isWanted` says so when the head has come, so
   * that the link can end or change its payload.
   */
  reframe(isWanted: () => boolean = () => true): void {
    this.#reframeWishes.push(isWanted);
    if (this.#reframeWishes.length > 1) return;
    let isActive = false;
    this.editResponseHead((head, framing) => {
      isActive = framing.kind !== 'no-body' && this.#reframeWishes.some((wish) => wish());
      if (!isActive) return head;
      const headers = setHeader(removeHeader(head.headers, 'Content-Length'), 'Transfer-Encoding', 'chunked');
      return { ...head, headers };
    });
    const stage = createReframeStage(() => isActive);
    this.addStage('to-client', 'reframe', stage);
  }

  /** Answers in place of the server, once the request is complete. The first answer counts. */
  answerWith(answer: Answer): void {
    this.#answer ??= answer;
  }

  /** Calls `listener` with what was written to either side, at each write. */
  onForwarded(listener: ForwardListener): void {
    this.#forwardListeners.push(listener);
  }

  /** Calls `listener` when the exchange is over. */
  onOver(listener: () => void): void {
    this.#overListeners.push(listener);
  }

  /** Drops everything that is still to pass; the record goes on. */
  mute(): void {
    this.requestFeed.mute();
    this.responseFeed.mute();
  }

  /**
   * Ends the connection as soon as all that came before in that direction has been written, and nothing after it;
   * calls `first` just before.
   */
  cutAfter(direction: Direction, how: Ending, sides: Sides, first: () => void): void {
    this.mute();
    const run = (): void => {
      first();
      this.hop.sever(how, sides);
    };
    this.#pipe(direction).push([{ kind: 'mark', run }]);
  }

  /** Ends the response as if it were complete, and the server's connection with FIN. Needs {@link Exchange.reframe}. */
  endCleanly(first: () => void): void {
    this.mute();
    const run = (): void => {
      first();
      this.clientEnding = 'link';
      this.requestOver = true;
      this.hop.sever('fin', 'server');
    };
    this.hop.toClient.push([{ kind: 'mark', run }, { kind: 'end' }]);
    if (this.#closesClient) this.hop.finClient();
  }

  /** Begins to forward: strikes what strikes first, then the head, unless the link keeps it. */
  begin(): void {
    for (const strike of this.#beforeHead) strike('before anything of the request was forwarded');
    if (this.isKeptFromServer) return;
    const head = this.#requestEdits.reduce((edited, edit) => edit(edited), this.#received.head);
    const bytes = head === this.#received.head ? this.#received.bytes : serializeRequestHead(head);
    this.requestFeed.take({ kind: 'request-head', bytes, head });
  }

  /** The request has left completely (or, where the link keeps it, has come in completely). */
  requestEnded(): void {
    this.requestOver = true;
    const answer = this.#answer;
    if (answer !== undefined) {
      if (answer.forward) this.hop.detachServer();
      answer.given();
      const framing = responseFraming(answer.head, this.method);
      this.#passHead(answer.head, framing, serializeResponseHead(answer.head), 'link');
      if (answer.body.length > 0 && framing.kind !== 'no-body')
        this.responseFeed.take({ kind: 'data', bytes: answer.body });
      this.responseFeed.take({ kind: 'end' });
      this.responseFeed.flush();
    }
    this.hop.settle();
  }

  /** A piece of the response, as it came over the upstream connection of that name. */
  receive(unit: HttpUnit, connection: string): void {
    const isForwarded = this.#answer === undefined;
    switch (unit.kind) {
      case 'head':
        if ('status' in unit.head) this.#receiveHead(unit.head, unit.bytes, connection, isForwarded);
        return;
      case 'data': {
        const tokens = this.responseRecord.data(unit.bytes);
        if (isForwarded) this.responseFeed.take(unit, tokens);
        return;
      }
      case 'end':
        this.responseRecord.end('complete');
        if (isForwarded) this.responseFeed.take({ kind: 'end' });
        return;
      case 'problem':
        this.#receiveProblem(unit, isForwarded);
        return;
      default: {
        const kind = unit.kind === 'informational' ? 'raw' : unit.what === 'chunk-head' ? 'chunk-head' : 'framing';
        if (isForwarded) this.responseFeed.take({ kind, bytes: unit.bytes });
      }
    }
  }

  /** The read that brought these pieces is over. */
  flushResponse(): void {
    this.responseRecord.flush();
    this.responseFeed.flush();
  }

  /** Bytes of it were written. */
  forwarded(bytes: Uint8Array, direction: Direction): void {
    for (const listener of this.#forwardListeners) listener(bytes, direction);
  }

  /** Nobody waits for the rest of it any more. */
  abandon(): void {
    this.requestRecord.stop();
    if (this.requestRecord.begun) this.responseRecord.end('abandoned');
  }

  over(): void {
    for (const listener of this.#overListeners.splice(0)) listener();
  }

  #receiveHead(head: ResponseHead, bytes: Uint8Array, connection: string, isForwarded: boolean): void {
    const framing = responseFraming(head, this.method);
    this.responseRecord.head(head, framing.kind, connection);
    if (isForwarded) this.#passHead(head, framing, bytes, 'sut');
  }

  #receiveProblem(unit: HttpUnit & { kind: 'problem' }, isForwarded: boolean): void {
    // A message that stops short is told by its ending; a problem is what no ending explains.
    if (!unit.message.startsWith('truncated')) this.responseRecord.problem(unit.message, unit.offset);
    if (isForwarded && unit.rest.length > 0) this.responseFeed.take({ kind: 'raw', bytes: unit.rest });
  }

  #passHead(head: ResponseHead, framing: BodyFraming, bytes: Uint8Array, by: 'sut' | 'link'): void {
    this.#closesClient = framing.kind === 'close' || /\bclose\b/i.test(headerValue(head.headers, 'Connection') ?? '');
    if (this.#responseEdits.length === 0) {
      this.responseFeed.take({ kind: 'response-head', bytes, head, framing: framing.kind, by });
      return;
    }
    const edited = this.#responseEdits.reduce((current, edit) => edit(current, framing), head);
    this.responseFeed.take({
      kind: 'response-head',
      bytes: edited === head ? bytes : serializeResponseHead(edited),
      head: edited,
      framing: framingKind(edited, this.method),
      by,
    });
  }

  #pipe(direction: Direction): Pipe {
    return direction === 'to-server' ? this.hop.toServer : this.hop.toClient;
  }
}

function framingKind(head: ResponseHead, method: string): Framing {
  try {
    return responseFraming(head, method).kind;
  } catch (error) {
    // A fault may have written a head that means nothing.
    if (error instanceof WireError) return 'none';
    throw error;
  }
}
