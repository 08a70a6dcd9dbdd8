import { expect, onTestFinished } from 'vitest';
import { FAULTS } from '../../../faults/index.js';
import type { FaultSpec } from '../../../faults/fault.js';
import { faultId } from '../../../faults/fault.js';
import type { ConnectionEvent, HistoryEvent, Side } from '../../../history/events.js';
import { Recorder } from '../../../history/recorder.js';
import { viewHistory } from '../../../history/view.js';
import type { ExchangeView, HistoryView } from '../../../history/view.js';
import type { ArmedFault } from '../../link.js';
import { openEmbeddedLink } from '../embedded-link.js';
import type { EmbeddedLink, EmbeddedLinkOptions } from '../embedded-link.js';
import type { RawConnection } from './raw-connection.js';
import { get, withoutLabel } from './raw-http.js';
import { openRawPeers } from './raw-peers.js';
import type { RawPeers, RawServer, RawServerOptions } from './raw-peers.js';

export interface RigOptions {
  readonly link?: Partial<EmbeddedLinkOptions>;
  readonly server?: RawServerOptions;
}

/** A raw server, a link in front of it and raw clients: everything that a test of the link needs. */
export interface Rig {
  readonly peers: RawPeers;
  readonly server: RawServer;
  readonly link: EmbeddedLink;
  readonly recorder: Recorder;
  /** A raw client that dials the link. */
  dial(): RawConnection;
  view(): HistoryView;
  exchange(label: string): ExchangeView;
  /** Waits for an event of the record, past or to come. */
  recorded(what: string, accepts: (event: HistoryEvent) => boolean): Promise<HistoryEvent>;
  connectionEvents(side: Side): ConnectionEvent[];
  /** What the definition of this fault says of the record so far: the index of the proving event, if there is one. */
  observed(spec: FaultSpec): number | undefined;
  /**
   * Carries a whole exchange over a connection of its own. Whatever the link was going to do at once with bytes that
   * were sent before has been done when this resolves.
   */
  roundTrip(): Promise<void>;
  /** Asserts that the fault was planned, struck (as often as said, else at least once), and is proven by the record. */
  expectStruck(armed: ArmedFault, times?: number): Promise<void>;
  /** Asserts that the record has a whole response of this exchange on both sides. */
  expectComplete(label: string): Promise<void>;
  /** Asserts that the fault was planned and that nothing claims it ever struck. */
  expectIdle(armed: ArmedFault): void;
}

const ROUND_TRIP = '/round-trip';
const ROUND_TRIP_ANSWER = 'HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nok';
const DEADLINE_MS = 10_000;

function answerRoundTrips(connection: RawConnection): void {
  const look = (): void => {
    const start = connection.reads[0]?.bytes.toString('latin1') ?? '';
    const isWhole = start.startsWith(`GET ${ROUND_TRIP}`) && connection.text().endsWith('\r\n\r\n');
    if (isWhole) void connection.send(ROUND_TRIP_ANSWER);
    if (isWhole || !`GET ${ROUND_TRIP}`.startsWith(start.slice(0, 4))) connection.socket.off('data', look);
  };
  connection.socket.on('data', look);
}

function faultStates(view: HistoryView, id: string): string[] {
  return view.faults.filter((event) => event.fault === id).map((event) => event.status);
}

