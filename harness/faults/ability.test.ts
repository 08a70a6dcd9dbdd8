import { describe, expect, test } from 'vitest';
import { beyondBackend, beyondBackends } from './ability.js';
import { FAULTS, blackHole, bandwidth, disconnect, fragment, idleCut, kill, pause, reset, truncate } from './index.js';

describe('what a backend is able to do', () => {
  test('the embedded link brings about every kind but those that are done to the server itself', () => {
    for (const definition of FAULTS.values()) {
      if (!definition.backends.includes('embedded')) {
        expect(definition.backends).toContain('containers');
        expect(definition.limits?.embedded).toContain('--topology containers with --image');
        continue;
      }
      expect(definition.backends).toContain('embedded');
      expect(definition.limits?.embedded).toBeUndefined();
    }
  });

  test.each([...FAULTS.values()])(
    '$kind: a backend is on the list or has a limit that holds for all parameters',
    (definition) => {
      for (const backend of ['toxiproxy', 'nginx'] as const) {
        const isNever = typeof definition.limits?.[backend] === 'string';
        expect(definition.backends.includes(backend)).toBe(!isNever);
      }
    },
  );

  test('of several backends one that can do it is enough', () => {
    const cut = idleCut({ silenceMs: 100, ending: 'rst', phase: 'after-head' });
    expect(beyondBackends(cut, ['toxiproxy', 'nginx', 'embedded'])).toBeUndefined();
    expect(beyondBackends(cut, ['toxiproxy', 'nginx', 'containers'])).toBe(
      'the fault idleCut is beyond Toxiproxy, which has no idle timeout: its toxic of that name drops what passes; nginx, which ends with FIN and never with RST',
    );
  });

  test('a server that the harness holds can be paused and killed, and its network needs a container', () => {
    const at = 'request-head';
    const held = ['embedded', 'process'] as const;
    expect(beyondBackends(pause({ at }), held)).toBeUndefined();
    expect(beyondBackends(kill({ at }), held)).toBeUndefined();
    expect(beyondBackend(pause({ at }), 'embedded')).toContain('(give --command, or ');
    expect(beyondBackends(disconnect({ at }), held)).toContain('(give --topology containers with --image)');
  });

  test('a limit may depend on the parameters', () => {
    const cut = { silenceMs: 100, ending: 'fin', phase: 'after-head' } as const;
    expect(beyondBackend(idleCut(cut), 'nginx')).toBeUndefined();
    expect(beyondBackend(idleCut({ ...cut, ending: 'rst' }), 'nginx')).toBe(
      'the fault idleCut is beyond nginx, which ends with FIN and never with RST',
    );
    expect(beyondBackend(idleCut({ ...cut, phase: 'any' }), 'nginx')).toContain('504');
    expect(beyondBackend(truncate({ at: { events: 1 } }), 'toxiproxy')).toBeUndefined();
    expect(beyondBackend(truncate({ at: { events: 1 }, sides: 'client' }), 'toxiproxy')).toContain('both sides');
    expect(beyondBackend(bandwidth({ direction: 'both', bytesPerSecond: 999 }), 'toxiproxy')).toContain('kilobytes');
    expect(beyondBackend(fragment({ direction: 'to-server' }), 'toxiproxy')).toContain('heads whole');
    expect(beyondBackend(blackHole({ at: 'connect', direction: 'both', heal: 'lossy' }), 'toxiproxy')).toBeDefined();
  });

  test('what is beyond a backend at all says why', () => {
    expect(beyondBackend(reset({ at: 'response-head' }), 'toxiproxy')).toBe(
      'the fault reset is beyond Toxiproxy, which ends a connection on which data flows with FIN',
    );
    expect(beyondBackend({ kind: 'weather' }, 'embedded')).toContain('"weather"');
  });
});
