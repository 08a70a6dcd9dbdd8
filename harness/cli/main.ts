#!/usr/bin/env node
import process from 'node:process';
import { runCli } from './run-cli.js';

// A reader that has seen enough, such as `head`, is no failure.
process.stdout.on('error', (error: NodeJS.ErrnoException) => {
  if (error.code === 'EPIPE') process.exit(0);
  throw error;
});

const exitCode = await runCli(process.argv.slice(2), {
  stdout: process.stdout,
  stderr: process.stderr,
  environment: process.env,
  platform: process.platform,
  workingDirectory: process.cwd(),
});

// A runner may leave handles open. Everything that was written has to be out before the process ends.
process.stdout.write('', () => process.stderr.write('', () => process.exit(exitCode)));