/** Opens a rig for the running test and closes it when the test is over; fails the test if a socket is left then. */
export async function openRig(options: RigOptions = {}): Promise<Rig> {
  const peers = openRawPeers();
  const script = options.server?.script ?? answerRoundTrips;
  const server = await peers.listen({ ...options.server, script });
  const recorder = new Recorder();
  const link = await openEmbeddedLink({
    upstream: { protocol: 'http:', hostname: '127.0.0.1', port: server.port },
    recorder,
    ...options.link,
  });
  onTestFinished(async () => {
    await link.close();
    const left = link.openSockets();
    await peers.close();
    expect(left, 'sockets that the link left open').toBe(0);
  });
  let roundTrips = 0;
  const view = (): HistoryView => viewHistory(recorder.events);
  const observed = (spec: FaultSpec): number | undefined => definitionOf(spec).observed(view(), spec);
  const recorded = async (what: string, accepts: (event: HistoryEvent) => boolean): Promise<HistoryEvent> => {
    const event = await recorder.waitFor(what, DEADLINE_MS, accepts);
    if (event === undefined) throw new Error(`the record has no ${what}`);
    return event;
  };

  const exchangeOf = (label: string): ExchangeView => {
    const exchange = view().exchange(label);
    if (exchange === undefined) throw new Error(`no exchange ${label} in the record`);
    return exchange;
  };

  return {
    peers,
    server,
    link,
    recorder,
    dial: () => peers.dial(link.port),
    view,
    exchange: exchangeOf,
    recorded,
    connectionEvents: (side) =>
      recorder.events.filter((event) => event.kind === 'connection').filter((event) => event.side === side),
    observed,
    roundTrip: async () => {
      roundTrips += 1;
      const client = peers.dial(link.port);
      void client.send(get({ label: `round-trip-${roundTrips}`, target: ROUND_TRIP }));
      await client.waitForBytes(ROUND_TRIP_ANSWER.length);
      client.finish();
    },
    expectStruck: async (armed, times) => {
      const id = faultId(armed.spec);
      const firing = (event: HistoryEvent): boolean =>
        event.kind === 'fault' && event.fault === id && event.status === 'fired';
      const first = await recorded(`firing of ${id}`, firing);
      await armed.fired;
      const states = faultStates(view(), id);
      const fired = states.filter((state) => state === 'fired').length;
      expect(states[0], `first event of ${id}`).toBe('planned');
      if (times !== undefined) expect(fired, `times that ${id} struck`).toBe(times);
      expect(armed.firedCount).toBe(fired);
      expect(first, `the trigger of ${id}`).toHaveProperty('detail', expect.stringMatching(/\S/));
      const proof = observed(armed.spec);
      expect(proof, `proof of ${id}`).toBeTypeOf('number');
      expect(recorder.events[proof ?? -1], `event that proves ${id}`).toBeDefined();
      const withoutFiring = viewHistory(recorder.events.filter((event) => !firing(event)));
      const unfounded = definitionOf(armed.spec).observed(withoutFiring, armed.spec);
      expect(unfounded, `proof of ${id} where it never struck`).toBeUndefined();
    },
    expectComplete: async (label) => {
      for (const side of ['server', 'client'] as const) {
        const isEnd = (event: HistoryEvent): boolean =>
          event.kind === 'response-end' && event.side === side && event.exchange === label;
        await recorded(`end of ${label} on the ${side} side`, isEnd);
        const seen = exchangeOf(label)[side];
        expect(seen.head, `response head of ${label} on the ${side} side`).toBeDefined();
        expect(seen.end, `response end of ${label} on the ${side} side`).toMatchObject({ ending: 'complete' });
        const sizeBytes = seen.data.reduce((sum, event) => sum + event.sizeBytes, 0);
        expect(sizeBytes, `recorded data of ${label} on the ${side} side`).toBe(seen.end?.sizeBytes);
      }
    },
    expectIdle: (armed) => {
      const id = faultId(armed.spec);
      expect(faultStates(view(), id).filter((state) => state !== 'healed')).toEqual(['planned']);
      expect(armed.firedCount).toBe(0);
      expect(observed(armed.spec), `proof of ${id}, which never struck`).toBeUndefined();
    },
  };
}

/** The definition that belongs to a planned fault. */
export function definitionOf(spec: FaultSpec): NonNullable<ReturnType<typeof FAULTS.get>> {
  const definition = FAULTS.get(spec.kind);
  if (definition === undefined) throw new Error(`no fault of kind ${spec.kind}`);
  return definition;
}

/** One client connection and the server connection that the link opened for it, after a first request has crossed. */
export interface Pair {
  readonly client: RawConnection;
  readonly server: RawConnection;
}

/** Dials, sends `request` and waits until the server has `sizeBytes` of it: by default all of it but the label. */
export async function startExchange(
  rig: Rig,
  request: Buffer,
  sizeBytes = withoutLabel(request).length,
): Promise<Pair> {
  const ordinal = rig.server.connections.length + 1;
  const client = rig.dial();
  void client.send(request);
  const server = await rig.server.connection(ordinal);
  await server.waitForBytes(sizeBytes);
  return { client, server };
}
