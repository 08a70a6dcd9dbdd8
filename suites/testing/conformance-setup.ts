import { randomUUID } from 'node:crypto';
import { existsSync, readFileSync } from 'node:fs';
import { availableParallelism } from 'node:os';
import { BroadcastChannel } from 'node:worker_threads';
import type { TestProject } from 'vitest/node';
import type { RunMessage } from '../../harness/engine/run-channel.js';
import type { UserTool } from '../../harness/sut/target.js';
import { discoverServer } from '../../harness/sut/discover.js';
import { readBaseline } from '../../reports/baseline.js';
import type { Baseline } from '../../reports/baseline.js';
import { REFERENCE_SERVERS, startReference } from './reference-servers.js';

interface Subject {
  readonly url: URL;
  readonly baseline: Baseline | undefined;
  readonly tool?: UserTool;
  readonly restart?: () => Promise<void>;
  close(): Promise<void>;
}

function baselineAt(path: string | undefined): Baseline | undefined {
  return path === undefined || !existsSync(path) ? undefined : readBaseline(readFileSync(path, 'utf8'));
}

/** The project called `target` is what FAULTLINE_URL names; every other one is a reference server. */
async function subjectOf(name: string): Promise<Subject> {
  const url = process.env['FAULTLINE_URL'];
  if (name === 'target' && url !== undefined) {
    return {
      url: new URL(url),
      baseline: baselineAt(process.env['FAULTLINE_BASELINE']),
      close: () => Promise.resolve(),
    };
  }
  const reference = REFERENCE_SERVERS.find((entry) => entry.name === name);
  if (reference === undefined) throw new Error(`there is no reference server called ${name}`);
  const started = await startReference(reference);
  return {
    url: started.url,
    baseline: baselineAt(reference.baseline),
    ...(reference.tool && { tool: reference.tool }),
    restart: () => started.process.restart(),
    close: () => started.process.close(),
  };
}

/** Does what the worker asks for: only this thread holds the process of a reference server. */
function serveRestarts(channel: BroadcastChannel, restart: (() => Promise<void>) | undefined): void {
  channel.onmessage = (raw) => {
    const message = (raw as { data: RunMessage }).data;
    if (message.from !== 'worker' || !('ask' in message)) return;
    const reply = (problem?: string): void => {
      const answer: RunMessage = { from: 'main', restarted: message.ticket, ...(problem !== undefined && { problem }) };
      channel.postMessage(answer);
    };
    if (restart === undefined) reply('the harness did not start the target');
    else
      restart().then(
        () => reply(),
        (error: unknown) => reply(String(error)),
      );
  };
}

/** Starts the server of this project, looks at it, and hands the worker its run. Returns what ends it. */
export default async function setup(project: TestProject): Promise<() => Promise<void>> {
  const subject = await subjectOf(project.name);
  const discovery = await discoverServer({ url: subject.url, headers: {} }, { deadlineMs: 15_000 });
  if (!discovery.ok) {
    await subject.close();
    throw new Error(`${project.name} could not be checked: ${discovery.reason}`);
  }
  const channelName = `faultline-${randomUUID()}`;
  const channel = new BroadcastChannel(channelName);
  serveRestarts(channel, subject.restart);
  project.provide('faultline', {
    conduct: {
      role: 'server',
      target: { url: subject.url.href, headers: {}, ...(subject.tool && { userTool: subject.tool }) },
      profile: discovery.profile,
      revisions: discovery.profile.revisions,
      selection: { cases: [], suites: [], faults: [] },
      seed: Number(process.env['FAULTLINE_SEED'] ?? 1),
      concurrency: availableParallelism() * 6,
      timeScale: Number(process.env['FAULTLINE_TIME_SCALE'] ?? 1),
    },
    channel: channelName,
    canRestart: subject.restart !== undefined,
    expected: subject.baseline?.expected ?? [],
  });
  return async () => {
    channel.close();
    await subject.close();
  };
}
