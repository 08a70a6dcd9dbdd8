import { expect, onTestFinished } from 'vitest';
import { Recorder } from '../../../history/recorder.js';
import { openEmbeddedLink } from '../embedded-link.js';
import type { EmbeddedLink, EmbeddedLinkOptions } from '../embedded-link.js';
import type { RawConnection } from './raw-connection.js';
import { get, withoutLabel } from './raw-http.js';
import { openRawPeers } from './raw-peers.js';
import type { RawPeers, RawServer, RawServerOptions } from './raw-peers.js';
import { readRecord } from './record-reader.js';
import type { RecordReader } from './record-reader.js';

export interface RigOptions {
  readonly link?: Partial<EmbeddedLinkOptions>;
  readonly server?: RawServerOptions;
}

/** A raw server, a link in front of it and raw clients: everything that a test of the link needs. */
export interface Rig extends RecordReader {
  readonly peers: RawPeers;
  readonly server: RawServer;
  readonly link: EmbeddedLink;
  readonly recorder: Recorder;
  /** A raw client that dials the link. */
  dial(): RawConnection;
  /**
   * Carries a whole exchange over a connection of its own. Whatever the link was going to do at once with bytes that
   * were sent before has been done when this resolves.
   */
  roundTrip(): Promise<void>;
}

const ROUND_TRIP = '/round-trip';
const ROUND_TRIP_ANSWER = 'HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nok';

function answerRoundTrips(connection: RawConnection): void {
  const look = (): void => {
    const start = connection.reads[0]?.bytes.toString('latin1') ?? '';
    const isWhole = start.startsWith(`GET ${ROUND_TRIP}`) && connection.text().endsWith('\r\n\r\n');
    if (isWhole) void connection.send(ROUND_TRIP_ANSWER);
    if (isWhole || !`GET ${ROUND_TRIP}`.startsWith(start.slice(0, 4))) connection.socket.off('data', look);
  };
  connection.socket.on('data', look);
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

  return {
    ...readRecord(recorder),
    peers,
    server,
    link,
    recorder,
    dial: () => peers.dial(link.port),
    roundTrip: async () => {
      roundTrips += 1;
      const client = peers.dial(link.port);
      void client.send(get({ label: `round-trip-${roundTrips}`, target: ROUND_TRIP }));
      await client.waitForBytes(ROUND_TRIP_ANSWER.length);
      client.finish();
    },
  };
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
