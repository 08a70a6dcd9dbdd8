import { defineConfig } from 'vitest/config';

/** The tests that need a container engine and the images of scripts/images.sh; without them they are skipped and say so. */
export default defineConfig({
  test: {
    include: ['{harness,suites}/**/*.containers.test.ts'],
    exclude: ['**/node_modules/**', 'dist/**'],
    globalSetup: ['harness/topology/testing/require-containers.ts'],
    // Each file has a topology of its own; side by side they would only wait for the engine.
    fileParallelism: false,
    testTimeout: 60_000,
    hookTimeout: 60_000,
  },
});
