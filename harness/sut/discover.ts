import { Recorder } from '../history/recorder.js';
import { openEmbeddedLink } from '../link/embedded/embedded-link.js';
import { createProbe } from '../peer/create-probe.js';
import type { OpenProbe } from '../peer/create-probe.js';
import type { Handshake } from '../peer/handshake.js';
import type { Exchange } from '../peer/probe.js';
import { SESSION_REVISIONS, compareRevisions } from '../spec/revisions.js';
import type { Revision } from '../spec/revisions.js';
import { isObject } from '../wire/jsonrpc.js';
import { diagnose } from './diagnose.js';
import { excerpt } from './excerpt.js';
import type { RevisionProfile, ServerProfile } from './profile.js';
import { whyNotReachable } from './reach.js';
import { surveySession } from './survey.js';
import { hostHeaderOf, pathOf, upstreamOf } from './target.js';
import type { ServerTarget } from './target.js';

/** What was found, or one line that says why nothing could be. */
export type Discovery =
  { readonly ok: true; readonly profile: ServerProfile } | { readonly ok: false; readonly reason: string };

export interface DiscoverOptions {
  /** Revisions to offer; default: all with sessions. */
  readonly revisions?: readonly Revision[];
  /** Limit of one step, such as a request and its answer. The first steps have a shorter one. */
  readonly deadlineMs: number;
}

/** That a server is silent must be told before its user gives up: limit of the connection, and of both first steps. */
const CONNECT_DEADLINE_MS = 2500;
const OPENING_DEADLINE_MS = 4700;

/** What came of offering one revision. */
type Offer =
  | { readonly kind: 'spoken'; readonly revision: Revision; readonly profile: RevisionProfile; readonly info: unknown }
  | { readonly kind: 'other'; readonly negotiated: string }
  /** It said no, as a server may to a revision that it does not speak. */
  | { readonly kind: 'refused'; readonly reason: string }
  /** It fell silent or broke down, which no revision excuses. */
  | { readonly kind: 'failed'; readonly reason: string };

/** Where to dial: the target itself, or for https a link that does the TLS. */
function openWay(target: ServerTarget): Promise<{ hostname: string; port: number; close(): Promise<void> }> {
  const upstream = upstreamOf(target);
  if (upstream.protocol === 'http:') return Promise.resolve({ ...upstream, close: () => Promise.resolve() });
  return openEmbeddedLink({ upstream, recorder: new Recorder(), rewriteHost: hostHeaderOf(target) });
}

/** Too many requests or an error of the server say nothing about a revision. */
function saysNo(status: number | undefined, exchange: Exchange): boolean {
  if (status === undefined || status === 429 || status >= 500) return false;
  return status >= 300 || exchange.messages.some(({ kind }) => kind === 'error');
}

async function weigh(
  handshake: Handshake,
  target: ServerTarget,
  revision: Revision,
  deadlineMs: number,
): Promise<Offer> {
  if (!handshake.ok) {
    const { exchange, reason } = handshake;
    const kind = saysNo((await exchange.head())?.status, exchange) ? 'refused' : 'failed';
    return { kind, reason: await diagnose(exchange, target, reason, deadlineMs) };
  }
  const { session, exchange } = handshake;
  if (session.negotiated !== revision) {
    if (session.sessionId !== undefined) await session.terminate().head();
    return { kind: 'other', negotiated: session.negotiated };
  }
  const survey = await surveySession(session, exchange);
  if (!survey.ok) return { kind: 'failed', reason: `${survey.reason} at ${revision}` };
  return { kind: 'spoken', revision, profile: survey.profile, info: session.initializeResult['serverInfo'] };
}

function textMember(value: unknown, member: string): string | undefined {
  const text = isObject(value) ? value[member] : undefined;
  return typeof text === 'string' ? excerpt(text) : undefined;
}

function summarize(offers: readonly Offer[], asked: readonly Revision[]): Discovery {
  const spoken = offers.filter((offer) => offer.kind === 'spoken');
  const newest = spoken.at(-1);
  const failure = offers.findLast((offer) => offer.kind === 'failed');
  if (failure !== undefined) return { ok: false, reason: failure.reason };
  if (newest === undefined) return { ok: false, reason: whyNothing(offers, asked) };
  const name = textMember(newest.info, 'name');
  const version = textMember(newest.info, 'version');
  return {
    ok: true,
    profile: {
      ...(name !== undefined && { name }),
      ...(version !== undefined && { version }),
      revisions: spoken.map(({ revision }) => revision),
      byRevision: Object.fromEntries(spoken.map(({ revision, profile }) => [revision, profile])),
    },
  };
}

/** The newest revision is the one that a server is most likely to speak: its failure says most. */
function whyNothing(offers: readonly Offer[], asked: readonly Revision[]): string {
  const refusal = offers.findLast((offer) => offer.kind === 'refused');
  if (refusal !== undefined) return refusal.reason;
  const chosen = new Set(offers.flatMap((offer) => (offer.kind === 'other' ? [excerpt(offer.negotiated)] : [])));
  return `the server speaks ${[...chosen].join(', ')}, none of the revisions to be checked (${asked.join(', ')})`;
}

function probeOf(target: ServerTarget, way: { hostname: string; port: number }, answerDeadlineMs: number): OpenProbe {
  return createProbe({
    link: way,
    target: { host: hostHeaderOf(target), path: pathOf(target), headers: target.headers },
    recorder: new Recorder(),
    revision: '2025-11-25',
    answerDeadlineMs,
  });
}

/**
 * Finds out what a server offers: which revisions it speaks, and at each of them its lists, streams, event ids and
 * sessions. Every session that it opens it ends. Every step has a deadline; nothing here throws for what a server does.
 */
export async function discoverServer(target: ServerTarget, options: DiscoverOptions): Promise<Discovery> {
  const asked = [...(options.revisions ?? SESSION_REVISIONS)].sort(compareRevisions);
  const begunAt = performance.now();
  const unreachable = await whyNotReachable(target, Math.min(options.deadlineMs, CONNECT_DEADLINE_MS));
  if (unreachable !== undefined) return { ok: false, reason: unreachable };
  const remainingMs = Math.round(OPENING_DEADLINE_MS - (performance.now() - begunAt));
  const initializeMs = Math.min(options.deadlineMs, remainingMs);
  const way = await openWay(target);
  const probe = probeOf(target, way, options.deadlineMs);
  try {
    const offers = await Promise.all(
      asked.map(async (revision) => {
        const name = `discover-${revision}`;
        const handshake = await probe.offer({ name, revision, initializeDeadlineMs: initializeMs });
        return weigh(handshake, target, revision, initializeMs);
      }),
    );
    return summarize(offers, asked);
  } finally {
    await probe.close();
    await way.close();
  }
}
