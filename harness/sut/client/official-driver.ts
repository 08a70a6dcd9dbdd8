import type { Recorder } from '../../history/recorder.js';
import { createLabels } from '../../peer/labels.js';
import { excerpt } from '../excerpt.js';
import type { ClientChannel, ClientExit, LaunchClient } from './channel.js';
import type { DriveOptions } from './drive-client.js';
import type { DrivenClient, Operation, OperationOptions, OperationOutcome } from './driven-client.js';
import { describeExit, LastWords } from './last-words.js';
import { launchTarget } from './launch.js';
import type { AdapterHello, ClientOp } from './profile.js';
import type { ClientTarget } from './target.js';

/** What one run of the client is told, as the official conformance suite tells it. */
export interface OfficialRun {
  /** Last argument of the command. */
  readonly url: string;
  /** `MCP_CONFORMANCE_SCENARIO`. */
  readonly scenario: string;
  /** `MCP_CONFORMANCE_CONTEXT`, as JSON. */
  readonly context?: unknown;
  /** `MCP_CONFORMANCE_PROTOCOL_VERSION`. */
  readonly revision?: string;
}

/** The hello of a client that has no adapter. */
export const OFFICIAL_HELLO: AdapterHello = {
  name: 'official conformance client',
  version: '',
  ops: ['run'],
  revisions: [],
  transports: ['streamable-http'],
};

const LOG_LIMIT_CHARACTERS = 16_384;

/** Starts the client for one run. The url is quoted for the shell, where there is one. */
function launchRun(target: ClientTarget, run: OfficialRun, launch: LaunchClient): ClientChannel {
  const { containers } = target;
  const command = `${target.command} '${run.url.replaceAll("'", `'\\''`)}'`;
  return launch(
    { ...target, command, ...(containers && { containers: { ...containers, args: [run.url] } }) },
    {
      MCP_CONFORMANCE_SCENARIO: run.scenario,
      ...(run.context !== undefined && { MCP_CONFORMANCE_CONTEXT: JSON.stringify(run.context) }),
      ...(run.revision !== undefined && { MCP_CONFORMANCE_PROTOCOL_VERSION: run.revision }),
    },
  );
}

/**
 * Drives a client as the official conformance suite does. Its one operation is `run`, with the fields of
 * {@link OfficialRun}: it starts the command, and its answer is the end of the process, `{status: 0}` or an error which
 * tells the status and the last lines of its output.
 */
export function officialClient(
  target: ClientTarget,
  options: DriveOptions,
  launch: LaunchClient = launchTarget,
): DrivenClient {
  return new OfficialDriver(target, options, launch);
}

class Run implements Operation {
  settled: OperationOutcome | undefined;

  constructor(
    readonly id: number,
    readonly label: string,
    readonly recorder: Recorder,
    readonly answerDeadlineMs: number,
  ) {}

  async outcome(deadlineMs = this.answerDeadlineMs): Promise<OperationOutcome> {
    if (this.settled === undefined) {
      await this.recorder.waitFor(this.label, deadlineMs, () => this.settled !== undefined);
    }
    return this.settled ?? { kind: 'none' };
  }
}

class OfficialDriver implements DrivenClient {
  readonly hello = OFFICIAL_HELLO;
  /** Every run is a process of its own. */
  readonly usedBefore = 0;
  readonly name: string;
  readonly #target: ClientTarget;
  readonly #options: DriveOptions;
  readonly #launch: LaunchClient;
  readonly #labels = createLabels();
  readonly #running = new Set<ClientChannel>();
  #lastId = 0;

  constructor(target: ClientTarget, options: DriveOptions, launch: LaunchClient) {
    this.name = options.name;
    this.#target = target;
    this.#options = options;
    this.#launch = launch;
  }

  get alive(): boolean {
    return this.#running.size > 0;
  }

  start(op: ClientOp, fields: Readonly<Record<string, unknown>> = {}, { label }: OperationOptions = {}): Operation {
    const { recorder, answerDeadlineMs } = this.#options;
    this.#lastId += 1;
    const run = new Run(this.#lastId, this.#labels(label ?? `${this.name}/${op}`), recorder, answerDeadlineMs);
    const { id } = run;
    recorder.record({ kind: 'client', client: this.name, what: 'operation', id, label: run.label, op, value: fields });
    if (op === 'run') this.#run(run, fields as unknown as OfficialRun);
    else
      run.settled = { kind: 'failed', error: { message: `there is no ${op} without an adapter`, name: 'unsupported' } };
    return run;
  }

  write(): void {
    throw new Error('a client without an adapter reads no lines');
  }

  async finish(deadlineMs: number): Promise<boolean> {
    for (const { stdin } of this.#running) stdin.end();
    await this.#options.recorder.waitFor(`${this.name}/exit`, deadlineMs, () => !this.alive);
    return !this.alive;
  }

  async kill(): Promise<void> {
    const { recorder } = this.#options;
    if (this.alive) recorder.record({ kind: 'client', client: this.name, what: 'killed' });
    await Promise.all([...this.#running].map((channel) => channel.kill()));
  }

  #run(run: Run, fields: OfficialRun): void {
    const { recorder } = this.#options;
    const words = new LastWords();
    const channel = launchRun(this.#target, fields, this.#launch);
    this.#running.add(channel);
    recorder.record({ kind: 'client', client: this.name, what: 'started', id: run.id, label: run.label });
    let room = LOG_LIMIT_CHARACTERS;
    for (const output of [channel.stdout, channel.stderr]) {
      output.on('data', (chunk: Buffer) => {
        const text = chunk.toString('utf8');
        words.add(text);
        if (room <= 0) return;
        recorder.record({ kind: 'client', client: this.name, what: 'stderr', text: text.slice(0, room) });
        room -= text.length;
      });
      output.on('error', () => undefined);
    }
    channel.stdin.on('error', () => undefined);
    void channel.ended.then((exit) => this.#ended(run, channel, exit, words));
  }

  #ended(run: Run, channel: ClientChannel, exit: ClientExit, words: LastWords): void {
    const { recorder } = this.#options;
    const base = { kind: 'client', client: this.name } as const;
    this.#running.delete(channel);
    run.settled = outcomeOf(exit, words);
    const value = run.settled.kind === 'ok' ? { ok: true, result: run.settled.result } : { ok: false, ...run.settled };
    recorder.record({ ...base, what: 'exit', id: run.id, ...exit });
    recorder.record({ ...base, what: 'answer', id: run.id, label: run.label, op: 'run', value });
  }
}

function outcomeOf(exit: ClientExit, words: LastWords): OperationOutcome {
  if (exit.status === 0) return { kind: 'ok', result: { status: 0 } };
  const message = excerpt(`${describeExit(exit)}${words.told()}`);
  return { kind: 'failed', error: { message, ...(exit.status !== null && { code: exit.status }) } };
}
