import { Pool } from 'undici';
import type { ExchangeHost, RunningExchange } from './exchange.js';
import { openSession } from './handshake.js';
import type { Handshake, OfferOptions } from './handshake.js';
import { createLabels } from './labels.js';
import type { ProbeOptions } from './probe-options.js';
import { PreconditionError } from './probe.js';
import type { Probe, RawRequest, Session } from './probe.js';
import type { SessionCore } from './session-core.js';
import { bodyOf, createSender } from './sender.js';
import type { Outgoing } from './sender.js';
import { openSocket } from './socket-exchange.js';
import type { RunningSocket } from './socket-exchange.js';

export type { ProbeOptions } from './probe-options.js';

/** A probe that can also shake hands without insisting on a revision, which discovery needs. */
export interface OpenProbe extends Probe {
  /** Sends `initialize` and takes whatever revision the server chooses; `initialized` is not sent. Never rejects. */
  offer(options: OfferOptions): Promise<Handshake>;
}

/** Shorter than the idle limits of servers, so that a request seldom meets a connection that is just being closed. */
const KEEP_ALIVE_MS = 400;

async function initialized(session: Session): Promise<void> {
  const label = `${session.name}/initialized`;
  const head = await session.notify('notifications/initialized', undefined, { label }).head();
  if (head === undefined) throw new PreconditionError('notifications/initialized was not answered');
  if (head.status > 299)
    throw new PreconditionError(`notifications/initialized was answered with HTTP status ${head.status}`);
}

function rawOutgoing(request: RawRequest, session: Session | undefined): Outgoing {
  const { method, target, body, bare } = request;
  return {
    method,
    defaultLabel: method.toLowerCase(),
    options: request,
    ...(target !== undefined && { target }),
    ...(body !== undefined && { body }),
    ...(bare !== undefined && { bare }),
    ...(session && { session }),
  };
}

/** A probe that dials a link. It holds nothing open before the first request, and nothing after `close`. */
export function createProbe(options: ProbeOptions): OpenProbe {
  const { link, recorder, answerDeadlineMs } = options;
  const hostname = link.hostname.includes(':') ? `[${link.hostname}]` : link.hostname;
  const pool = new Pool(`http://${hostname}:${link.port}`, {
    connections: null,
    pipelining: 1,
    keepAliveTimeout: KEEP_ALIVE_MS,
    keepAliveMaxTimeout: KEEP_ALIVE_MS,
    // Deadlines are kept by the exchanges: those of undici are late by up to a second.
    headersTimeout: 0,
    bodyTimeout: 0,
    connectTimeout: 0,
  });
  const labels = createLabels(options.labelPrefix);
  const open = new Set<RunningExchange>();
  const sockets = new Set<RunningSocket>();
  const host: ExchangeHost = { pool, recorder, answerDeadlineMs, open };
  const sender = createSender(host, options, labels);
  const cores = new WeakMap<Session, SessionCore>();

  const offer = async (asked: OfferOptions): Promise<Handshake> => {
    const handshake = await openSession(
      { sender, recorder, answerDeadlineMs },
      asked,
      asked.revision ?? options.revision,
    );
    if (handshake.ok) cores.set(handshake.session, handshake.core);
    return handshake;
  };
  const send = (request: RawRequest): RunningExchange => {
    const core = request.session && cores.get(request.session);
    return core === undefined
      ? sender(rawOutgoing(request, request.session))
      : core.send(rawOutgoing(request, undefined));
  };
  return {
    offer,
    async connect(asked = {}) {
      const handshake = await offer(asked);
      if (!handshake.ok) throw new PreconditionError(handshake.reason);
      const { session } = handshake;
      const wanted = asked.revision ?? options.revision;
      if (session.negotiated !== wanted) {
        if (session.sessionId !== undefined) await session.terminate().ended();
        throw new PreconditionError(`the server chose ${session.negotiated} when ${wanted} was offered`);
      }
      if (asked.initialized !== false) await initialized(session);
      return session;
    },
    send: (request) => send(request).exchange,
    post: (body, asked = {}) =>
      send({ ...asked, method: 'POST', body: bodyOf(body), label: asked.label ?? 'post' }).exchange,
    async socket(label) {
      const socket = await openSocket(labels(label), {
        hostname: link.hostname,
        port: link.port,
        recorder,
        answerDeadlineMs,
      });
      sockets.add(socket);
      return socket.exchange;
    },
    async close() {
      for (const exchange of open) exchange.drop();
      await Promise.all([pool.destroy(), ...[...sockets].map((socket) => socket.drop())]);
    },
  };
}
