import type { Recorder } from '../history/recorder.js';
import type { Revision } from '../spec/revisions.js';
import { hasVersionHeader, isRevision } from '../spec/revisions.js';
import { headerValue } from '../wire/http-head.js';
import { isObject } from '../wire/jsonrpc.js';
import type { ClassifiedMessage } from '../wire/jsonrpc.js';
import type { Call, ConnectOptions, Exchange, Session } from './probe.js';
import { createSessionCore } from './session-core.js';
import type { SessionCore } from './session-core.js';
import type { Sender } from './sender.js';
import { PROBE_CAPABILITIES } from './server-requests.js';

/** A session whose `initialize` was answered, at whatever revision the server chose, or why there is none. */
export type Handshake =
  | { readonly ok: true; readonly exchange: Exchange; readonly session: Session; readonly core: SessionCore }
  | { readonly ok: false; readonly exchange: Exchange; readonly reason: string };

/** Options of a handshake that may end at any revision. */
export interface OfferOptions extends ConnectOptions {
  /** Limit of `initialize`; default: the probe's. */
  readonly initializeDeadlineMs?: number;
}

/** What a handshake works with. */
export interface HandshakeHost {
  readonly sender: Sender;
  readonly recorder: Recorder;
  readonly answerDeadlineMs: number;
}

const CLIENT_INFO = { name: 'mcp-faultline', version: '0.1.0' };

async function whyUnanswered(exchange: Exchange): Promise<string> {
  const head = await exchange.head();
  if (head !== undefined && (head.status < 200 || head.status > 299))
    return `was answered with HTTP status ${head.status}`;
  const ending = await exchange.ended();
  if (head === undefined) return `was not answered (${ending})`;
  return `was answered with HTTP status ${head.status}, but without a JSON-RPC response (${ending})`;
}

function whyRefused(answer: ClassifiedMessage): string {
  const error = isObject(answer.value) ? answer.value['error'] : undefined;
  const message = isObject(error) && typeof error['message'] === 'string' ? error['message'] : 'no message';
  return `was answered with the error ${String(answer.code)} (${message})`;
}

function resultOf(answer: ClassifiedMessage): Record<string, unknown> | undefined {
  const result = isObject(answer.value) ? answer.value['result'] : undefined;
  return answer.kind === 'result' && isObject(result) ? result : undefined;
}

function initialize(core: SessionCore, options: OfferOptions, name: string, revision: Revision): Call {
  // Elicitation is a capability since 2025-06-18 (client/elicitation); an earlier server can't know it.
  const capabilities = options.capabilities ?? (hasVersionHeader(revision) ? PROBE_CAPABILITIES : {});
  const clientInfo = options.clientInfo ?? CLIENT_INFO;
  const params = { protocolVersion: revision, capabilities, clientInfo };
  const deadlineMs = options.initializeDeadlineMs;
  const label = `${name}/initialize`;
  return core.request('initialize', params, { label, ...(deadlineMs !== undefined && { deadlineMs }) });
}

/** Sends `initialize` and reads what comes back; never rejects. `notifications/initialized` is not sent. */
export async function openSession(
  host: HandshakeHost,
  options: ConnectOptions,
  revision: Revision,
): Promise<Handshake> {
  const name = options.name ?? 'session';
  const core = createSessionCore({
    ...host,
    name,
    firstId: options.firstId ?? 1,
    extraHeaders: options.headers ?? {},
    answersServer: options.serverRequests !== 'ignore',
  });
  const call = initialize(core, options, name, revision);
  const fail = (reason: string): Handshake => ({ ok: false, reason: `initialize ${reason}`, exchange: call });
  const answer = await call.answer();
  if (answer === undefined) return fail(await whyUnanswered(call));
  const initializeResult = resultOf(answer);
  if (initializeResult === undefined)
    return fail(answer.kind === 'error' ? whyRefused(answer) : 'has a result that is no object');
  const negotiated = initializeResult['protocolVersion'];
  if (typeof negotiated !== 'string') return fail('has a result without a protocolVersion');
  const head = await call.head();
  const sessionId = head && headerValue(head.headers, 'mcp-session-id');
  core.headers = { sessionId, negotiated };
  const { capabilities } = initializeResult;
  const session: Session = {
    name,
    revision: isRevision(negotiated) ? negotiated : revision,
    negotiated,
    sessionId,
    initializeResult,
    capabilities: isObject(capabilities) ? capabilities : {},
    request: core.request,
    callTool: core.callTool,
    notify: core.notify,
    respond: core.respond,
    batch: core.batch,
    listen: core.listen,
    resume: core.resume,
    terminate: core.terminate,
  };
  return { ok: true, exchange: call, session, core };
}
