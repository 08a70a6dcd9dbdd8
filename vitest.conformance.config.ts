import { defineConfig } from 'vitest/config';
import { REFERENCE_CLIENTS } from './suites/testing/reference-clients.js';
import { REFERENCE_SERVERS } from './suites/testing/reference-servers.js';

/** The names of those that can be run here; the others are told with the reason. */
function runnable(references: readonly { readonly name: string; readonly missing?: string }[]): string[] {
  return references.flatMap(({ name, missing }) => {
    if (missing === undefined) return [name];
    console.log(`not run: ${name}: ${missing}`);
    return [];
  });
}

/**
 * Runs the suites as vitest tests: against the server that FAULTLINE_URL names, or the client that FAULTLINE_CLIENT
 * starts (with the baseline FAULTLINE_BASELINE), or without either against every reference server and client that this
 * machine can run, one after the other.
 */
function projectNames(): string[] {
  const { FAULTLINE_URL: url, FAULTLINE_CLIENT: command } = process.env;
  if (url !== undefined || command !== undefined) return ['target'];
  return runnable([...REFERENCE_SERVERS, ...REFERENCE_CLIENTS]);
}

export default defineConfig({
  test: {
    fileParallelism: false,
    maxWorkers: 1,
    projects: projectNames().map((name) => ({
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
