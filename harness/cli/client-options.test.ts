import { expect, test } from 'vitest';
import { checkClientOptions } from './client-options.js';

const command = 'node adapter.js';

test.each([
  [{}, undefined],
  [{ revision: ['2025-11-25'] }, ['2025-11-25']],
  [{ transport: 'http-sse' }, ['2024-11-05']],
  [{ transport: 'streamable-http' }, ['2025-03-26', '2025-06-18', '2025-11-25']],
  [{ transport: 'streamable-http', revision: ['2025-06-18'] }, ['2025-06-18']],
])('%j is checked at %j', (options, revisions) => {
  expect(checkClientOptions({ command, ...options }).revisions).toEqual(revisions);
});

test.each([
  [{ transport: 'http-sse', revision: ['2025-11-25'] }, /^--transport http-sse is checked at 2024-11-05, which/],
  [{ transport: 'stdio' }, /^--transport stdio for a client is not available in this version$/],
  [{ transport: 'http' }, /^--transport: 'http' is unknown; did you mean http-sse\?$/],
  [{ topology: 'kubernetes' }, /^--topology: 'kubernetes' is unknown; did you mean /],
  [{ topology: 'containers', backend: 'nginx' }, /^--backend: the links of --topology containers are its own$/],
  [{ topology: 'containers', image: 'a/b' }, /^--image and --command both start the client: give one of them$/],
])('%j is refused', (options, message) => {
  expect(() => checkClientOptions({ command, ...options })).toThrow(message);
});

test('an image needs containers, and stands in the place of a command', () => {
  expect(() => checkClientOptions({ image: 'a/b' })).toThrow(/^--image needs --topology containers$/);
  expect(() => checkClientOptions({ topology: 'containers' })).toThrow(/^the client is missing: --command /);
  const { image, target, topology } = checkClientOptions({ image: 'a/b', topology: 'containers' });
  expect({ image, topology }).toEqual({ image: 'a/b', topology: 'containers' });
  expect(target).toEqual({ command: 'docker run -i --rm a/b', driver: 'adapter' });
});
