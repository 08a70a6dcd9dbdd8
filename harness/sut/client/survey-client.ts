import type { Recorder } from '../../history/recorder.js';
import type { ScriptedServer, ServedExchange } from '../../peer/scripted/scripted-server.js';
import { startScriptedServer } from '../../peer/scripted/start-scripted-server.js';
import { hasPriming, httpTransportOf } from '../../spec/revisions.js';
import type { HttpTransport, Revision } from '../../spec/revisions.js';
import { isObject } from '../../wire/jsonrpc.js';
import { excerpt } from '../excerpt.js';
import type { DrivenClient, OperationOutcome } from './driven-client.js';
import type { ClientOp, ClientRevisionProfile } from './profile.js';
import { serverPlaceOf } from './target.js';
import type { ClientTarget } from './target.js';

/** What a client was seen to do at a revision, or why it could not be seen. */
export type ClientSurvey =
  { readonly ok: true; readonly profile: ClientRevisionProfile } | { readonly ok: false; readonly reason: string };

/** How long a client may take to do what it would do at once: so many times what a call takes it, and this at least. */
const SOON_MS = 500;
const SOON_FACTOR = 10;
/** How long it may take to come back for a stream: a client has a least pause of its own, of 1 s in most. */
const RESUME_MS = 3_000;
const RETRY_MS = 10;
const RESUME_KEY = 'faultline-resume';
const PRIMING_ID = 'faultline-1';

/** What a survey works with. */
interface Survey {
  readonly client: DrivenClient;
  readonly target: ClientTarget;
  readonly server: ScriptedServer;
  readonly recorder: Recorder;
  readonly revision: Revision;
  readonly transport: HttpTransport;
}

class SurveyFailure extends Error {
  override readonly name = 'SurveyFailure';
}

function describe(outcome: Exclude<OperationOutcome, { kind: 'ok' }>): string {
  switch (outcome.kind) {
    case 'failed':
      return outcome.error.message === '' ? 'an error without a message' : excerpt(outcome.error.message);
    case 'none':
      return 'there was no answer in time';
    case 'gone':
      return 'its process ended';
  }
}

async function resultOf(
  { client, revision }: Survey,
  op: ClientOp,
  fields: Readonly<Record<string, unknown>> = {},
): Promise<Readonly<Record<string, unknown>>> {
  const outcome = await client.start(op, fields).outcome();
  if (outcome.kind === 'ok') return outcome.result;
  throw new SurveyFailure(`${op} at ${revision} against a correct server failed: ${describe(outcome)}`);
}

function callsTool(text: string): (exchange: ServedExchange) => boolean {
  return ({ params }) => isObject(params['arguments']) && params['arguments']['text'] === text;
}

/** Serves the call of which the stream is closed in the middle, and what is answered to who comes back for it. */
function cutOneStream({ server, revision }: Survey): void {
  let call: ServedExchange | undefined;
  server.on({ tool: 'faultline_echo', where: callsTool(RESUME_KEY) }, async (exchange) => {
    call = exchange;
    exchange.stream();
    if (hasPriming(revision)) exchange.event({ id: PRIMING_ID, data: '', retry: String(RETRY_MS) });
    else {
      const message = { jsonrpc: '2.0', method: 'notifications/message', params: { level: 'info', data: 'cut' } };
      exchange.event({ id: PRIMING_ID, data: JSON.stringify(message), retry: String(RETRY_MS) });
    }
    await exchange.end(hasPriming(revision) ? 'complete' : 'fin');
  });
  server.on({ method: 'GET', resumes: true }, async (exchange) => {
    exchange.stream();
    const result = { content: [{ type: 'text', text: JSON.stringify({ text: RESUME_KEY }) }] };
    exchange.send({ jsonrpc: '2.0', id: call?.id, result }, `${PRIMING_ID}-end`);
    await exchange.end();
  });
}

async function resumes(survey: Survey): Promise<boolean> {
  const { client, server, transport } = survey;
  // HTTP+SSE has no resumption of its own.
  if (transport === 'http-sse') return false;
  if (!client.hello.ops.includes('callTool')) return false;
  cutOneStream(survey);
  const call = client.start('callTool', { name: 'faultline_echo', arguments: { text: RESUME_KEY }, resumable: true });
  const back = server.arrival('resume', { method: 'GET', resumes: true }, 1, RESUME_MS);
  // A client that does not come back may say so at once, or wait for ever.
  const isBack = await Promise.race([back, call.outcome(RESUME_MS)]);
  if (isBack === undefined || call.settled?.kind === 'failed') {
    if (call.settled === undefined && client.hello.ops.includes('cancel')) client.start('cancel', { request: call.id });
    return false;
  }
  return (await call.outcome()).kind === 'ok' && server.arrived.some(({ headers }) => hasLastEventId(headers));
}

