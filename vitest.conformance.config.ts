import { defineConfig } from 'vitest/config';
import { REFERENCE_SERVERS, whyNotRunnable } from './suites/testing/reference-servers.js';

/**
 * Runs the suites as vitest tests: against the server that FAULTLINE_URL names (with the baseline FAULTLINE_BASELINE),
 * or without it against every reference server that this machine can run, one after the other.
 */
function referenceNames(): string[] {
  const runnable = REFERENCE_SERVERS.filter((server) => {
    const reason = whyNotRunnable(server);
    if (reason !== undefined) console.log(`not run: ${server.name}: ${reason}`);
    return reason === undefined;
  });
  return runnable.map(({ name }) => name);
}

const names = process.env['FAULTLINE_URL'] === undefined ? referenceNames() : ['target'];

export default defineConfig({
  test: {
    fileParallelism: false,
    maxWorkers: 1,
    projects: names.map((name) => ({
      test: {
        name,
        include: ['suites/conformance.ts'],
        globalSetup: ['suites/testing/conformance-setup.ts'],
        pool: 'threads' as const,
        isolate: false,
        maxConcurrency: 100_000,
        testTimeout: 0,
        hookTimeout: 30_000,
      },
    })),
  },
});
