import { randomUUID } from 'node:crypto';
import { existsSync, readFileSync } from 'node:fs';
import { availableParallelism } from 'node:os';
import { BroadcastChannel } from 'node:worker_threads';
import type { TestProject } from 'vitest/node';
import type { ConductRequest } from '../../harness/engine/conduct-request.js';
import type { RunMessage } from '../../harness/engine/run-channel.js';
import type { Steering } from '../../harness/engine/steering.js';
import { carryOut, offerOf } from '../../harness/engine/steering.js';
import type { TargetProcess } from '../../harness/sut/target-process.js';
import type { UserTool } from '../../harness/sut/target.js';
import type { ClientTarget } from '../../harness/sut/client/target.js';
import { discoverClient } from '../../harness/sut/client/discover-client.js';
import { discoverServer } from '../../harness/sut/discover.js';
import { readBaseline } from '../../reports/baseline.js';
import type { Baseline } from '../../reports/baseline.js';
import { REFERENCE_CLIENTS } from './reference-clients.js';
import { REFERENCE_SERVERS, startReference } from './reference-servers.js';

/** What a project of vitest checks. */
interface Subject {
  readonly conduct: ConductRequest;
  readonly baseline: Baseline | undefined;
  readonly steering: Steering;
  close(): Promise<void>;
}

const DISCOVERY_DEADLINE_MS = 15_000;
const CLIENT_PROCESSES = 10;

function baselineAt(path: string | undefined): Baseline | undefined {
  return path === undefined || !existsSync(path) ? undefined : readBaseline(readFileSync(path, 'utf8'));
}

function settings(): Pick<ConductRequest, 'selection' | 'seed' | 'timeScale'> {
  return {
    selection: { cases: [], suites: [], faults: [] },
    seed: Number(process.env['FAULTLINE_SEED'] ?? 1),
    timeScale: Number(process.env['FAULTLINE_TIME_SCALE'] ?? 1),
  };
}

async function serverConduct(name: string, url: URL, tool: UserTool | undefined): Promise<ConductRequest> {
  const discovery = await discoverServer({ url, headers: {} }, { deadlineMs: DISCOVERY_DEADLINE_MS });
  if (!discovery.ok) throw new Error(`${name} could not be checked: ${discovery.reason}`);
  const { profile } = discovery;
  return {
    ...settings(),
    role: 'server',
    target: { url: url.href, headers: {}, ...(tool && { userTool: tool }) },
    profile,
    revisions: profile.revisions,
    concurrency: availableParallelism() * 6,
  };
}

async function clientConduct(name: string, target: ClientTarget): Promise<ConductRequest> {
  const discovery = await discoverClient(target, { deadlineMs: DISCOVERY_DEADLINE_MS });
  if (!discovery.ok) throw new Error(`${name} could not be checked: ${discovery.reason}`);
  const { profile } = discovery;
  return {
    ...settings(),
    role: 'client',
    target,
    profile,
    revisions: profile.revisions,
    concurrency: CLIENT_PROCESSES,
  };
}

async function clientSubject(name: string, target: ClientTarget, baseline: string | undefined): Promise<Subject> {
  const conduct = await clientConduct(name, target);
  return { conduct, baseline: baselineAt(baseline), steering: {}, close: () => Promise.resolve() };
}

function steeringOf(target: TargetProcess): Steering {
  return { restart: () => target.restart(), ...(target.control && { control: target.control }) };
}

async function serverSubject(name: string): Promise<Subject> {
  const reference = REFERENCE_SERVERS.find((entry) => entry.name === name);
  if (reference === undefined) throw new Error(`there is no reference server or client called ${name}`);
  const started = await startReference(reference);
  try {
    return {
      conduct: await serverConduct(name, started.url, reference.tool),
      baseline: baselineAt(reference.baseline),
      steering: steeringOf(started.process),
      close: () => started.process.close(),
    };
  } catch (error) {
    await started.process.close();
    throw error;
  }
}

/**
 * The project called `target` is what FAULTLINE_URL names, or the client that FAULTLINE_CLIENT starts; every other one
 * is a reference server or client.
 */
async function subjectOf(name: string): Promise<Subject> {
  const { FAULTLINE_URL: url, FAULTLINE_CLIENT: command, FAULTLINE_BASELINE: baseline } = process.env;
  if (name === 'target' && url !== undefined) {
    const conduct = await serverConduct(name, new URL(url), undefined);
    return { conduct, baseline: baselineAt(baseline), steering: {}, close: () => Promise.resolve() };
  }
  if (name === 'target' && command !== undefined) {
    return clientSubject(name, { command, driver: 'adapter' }, baseline);
  }
  const client = REFERENCE_CLIENTS.find((entry) => entry.name === name);
  if (client === undefined) return serverSubject(name);
  return clientSubject(name, { command: client.command, driver: client.driver }, client.baseline);
}

/** Does what the worker asks for: only this thread holds the process of a reference server. */
function serveOrders(channel: BroadcastChannel, steering: Steering): void {
  channel.onmessage = (raw) => {
    const message = (raw as { data: RunMessage }).data;
    if (message.from !== 'worker' || !('ask' in message)) return;
    void carryOut(message.ask, steering).then((problem) => {
      const answer: RunMessage = { from: 'main', done: message.ticket, ...(problem !== undefined && { problem }) };
      channel.postMessage(answer);
    });
  };
}

/** Starts what this project checks, looks at it, and hands the worker its run. Returns what ends it. */
export default async function setup(project: TestProject): Promise<() => Promise<void>> {
  const subject = await subjectOf(project.name);
  const channelName = `faultline-${randomUUID()}`;
  const channel = new BroadcastChannel(channelName);
  serveOrders(channel, subject.steering);
  project.provide('faultline', {
    conduct: subject.conduct,
    channel: channelName,
    steering: offerOf(subject.steering),
    expected: subject.baseline?.expected ?? [],
  });
  return async () => {
    channel.close();
    await subject.close();
  };
}