function hasLastEventId(headers: ServedExchange['headers']): boolean {
  return headers.some(([name]) => name.toLowerCase() === 'last-event-id');
}

function progressOf(recorder: Recorder): boolean {
  return recorder.events.some(
    (event) =>
      event.kind === 'client' &&
      event.what === 'event' &&
      isObject(event.value) &&
      event.value['method'] === 'notifications/progress',
  );
}

async function timed<Result>(work: Promise<Result>): Promise<readonly [Result, number]> {
  const begunAt = performance.now();
  return [await work, performance.now() - begunAt];
}

async function connect(survey: Survey): Promise<number> {
  const { server, target, revision, transport } = survey;
  const url = `http://${server.hostname}:${server.port}${server.path}`;
  const fields = { url, transport, revision, ...(target.headers && { headers: target.headers }) };
  const [, connectMs] = await timed(resultOf(survey, 'connect', fields));
  if (initializeOf(server) === undefined) {
    throw new SurveyFailure('connect was answered with ok, but no initialize arrived at the server');
  }
  return connectMs;
}

function initializeOf({ arrived }: ScriptedServer): ServedExchange | undefined {
  return arrived.find(({ message }) => message?.kind === 'request' && message.method === 'initialize');
}

async function look(survey: Survey): Promise<ClientRevisionProfile> {
  const { client, server, recorder } = survey;
  const { ops } = client.hello;
  const connectMs = await connect(survey);
  const connectedAt = performance.now();
  if (ops.includes('listTools')) await resultOf(survey, 'listTools');
  let callMs = connectMs;
  if (ops.includes('callTool')) {
    const call = resultOf(survey, 'callTool', { name: 'faultline_echo', arguments: { text: 'faultline' } });
    callMs = (await timed(call))[1];
    const emit = { name: 'faultline_emit', arguments: { count: 2 }, progress: true };
    await resultOf(survey, 'callTool', emit);
  }
  const tellsConnected = ops.includes('state') && typeof (await resultOf(survey, 'state'))['connected'] === 'boolean';
  const doesResume = await resumes(survey);
  // Other round trips have gone by; on a busy machine they took as much longer as this does.
  const soonMs = Math.max(SOON_MS, SOON_FACTOR * Math.max(connectMs, callMs));
  const leftMs = Math.max(0, soonMs - (performance.now() - connectedAt));
  const opensGetStream = (await server.arrival('get', { method: 'GET', resumes: false }, 1, leftMs)) !== undefined;
  const deletesSession = doesResume || client.alive ? await closes(survey, soonMs) : false;
  const declared = initializeOf(server)?.params['capabilities'];
  return {
    opensGetStream,
    deletesSession,
    resumes: doesResume,
    tellsConnected,
    tellsProgress: progressOf(recorder),
    capabilities: isObject(declared) ? declared : {},
    connectMs,
    callMs,
  };
}

/** Closes the client; whether it ended its session, which may take it `soonMs`. */
async function closes(survey: Survey, soonMs: number): Promise<boolean> {
  const { client, server } = survey;
  await resultOf(survey, 'close');
  if (!client.alive) return false;
  if (survey.transport === 'http-sse') return false;
  return (await server.arrival('delete', { method: 'DELETE' }, 1, soonMs)) !== undefined;
}

/**
 * Looks at what a client does at one revision, against a correct server that is all its own. Connects it, lists, calls
 * tools, one of them on a stream that is cut, asks for its state and closes it. Never rejects for what a client does.
 */
export async function surveyClient(
  client: DrivenClient,
  recorder: Recorder,
  target: ClientTarget,
  revision: Revision,
): Promise<ClientSurvey> {
  // Whatever the client asks for: one that knows a revision accepts it as the choice of the server.
  const transport = httpTransportOf(revision);
  const server = await startScriptedServer({
    transport,
    offersGetStream: true,
    protocolVersion: revision,
    ...serverPlaceOf(target),
  });
  try {
    return { ok: true, profile: await look({ client, target, server, recorder, revision, transport }) };
  } catch (error) {
    if (error instanceof SurveyFailure) return { ok: false, reason: error.message };
    throw error;
  } finally {
    await server.close();
  }
}
