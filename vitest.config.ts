import { defineConfig } from 'vitest/config';

/** The project's own tests. The suites that judge a target run under vitest.conformance.config.ts. */
export default defineConfig({
  test: {
    include: ['harness/**/*.test.ts', 'reports/**/*.test.ts', 'suites/**/*.test.ts', 'fixtures/**/*.test.ts'],
    // Those run under vitest.containers.config.ts.
    exclude: ['**/node_modules/**', 'dist/**', '**/*.containers.test.ts'],
    testTimeout: 30_000,
    hookTimeout: 30_000,
    // The kill matrix waits more than it computes.
    maxConcurrency: 12,
  },
});
