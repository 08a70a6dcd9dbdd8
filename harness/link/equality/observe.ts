import { FAULTS } from '../../faults/index.js';
import { faultId } from '../../faults/fault.js';
import { Recorder } from '../../history/recorder.js';
import { viewHistory } from '../../history/view.js';
import { headerValue } from '../../wire/http-head.js';
import type { LinkBackend } from '../backend.js';
import type { ArmedFault, Link } from '../link.js';
import { startPacingServer, type PacingServer } from './pacing-server.js';
import { openClient, type ReadingClient } from './reading-client.js';
import type { Row, Sighting } from './row.js';

/** What was seen of a row, and whether the faults prove themselves in the history. */
export interface Observation extends Sighting {
  /** Faults that were planned and not seen. */
  readonly unproven: readonly string[];
  readonly socketsLeft: number;
}

const LABEL = 'call';
const SILENCE_MS = 500;
const OVER_DEADLINE_MS = 8_000;
/** An event that is this much later than the one before, which the server has not waited with, was held on its way. */
const LATE_MS = 100;

/** Pieces that are written closely one after the other may be read together, but not all of them. */
const LEAST_PIECES = 8;

/** Plays a row behind a backend. */
export async function observe(row: Row, backend: LinkBackend): Promise<Observation> {
  const server = await startPacingServer(row.server, 'first ');
  const second = await startPacingServer(row.server, 'second ');
  const recorder = new Recorder();
  const link = await backend.open({
    upstream: { protocol: 'http:', hostname: '127.0.0.1', port: server.port },
    secondUpstream: { protocol: 'http:', hostname: '127.0.0.1', port: second.port },
    recorder,
  });
  const clients: ReadingClient[] = [];
  try {
    const armed: ArmedFault[] = [];
    for (const spec of row.faults) armed.push(await link.arm(spec));
    const parts: string[] = [];
    for (let turn = 1; turn <= (row.exchanges ?? 1); turn += 1) {
      const servers = { server, second };
      parts.push(await playExchange(row, link, servers, armed, clients));
    }
    await until(() => [...server.requests, ...second.requests].every(({ ending }) => ending !== undefined));
    await until(() => row.faults.every((spec) => proofOf(recorder, spec) !== undefined));
    const seen: Sighting = { client: parts.join('; '), server: describeServer(row, server, second) };
    const unproven = row.faults.filter((spec) => proofOf(recorder, spec) === undefined).map(faultId);
    await link.close();
    return { ...seen, unproven, socketsLeft: link.openSockets() };
  } finally {
    for (const client of clients) client.destroy();
    await link.close();
    await Promise.all([server.close(), second.close()]);
  }
}

function proofOf(recorder: Recorder, spec: Row['faults'][number]): number | undefined {
  return FAULTS.get(spec.kind)?.observed(viewHistory(recorder.events), spec);
}

async function playExchange(
  row: Row,
  link: Link,
  { server, second }: { server: PacingServer; second: PacingServer },
  armed: readonly ArmedFault[],
  clients: ReadingClient[],
): Promise<string> {
  let wasAllSentFirst: boolean | undefined;
  const client = openClient(link.port, requestText(link, row), (events) => {
    if (events === 1) wasAllSentFirst ??= server.hasSentAll || second.hasSentAll;
    if (events === 1 && row.client === 'half-closes') client.end();
    if (events === 2) act(client, row);
    server.received(events);
    second.received(events);
  });
  clients.push(client);
  if (row.heals !== true) {
    await overWithin(client, OVER_DEADLINE_MS);
    return describeClient(row, client, wasAllSentFirst === true);
  }
  await until(() => armed.every(({ firedCount }) => firedCount > 0), OVER_DEADLINE_MS);
  await silent(client);
  const before = client.events.length;
  for (const fault of armed) await fault.heal();
  await overWithin(client, OVER_DEADLINE_MS);
  const after = describeClient(row, client, wasAllSentFirst === true);
  return `${counted(before)}, then silence; once healed, ${after}`;
}

function act(client: ReadingClient, row: Row): void {
  if (row.client === 'leaves') client.destroy();
  if (row.client === 'resets') client.reset();
}

function requestText(link: Link, row: Row): string {
  const body = JSON.stringify({ jsonrpc: '2.0', id: 1, method: 'ping' });
  const gzip = row.faults.some(({ kind }) => kind === 'gzip') ? 'Accept-Encoding: gzip\r\n' : '';
  return `POST /mcp HTTP/1.1\r\nHost: 127.0.0.1:${link.port}\r\nContent-Type: application/json\r\n${gzip}X-Own: yes\r\nfaultline-exchange: ${LABEL}\r\nContent-Length: ${body.length}\r\n\r\n${body}`;
}

