import { defineConfig } from 'vitest/config';
import { REFERENCE_SERVERS } from './suites/testing/reference-servers.js';

/**
 * Runs the suites as vitest tests: against the server that FAULTLINE_URL names (with the baseline FAULTLINE_BASELINE),
 * or without it against every reference server, one after the other.
 */
const names = process.env['FAULTLINE_URL'] === undefined ? REFERENCE_SERVERS.map(({ name }) => name) : ['target'];

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
