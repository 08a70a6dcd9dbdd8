import type { Recorder } from '../history/recorder.js';
import { headerValue } from '../wire/http-head.js';
import { isObject } from '../wire/jsonrpc.js';
import type { ClassifiedMessage, JsonRpcId } from '../wire/jsonrpc.js';
import { createCallBook } from './calls.js';
import type { RunningExchange } from './exchange.js';
import type { Call, SendOptions, Session } from './probe.js';
import type { SessionHeaders } from './request-headers.js';
import { bodyOf } from './sender.js';
import type { Outgoing, Sender } from './sender.js';
import { replyTo } from './server-requests.js';

type Params = Readonly<Record<string, unknown>>;

/** What a session is made of before it is known whether it comes to be. */
export interface SessionSeed {
  readonly name: string;
  readonly sender: Sender;
  readonly recorder: Recorder;
  readonly answerDeadlineMs: number;
  readonly firstId: number;
  /** Sent with every request of the session. */
  readonly extraHeaders: Readonly<Record<string, string>>;
  readonly answersServer: boolean;
}

/** The part of a session that sends. The handshake fills in `headers` when the server has said what they are. */
export interface SessionCore extends Pick<
  Session,
  'request' | 'callTool' | 'notify' | 'respond' | 'batch' | 'listen' | 'resume' | 'terminate'
> {
  headers: SessionHeaders | undefined;
  /** Sends any request as one of this session: requests of the server on its stream are answered. */
  send(outgoing: Omit<Outgoing, 'session' | 'extraHeaders'>): RunningExchange;
}

/** The session id that the response of an exchange names. */
export function sessionIdOf(running: Pick<RunningExchange, 'state'>): string | undefined {
  const { head } = running.state;
  return head && headerValue(head.headers, 'mcp-session-id');
}

function withProgressToken(
  params: Params | undefined,
  token: SendOptions['progressToken'],
  id: JsonRpcId,
): Params | undefined {
  if (token === undefined) return params;
  const progressToken = token === true ? `progress-${id}` : token;
  const meta = isObject(params?.['_meta']) ? params['_meta'] : {};
  return { ...params, _meta: { ...meta, progressToken } };
}

/** Answers each request of the server once: a replayed stream repeats them. */
function createReplier(
  answers: boolean,
  post: (reply: Params, count: number) => void,
): (message: ClassifiedMessage) => void {
  const answered = new Set<JsonRpcId>();
  return (message) => {
    const reply = answers ? replyTo(message) : undefined;
    if (reply === undefined || message.id === undefined || message.id === null || answered.has(message.id)) return;
    answered.add(message.id);
    post(reply, answered.size);
  };
}

/** The sending part of a session, which has no headers of its own yet. */
export function createSessionCore(seed: SessionSeed): SessionCore {
  const { name, sender, recorder, answerDeadlineMs } = seed;
  const book = createCallBook();
  let nextId = seed.firstId;

  const send: SessionCore['send'] = (outgoing) => {
    const running = sender({
      ...outgoing,
      extraHeaders: seed.extraHeaders,
      ...(core.headers && { session: core.headers }),
      onMessage(message) {
        // A ping may come on the stream of `initialize`, before its result: its answer needs the session id already.
        core.headers ??= { sessionId: sessionIdOf(running), negotiated: '' };
        outgoing.onMessage?.(message);
        reply(message);
      },
    });
    return running;
  };
  const post = (message: unknown, defaultLabel: string, options?: SendOptions): RunningExchange =>
    send({ method: 'POST', defaultLabel: `${name}/${defaultLabel}`, options, body: bodyOf(message) });
  const reply = createReplier(seed.answersServer, (message, count) => void post(message, `reply-${count}`));

  const request = (method: string, params?: Params, options?: SendOptions): Call => {
    const id = options?.id ?? nextId++;
    const sent = withProgressToken(params, options?.progressToken, id);
    const slot = book.open(id);
    const running = send({
      method: 'POST',
      defaultLabel: `${name}/${method}`,
      options,
      body: JSON.stringify({ jsonrpc: '2.0', id, method, ...(sent && { params: sent }) }),
      awaited: (label) => (slot.isAnswered() ? `end of ${label}` : `answer of ${label}`),
      onMessage: (message) => slot.offer(message),
    });
    return slot.bind(running, recorder, options?.deadlineMs ?? answerDeadlineMs);
  };
  const resume = (lastEventId: string, options?: SendOptions): RunningExchange => {
    const headers = { 'Last-Event-ID': lastEventId, ...options?.headers };
    return send({
      method: 'GET',
      defaultLabel: `${name}/resume`,
      options: { ...options, headers },
      onMessage: (message) => book.offer(message),
      onEnd: book.resumed(),
    });
  };
  const core: SessionCore = {
    headers: undefined,
    send,
    request,
    callTool: (tool, args, options) => request('tools/call', { name: tool, arguments: args }, options),
    notify: (method, params, options) =>
      post({ jsonrpc: '2.0', method, ...(params && { params }) }, method, options).exchange,
    respond: (id, result, options) => post({ jsonrpc: '2.0', id, result }, 'response', options).exchange,
    batch: (messages, options) => post(messages, 'batch', options).exchange,
    listen: (options) => send({ method: 'GET', defaultLabel: `${name}/listen`, options }).exchange,
    resume: (lastEventId, options) => resume(lastEventId, options).exchange,
    terminate: (options) => send({ method: 'DELETE', defaultLabel: `${name}/terminate`, options }).exchange,
  };
  return core;
}