async function overWithin(client: ReadingClient, deadlineMs: number): Promise<void> {
  await until(() => client.ending !== undefined, deadlineMs);
}

/** Waits until nothing has come for a while. */
async function silent(client: ReadingClient): Promise<void> {
  for (let events = -1; events !== client.events.length;) {
    events = client.events.length;
    await new Promise((resolve) => setTimeout(resolve, SILENCE_MS));
  }
}

async function until(isSo: () => boolean, deadlineMs = 3_000): Promise<void> {
  const deadline = performance.now() + deadlineMs;
  while (!isSo() && performance.now() < deadline) await new Promise((resolve) => setTimeout(resolve, 10));
}

function counted(events: number): string {
  return events === 0 ? 'nothing' : events === 1 ? '1 event' : `${events} events`;
}

function describeClient(row: Row, client: ReadingClient, wasAllSentFirst: boolean): string {
  const { head, events, ending } = client;
  const fields = (row.responseFields ?? []).map((name) => {
    const value = head === undefined ? undefined : headerValue(head.headers, name);
    return value === undefined ? `no ${name}` : `${name}: ${value}`;
  });
  const shown = fields.length === 0 ? '' : ` (${fields.join(', ')})`;
  const end = ending === undefined ? 'then silence' : ending === 'complete' ? 'complete' : `then ${ending}`;
  if (row.client === 'leaves' || row.client === 'resets') return `${counted(events.length)}, then it ${row.client}`;
  if (head === undefined) return `nothing, ${end}`;
  const status = head.status === 200 ? '' : `status ${head.status}, `;
  const what =
    head.status === 200 && events.length > 0
      ? `${counted(events.length)}${arrival(row, client, wasAllSentFirst)}, `
      : '';
  const headOnly = head.status === 200 && events.length === 0 ? 'a head, ' : '';
  const whose = row.exchanges === undefined && !isRepeated(row) ? '' : ` from the ${(events[0] ?? '').split(' x')[0]}`;
  return `${status}${headOnly}${what}${end}${whose}${shown}`;
}

function isRepeated({ faults }: Row): boolean {
  return faults.some(({ kind }) => kind === 'duplicate');
}

function arrival(row: Row, client: ReadingClient, wasAllSentFirst: boolean): string {
  const { arrivedAtMs, reads, beganAtMs } = client;
  const kinds = new Set(row.faults.map(({ kind }) => kind));
  if (kinds.has('fragment')) return reads >= LEAST_PIECES ? ' in small pieces' : ' in large pieces';
  if (kinds.has('bandwidth')) return (arrivedAtMs.at(-1) ?? 0) - beganAtMs >= 900 ? ' slowly' : ' fast';
  if (kinds.has('latency')) {
    const gaps = arrivedAtMs.slice(1).map((at, index) => at - (arrivedAtMs[index] ?? 0));
    return gaps.every((gap) => gap >= LATE_MS) ? ' late' : ' at once';
  }
  if (row.server.pace !== 'timed') return '';
  return wasAllSentFirst ? ' all together at the end' : ' as sent';
}

function describeServer(row: Row, server: PacingServer, second: PacingServer): string {
  if (row.server.isGone === true) return 'is not there';
  const requests = [...server.requests, ...second.requests];
  const whole = requests.filter(({ isComplete }) => isComplete);
  const fields = (row.requestFields ?? []).map((name) => {
    const value = requests[0]?.headers[name.toLowerCase()];
    return value === undefined ? `no ${name}` : `${name}: ${String(value)}`;
  });
  const shown = fields.length === 0 ? '' : ` (${fields.join(', ')})`;
  const shares = second.requests.length > 0 ? ` (${server.requests.length} and ${second.requests.length})` : '';
  const received = whole.length === requests.length ? '' : 'part of ';
  const count =
    requests.length === 0 ? 'no request' : `${received}${requests.length} request${requests.length === 1 ? '' : 's'}`;
  const endings = requests.length === 0 ? [...server.bareEndings] : requests.map(({ ending }) => ending ?? 'open');
  const end = [...new Set(endings)].join(' and ');
  return `${count}${shares}${end === '' ? '' : `, ${end}`}${shown}`;
}
