import { once } from 'node:events';
import { connect, createServer } from 'node:net';
import type { AddressInfo, Server } from 'node:net';
import { describe, expect, onTestFinished, test } from 'vitest';
import { Recorder } from '../history/recorder.js';
import type { Upstream } from '../link/link.js';
import { createTargetWatch, isCrash } from './target-watch.js';
import type { TargetWatch } from './target-watch.js';

const quiet = new AbortController().signal;

function upstreamAt(port: number): Upstream {
  return { protocol: 'http:', hostname: '127.0.0.1', port };
}

async function listenAt(port: number): Promise<Server> {
  const server = createServer((socket) => void socket.on('error', () => undefined).resume());
  server.listen(port, '127.0.0.1');
  await once(server, 'listening');
  onTestFinished(() => void server.close());
  return server;
}

function portOf(server: Server): number {
  return (server.address() as AddressInfo).port;
}

/** A port at which nobody listens, and nobody else can: it is the near end of a connection until it is let go. */
async function refusingPort(): Promise<{ upstream: Upstream; letGo: () => Promise<void> }> {
  const server = await listenAt(0);
  const holder = connect(portOf(server), '127.0.0.1');
  await once(holder, 'connect');
  const letGo = async (): Promise<void> => {
    const closed = once(holder, 'close');
    holder.resetAndDestroy();
    await closed;
  };
  onTestFinished(() => void holder.destroy());
  return { upstream: upstreamAt(holder.localPort!), letGo };
}

function refusal(recorder: Recorder): void {
  recorder.record({ kind: 'connection', side: 'server', connection: 'c', what: 'refused', from: 'peer' });
}

function sent(recorder: Recorder, exchange: string): void {
  const request = {
    kind: 'request',
    side: 'server',
    connection: 'c',
    method: 'POST',
    target: '/',
    headers: [],
  } as const;
  recorder.record({ ...request, exchange });
}

function whenGone(watch: TargetWatch): Promise<void> {
  return new Promise((resolve) => {
    watch.gone.addEventListener('abort', () => resolve());
  });
}

describe('the watch over a target', () => {
  test('finds a target there that accepts connections', async () => {
    const watch = createTargetWatch(upstreamAt(portOf(await listenAt(0))), quiet);
    expect(await watch.look()).toBeUndefined();
    expect(watch.gone.aborted).toBe(false);
  });

  test('finds a target gone where nobody listens, and says since when', async () => {
    const watch = createTargetWatch((await refusingPort()).upstream, quiet);
    const begun = Date.now();
    const death = await watch.look();
    expect(death?.message).toMatch(/^the target is gone: connection refused since \d{4}-.*Z$/);
    const since = Date.parse(death!.message.split(' since ')[1]!);
    expect(since).toBeGreaterThanOrEqual(begun - 1);
    expect(watch.gone.aborted).toBe(true);
    expect(watch.death).toBe(death);
  });

  test('looks by itself when a case that it follows meets a refusal', async () => {
    const watch = createTargetWatch((await refusingPort()).upstream, quiet);
    const recorder = new Recorder();
    watch.follow(recorder);
    const gone = whenGone(watch);
    refusal(recorder);
    await gone;
    expect(await watch.settled()).toBe(watch.death);
  });

  test('does not look for a case that is over', async () => {
    const watch = createTargetWatch((await refusingPort()).upstream, quiet);
    const recorder = new Recorder();
    watch.follow(recorder)();
    refusal(recorder);
    expect(await watch.settled()).toBeUndefined();
  });

  // Between letting go of a port and listening at it, anything on the machine may be given it.
  test('believes that a target is back when it is', { retry: 5 }, async () => {
    const { upstream, letGo } = await refusingPort();
    const watch = createTargetWatch(upstream, quiet);
    const looking = watch.look();
    await letGo();
    await listenAt(upstream.port);
    expect(await looking).toBeUndefined();
    expect(watch.gone.aborted).toBe(false);
  });

  test('takes no refusal for a death while the target is restarted', async () => {
    const watch = createTargetWatch((await refusingPort()).upstream, quiet);
    await watch.duringRestart(async () => {
      expect(await watch.look()).toBeUndefined();
    });
    expect(watch.gone.aborted).toBe(false);
    expect(await watch.look()).toBeDefined();
  });

  test('ends a look that a restart overtakes', async () => {
    const watch = createTargetWatch((await refusingPort()).upstream, quiet);
    const looking = watch.look();
    await watch.duringRestart(async () => {
      expect(await looking).toBeUndefined();
    });
  });

  test('hears witnesses of what happened elsewhere before it blames a case', async () => {
    const watch = createTargetWatch((await refusingPort()).upstream, quiet);
    const [here, elsewhere] = [new Recorder(), new Recorder()];
    watch.follow(here);
    sent(here, 'older');
    const since = performance.now() + 1000;
    const request = { label: 'newer', method: 'POST', at: since, index: 0 };
    const told = { recorder: elsewhere, last: request, underWay: new Map([['newer', request]]), broken: [] };
    watch.witness(() => Promise.resolve({ aliveAt: since, traffic: [told] }));
    watch.witness(() => Promise.reject(new Error('no longer asked')))();
    const death = await watch.look();
    expect(death?.certainUntil).toBeGreaterThan(since - 1000);
    expect(death?.blame(here)).toBeUndefined();
    expect(death?.blame(elsewhere)?.findings[0]?.seen).toContain('and 1 more case(s) ran: the request newer');
  });

  test('passes on that a restart failed', async () => {
    const watch = createTargetWatch((await refusingPort()).upstream, quiet);
    await expect(watch.duringRestart(() => Promise.reject(new Error('no')))).rejects.toThrow('no');
    expect(await watch.look()).toBeDefined();
  });

  test('comes to no conclusion when the run is stopped', async () => {
    const stop = new AbortController();
    const watch = createTargetWatch((await refusingPort()).upstream, stop.signal);
    const looking = watch.look();
    stop.abort();
    expect(await looking).toBeUndefined();
  });

  test('blames the case whose request was left unanswered, and no other', async () => {
    const watch = createTargetWatch((await refusingPort()).upstream, quiet);
    const [guilty, innocent, idle] = [new Recorder(), new Recorder(), new Recorder()];
    for (const recorder of [guilty, innocent, idle]) watch.follow(recorder);
    sent(innocent, 'ping');
    const end = { kind: 'response-end', side: 'server', framing: 'none', sizeBytes: 0 } as const;
    innocent.record({ ...end, exchange: 'ping', ending: 'complete' });
    sent(guilty, 'poison');
    guilty.record({ ...end, exchange: 'poison', ending: 'rst' });
    const death = await watch.look();
    expect(death?.blame(innocent)).toBeUndefined();
    expect(death?.blame(idle)).toBeUndefined();
    const [finding] = death!.blame(guilty)!.findings;
    expect(finding).toMatchObject({ rule: 'guarantee.no-crash', severity: 'fail', events: [0, 1] });
    expect(finding?.seen).toMatch(
      /^it died while this and 1 more case\(s\) ran: the request poison was left unanswered/,
    );
    expect(isCrash(finding!)).toBe(true);
  });
});
