import type { ExchangeView } from '../../history/view.js';
import { atLeast, hasBatches, hasPriming } from '../../spec/revisions.js';
import type { Revision } from '../../spec/revisions.js';
import { isObject } from '../../wire/jsonrpc.js';
import type { RecordedMessage } from '../attribution.js';
import { messagesOfServer } from '../attribution.js';
import type { Checker } from '../checker.js';
import { describeMessage } from '../describe.js';
import type { Judge } from '../judge.js';
import { checker } from '../judge.js';

const RULE = 'lifecycle.operate.respect-version';

/** Members of results, by the revision that brought them (server/tools of 2025-06-18). */
const NEWER_MEMBERS: Readonly<Record<string, Revision>> = { structuredContent: '2025-06-18' };
/** Members of the tools in a list, likewise. */
const NEWER_TOOL_MEMBERS: Readonly<Record<string, Revision>> = {
  title: '2025-06-18',
  outputSchema: '2025-06-18',
  icons: '2025-11-25',
  execution: '2025-11-25',
};
/** Requests of the server, likewise. */
const NEWER_REQUESTS: Readonly<Record<string, Revision>> = { 'elicitation/create': '2025-06-18' };

function newerIn(value: unknown, members: Readonly<Record<string, Revision>>, revision: Revision): string | undefined {
  if (!isObject(value)) return undefined;
  return Object.keys(members).find((name) => {
    const since = members[name];
    return since !== undefined && value[name] !== undefined && !atLeast(revision, since);
  });
}

function newerMember(record: RecordedMessage, revision: Revision): string | undefined {
  const { value } = record.message;
  const result = isObject(value) ? value['result'] : undefined;
  const tools = isObject(result) && Array.isArray(result['tools']) ? (result['tools'] as unknown[]) : [];
  return (
    newerIn(result, NEWER_MEMBERS, revision) ??
    tools.map((tool) => newerIn(tool, NEWER_TOOL_MEMBERS, revision)).find((name) => name !== undefined)
  );
}

function judgeMessage(record: RecordedMessage, judge: Judge): void {
  const { method, kind } = record.message;
  const since = kind === 'request' ? NEWER_REQUESTS[method ?? ''] : undefined;
  if (since !== undefined && !atLeast(judge.revision, since)) {
    const expected = `no request that ${judge.revision} does not have`;
    judge.breach(RULE, {
      expected,
      seen: `${describeMessage(record.message)} on ${record.exchange}`,
      events: [record],
    });
  }
  const member = newerMember(record, judge.revision);
  if (member === undefined) return;
  // Objects are open: a member that a client does not know costs it nothing.
  const expected = `nothing that ${judge.revision} does not have`;
  const seen = `member "${member}" in ${describeMessage(record.message)} on ${record.exchange}`;
  judge.breach(RULE, { expected, seen, events: [record], severity: 'warn' });
}

function judgeArrays(exchange: ExchangeView, judge: Judge): void {
  const isAsked = exchange.sent.some((record) => record.batched);
  const batched = exchange.server.messages.find((record) => record.batched);
  if (batched === undefined || isAsked || hasBatches(judge.revision)) return;
  const expected = `no arrays of messages in ${judge.revision}`;
  judge.breach(RULE, { expected, seen: `an array on ${exchange.label}`, events: [batched] });
}

function judgePriming(exchange: ExchangeView, judge: Judge): void {
  if (hasPriming(judge.revision)) return;
  const priming = exchange.server.events.find(({ event }) => event.dispatched && event.data === '');
  if (priming === undefined) return;
  // Only a note in 2025-11-25 says that events without data exist; an older client may take one for broken JSON.
  const expected = `no event with empty data for a client of ${judge.revision}`;
  judge.breach(RULE, { expected, seen: `one on ${exchange.label}`, events: [priming], severity: 'warn' });
}

/**
 * What the server sends belongs to the negotiated revision (basic/lifecycle, Operation). Only for histories in which
 * nothing but the revision of the case was negotiated.
 */
export function keepsToRevision(): Checker {
  return checker('keeps-to-revision', [RULE], (view, judge) => {
    const offered = [...view.exchanges.values()].flatMap((exchange) =>
      exchange.server.messages.flatMap(({ message: { value } }) => {
        const result = isObject(value) ? value['result'] : undefined;
        return isObject(result) && typeof result['protocolVersion'] === 'string' ? [result['protocolVersion']] : [];
      }),
    );
    judge.saw(messagesOfServer(view)[0]);
    if (offered.some((version) => version !== judge.revision)) return;
    for (const exchange of view.exchanges.values()) {
      judgeArrays(exchange, judge);
      judgePriming(exchange, judge);
      for (const record of exchange.server.messages) judgeMessage(record, judge);
    }
  });
}
