import { describe, expect, test } from 'vitest';
import { disconnect, kill, pause } from '../../faults/index.js';
import { embeddedBackendHolding } from '../backend.js';
import type { SutControl } from '../sut-control.js';
import { jsonResponse, post, result, withoutLabel } from './testing/raw-http.js';
import { openRig, startExchange } from './testing/rig.js';

const ON = { exchange: 'x' };

/** A control that writes down what it was asked for, and takes until `release` for a pause or a kill. */
function heldControl(): { readonly control: SutControl; readonly done: string[]; readonly release: () => void } {
  const done: string[] = [];
  let release = (): void => undefined;
  const released = new Promise<void>((resolve) => (release = resolve));
  const act = (name: string) => async (): Promise<void> => {
    done.push(name);
    await released;
  };
  const restore = (): Promise<void> => {
    done.push('restore');
    return Promise.resolve();
  };
  return { control: { pause: act('pause'), kill: act('kill'), restore }, done, release: () => release() };
}

describe('pause', () => {
  test('nothing of the request reaches the server before it is paused, and the pause is proven by its silence', async () => {
    const { control: sut, done, release } = heldControl();
    const rig = await openRig({ link: { sut } });
    const armed = await rig.link.arm(pause({ on: ON, at: 'request-head' }));
    const client = rig.dial();
    const request = post({ label: 'x' });
    void client.send(request);
    await rig.roundTrip();
    await expect.poll(() => done).toEqual(['pause']);
    expect(rig.server.connections.some((connection) => connection.text().startsWith('POST'))).toBe(false);
    expect(armed.firedCount).toBe(0);
    release();
    const server = await rig.server.connection(1);
    expect(await server.waitForBytes(withoutLabel(request).length)).toEqual(withoutLabel(request));
    await armed.heal();
    expect(done).toEqual(['pause', 'restore']);
    await server.send(jsonResponse(result(1, 'late')));
    await client.waitForText('late');
    await rig.expectComplete('x');
    await rig.expectStruck(armed, 1);
  });

  test('a server that answers all the same was not paused', async () => {
    const { control: sut, release } = heldControl();
    release();
    const rig = await openRig({ link: { sut } });
    const spec = pause({ on: ON, at: 'request-head' });
    const armed = await rig.link.arm(spec);
    const { client, server } = await startExchange(rig, post({ label: 'x' }));
    await server.send(jsonResponse(result(1, 'at once')));
    await client.waitForText('at once');
    await armed.heal();
    expect(rig.observed(spec)).toBeUndefined();
  });

  test('it strikes once, and not after it was healed', async () => {
    const { control: sut, done, release } = heldControl();
    release();
    const rig = await openRig({ link: { sut } });
    const armed = await rig.link.arm(pause({ at: 'request-head' }));
    await rig.roundTrip();
    await rig.roundTrip();
    expect([armed.firedCount, done]).toEqual([1, ['pause']]);
    const later = await rig.link.arm(pause({ id: 'later', at: 'request-head' }));
    await later.heal();
    await rig.roundTrip();
    rig.expectIdle(later);
  });
});

describe('kill', () => {
  test('the strike comes before what the server shows of it', async () => {
    const { control: sut, done, release } = heldControl();
    const rig = await openRig({ link: { sut } });
    const before = await startExchange(rig, post({ label: 'before' }));
    const armed = await rig.link.arm(kill({ on: ON, at: 'request-head' }));
    const client = rig.dial();
    void client.send(post({ label: 'x' }));
    await armed.fired;
    expect(done).toEqual(['kill']);
    for (const connection of rig.server.connections) connection.reset();
    release();
    expect(['fin', 'rst']).toContain(await client.waitForEnding());
    expect(['fin', 'rst']).toContain(await before.client.waitForEnding());
    await armed.heal();
    await rig.expectStruck(armed, 1);
  });

  test('that it could not be done is told as a failure of the link', async () => {
    const sut: SutControl = {
      pause: () => Promise.reject(new Error('no such process')),
      kill: () => Promise.reject(new Error('it goes on')),
      restore: () => Promise.resolve(),
    };
    const rig = await openRig({ link: { sut } });
    await rig.link.arm(kill({ on: ON, at: 'request-head' }));
    await startExchange(rig, post({ label: 'x' }));
    const failure = await rig.recorded('failure', (event) => event.kind === 'connection' && event.what === 'error');
    expect(failure).toMatchObject({ from: 'link', detail: 'it goes on' });
  });
});

describe('a link without the server', () => {
  test('can neither pause nor kill it', async () => {
    const rig = await openRig();
    await expect(rig.link.arm(pause({ at: 'request-head' }))).rejects.toThrow('does not hold the server');
    await expect(rig.link.arm(kill({ at: 'connect' }))).rejects.toThrow();
  });

  test('what is beyond it says what would unlock it, and what holds the server has less beyond it', () => {
    const { beyond } = embeddedBackendHolding(heldControl().control);
    expect(beyond?.(pause({ at: 'request-head' }))).toBeUndefined();
    expect(beyond?.(kill({ at: 'connect' }))).toContain('at a moment of a request');
    expect(beyond?.(disconnect({ at: 'request-head' }))).toContain('--topology containers with --image');
  });
});

test('a link that is closed in the middle of an outage leaves the server as it found it', async () => {
  const { control, done, release } = heldControl();
  release();
  const rig = await openRig();
  const upstream = { protocol: 'http:', hostname: '127.0.0.1', port: rig.server.port } as const;
  const { recorder } = rig;
  const backend = embeddedBackendHolding(control);
  const link = await backend.open({ upstream, recorder });
  const armed = await link.arm(pause({ at: 'request-head' }));
  void rig.peers.dial(link.port).send(post({ label: 'x' }));
  await armed.fired;
  await link.close();
  expect(done).toEqual(['pause', 'restore']);
  await (await backend.open({ upstream, recorder })).close();
  expect(done).toEqual(['pause', 'restore']);
});
