import { laterCallsWork } from '../../../harness/checkers/answers-call.js';
import { initializesProperly } from '../../../harness/checkers/initialize-result.js';
import { refusesMessage, survivesMessage } from '../../../harness/checkers/refuses-message.js';
import { sessionIdsDiffer } from '../../../harness/checkers/session-ids-differ.js';
import { whereSent } from '../../../harness/checkers/where-sent.js';
import { serverCase } from '../../../harness/engine/case.js';
import type { ServerCase } from '../../../harness/engine/case.js';
import type { ServerContext } from '../../../harness/engine/context.js';
import type { Revision } from '../../../harness/spec/revisions.js';
import { headerValue } from '../../../harness/wire/http-head.js';
import { dismiss, initializeParams, offer } from '../../support/version-offer.js';

/** Params that lack what every revision demands, or have it in the wrong type. */
const BAD_PARAMS: Readonly<Record<string, (revision: Revision) => unknown>> = {
  'no-params': () => undefined,
  'no-version': () => initializeParams(undefined),
  'version-is-a-number': (revision) => initializeParams(Number(revision.replaceAll('-', ''))),
  'no-client-info': (revision) => initializeParams(revision, { clientInfo: undefined }),
  'client-info-without-name': (revision) => initializeParams(revision, { clientInfo: { version: '0.1.0' } }),
  'no-capabilities': (revision) => initializeParams(revision, { capabilities: undefined }),
  'capabilities-are-an-array': (revision) => initializeParams(revision, { capabilities: ['roots'] }),
};

function badParams(form: string): ServerCase {
  return serverCase({
    id: `lifecycle/initialize/bad-params/${form}`,
    title: `initialize with unusable params is refused with -32602 (${form})`,
    about:
      'Sends initialize with params that the schema rules out. A server that serves it all the same gets a warning; after it, a correct handshake works.',
    fix: 'Validate the params of initialize and answer with error -32602 under the id of the request.',
    requirements: ['jsonrpc.error.invalid-params', 'guarantee.no-hang', 'guarantee.recovers', 'guarantee.clean-errors'],
    once: true,
    async script(ctx) {
      await dismiss(ctx, await offer(ctx, 'bad-params', BAD_PARAMS[form]?.(ctx.revision)));
      const session = await ctx.connect({ name: 'later' });
      await session.request('ping', undefined, { label: 'later/ping' }).answer();
    },
    judges: [
      refusesMessage('bad-params', {
        rule: 'jsonrpc.error.invalid-params',
        codes: [-32602],
        onResult: 'warn',
        onOtherCode: 'warn',
      }),
      laterCallsWork(['later/ping']),
    ],
  });
}

const CLIENTS = Array.from({ length: 8 }, (_, index) => `client-${index + 1}`);

async function connectAtOnce(ctx: ServerContext): Promise<void> {
  const connecting = await Promise.allSettled(CLIENTS.map((name) => ctx.connect({ name, initialized: false })));
  const sessions = connecting.flatMap((outcome) => (outcome.status === 'fulfilled' ? [outcome.value] : []));
  await Promise.all(sessions.map((session) => session.notify('notifications/initialized').ended()));
  const pings = sessions.map((session) => session.request('ping', undefined, { label: `${session.name}/ping` }));
  await Promise.all(pings.map((ping) => ping.answer()));
}

async function initializeAgain(ctx: ServerContext): Promise<void> {
  const session = await ctx.connect();
  const again = session.request('initialize', initializeParams(ctx.revision), { label: 'again' });
  await again.ended();
  const head = await again.head();
  const id = head && headerValue(head.headers, 'mcp-session-id');
  // A server may begin a new session; then that is the one that a client goes on with.
  const options = id === undefined ? {} : { headers: { 'Mcp-Session-Id': id } };
  await session.request('ping', undefined, { label: 'later', ...options }).answer();
  if (id !== undefined && id !== session.sessionId) await dismiss(ctx, again);
}

export const cases: ServerCase[] = [
  serverCase({
    id: 'lifecycle/initialize/result',
    title: 'initialize is answered with version, capabilities and server info',
    about:
      'Makes a handshake and one ordinary call. The result of initialize has a protocolVersion, capabilities and a serverInfo with name and version.',
    fix: 'Answer initialize with {protocolVersion, capabilities, serverInfo: {name, version}}, each of the right type.',
    requirements: ['lifecycle.server-init-response', 'base.mandatory-layers'],
    async script(ctx) {
      await dismiss(ctx, await offer(ctx, 'offer', initializeParams(ctx.revision)));
      const session = await ctx.connect();
      await session.request('ping', undefined, { label: 'ping' }).answer();
    },
    judges: [initializesProperly('offer'), laterCallsWork(['ping'], 'base.mandatory-layers')],
  }),
  serverCase({
    id: 'lifecycle/initialize/repeated',
    title: 'A second initialize does no harm to its session',
    about:
      'Sends initialize again inside a live session. The server may refuse it or begin a new session; either way it answers, and the client can go on.',
    fix: 'Refuse initialize on a session that is initialized with an error, and leave the session as it is.',
    requirements: ['guarantee.recovers', 'guarantee.no-hang', 'guarantee.clean-errors'],
    needs: ['sessions'],
    script: initializeAgain,
    judges: [survivesMessage('again', 'guarantee.recovers'), laterCallsWork(['later'])],
  }),
  serverCase({
    id: 'lifecycle/initialize/parallel',
    title: 'Clients that connect at the same time get sessions of their own',
    about:
      'Eight clients make their handshakes at once, with equal request ids, and ping at once. Each has its own session and gets its own answer.',
    fix: 'Create one transport and one session state for each initialize; never share or replace those of another client.',
    requirements: ['guarantee.isolation', 'guarantee.no-crossing', 'lifecycle.server-init-response'],
    reproduces: ['B217'],
    once: true,
    script: connectAtOnce,
    judges: [
      ...CLIENTS.map((name) => initializesProperly(`${name}/initialize`, { mayBeRefusedForLoad: true })),
      sessionIdsDiffer(CLIENTS.map((name) => `${name}/initialize`)),
      ...CLIENTS.map((name) => `${name}/ping`).map((label) =>
        whereSent(label, laterCallsWork([label], 'guarantee.isolation')),
      ),
    ],
  }),
  ...Object.keys(BAD_PARAMS).map(badParams),
];
