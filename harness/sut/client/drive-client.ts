import type { EventBody, ClientEvent } from '../../history/events.js';
import { TEXT_LIMIT_BYTES } from '../../history/events.js';
import type { Recorder } from '../../history/recorder.js';
import { createLabels } from '../../peer/labels.js';
import type { AdapterLine } from './adapter-line.js';
import type { ClientChannel, ClientExit } from './channel.js';
import { ClientProcess } from './client-process.js';
import type { OutputLimits, ProcessUser } from './client-process.js';
import type { DrivenClient, Operation, OperationOptions, OperationOutcome } from './driven-client.js';
import type { AdapterHello, ClientOp } from './profile.js';

/** Who uses a client, and where what passes is written down. */
export interface DriveOptions {
  /** Name of the client within the case. */
  readonly name: string;
  readonly recorder: Recorder;
  /** Default limit of an operation. */
  readonly answerDeadlineMs: number;
}

/** A client that is ready, or one line that says why it is not. */
export type Driving =
  { readonly ok: true; readonly client: DrivenClient } | { readonly ok: false; readonly reason: string };

const READY_DEADLINE_MS = 10_000;
/** Log lines are evidence; this much of them is enough for one case. */
const LOG_LIMIT_CHARACTERS = 65_536;

/** Waits for a client to be ready and drives it for one user. The process is ended when it does not become ready. */
export async function driveClient(
  channel: ClientChannel,
  options: DriveOptions & { readonly readyDeadlineMs?: number; readonly limits?: Partial<OutputLimits> },
): Promise<Driving> {
  const process = new ClientProcess(channel, options.limits);
  return openDriver(process, options, options.readyDeadlineMs);
}

/** {@link driveClient} for a process that was started elsewhere, and may have been used before. */
export async function openDriver(
  process: ClientProcess,
  options: DriveOptions,
  readyDeadlineMs = READY_DEADLINE_MS,
): Promise<Driving> {
  const driver = new Driver(process, options);
  const readiness = await process.ready(readyDeadlineMs);
  if (!readiness.ok) {
    await driver.kill();
    return readiness;
  }
  return { ok: true, client: driver.open(readiness.hello) };
}

class PendingOperation implements Operation {
  settled: OperationOutcome | undefined;

  constructor(
    readonly id: number,
    readonly label: string,
    readonly op: ClientOp,
    readonly defaults: DriveOptions,
  ) {}

  async outcome(deadlineMs = this.defaults.answerDeadlineMs): Promise<OperationOutcome> {
    if (this.settled === undefined) {
      await this.defaults.recorder.waitFor(this.label, deadlineMs, () => this.settled !== undefined);
    }
    return this.settled ?? { kind: 'none' };
  }
}

/** One user's hold on a client process. */
class Driver implements DrivenClient, ProcessUser {
  readonly name: string;
  readonly usedBefore: number;
  readonly #process: ClientProcess;
  readonly #options: DriveOptions;
  readonly #labels = createLabels();
  readonly #operations = new Map<number, PendingOperation>();
  #hello: AdapterHello | undefined;
  #loggedCharacters = 0;

  constructor(process: ClientProcess, options: DriveOptions) {
    this.name = options.name;
    this.#process = process;
    this.#options = options;
    this.usedBefore = process.users;
    this.#record({ what: 'started' });
    process.lend(this);
  }

  get alive(): boolean {
    return this.#process.alive;
  }

  get hello(): AdapterHello {
    if (this.#hello === undefined) throw new Error(`${this.name} is not ready`);
    return this.#hello;
  }

  /** Makes it usable; the ready line of a process that was used before is written down once more. */
  open(hello: AdapterHello): this {
    if (this.#hello === undefined) this.#record({ what: 'ready', value: hello });
    this.#hello = hello;
    return this;
  }

  start(op: ClientOp, fields: Readonly<Record<string, unknown>> = {}, { label }: OperationOptions = {}): Operation {
    const id = this.#process.nextId();
    const operation = new PendingOperation(id, this.#labels(label ?? `${this.name}/${op}`), op, this.#options);
    this.#operations.set(id, operation);
    this.#record({ what: 'operation', id, label: operation.label, op, value: fields });
    if (this.#process.alive) this.#process.ask(id, op, fields);
    else operation.settled = { kind: 'gone' };
    return operation;
  }

  write(line: string): void {
    this.#record({ what: 'operation', text: line.slice(0, TEXT_LIMIT_BYTES) });
    this.#process.write(line);
  }

  async finish(deadlineMs: number): Promise<boolean> {
    this.#record({ what: 'stdin-closed' });
    this.#process.endInput();
    const { recorder } = this.#options;
    await recorder.waitFor(`${this.name}/exit`, deadlineMs, () => !this.alive);
    return !this.alive;
  }

  async kill(): Promise<void> {
    if (this.alive) this.#record({ what: 'killed' });
    await this.#process.kill();
  }

  said(line: AdapterLine, text: string): void {
    switch (line.kind) {
      case 'ready':
        this.open(line.hello);
        return;
      case 'event':
        this.#record({ what: 'event', value: line.value });
        return;
      case 'answer':
        this.#answered(line.id, line.outcome, { what: 'answer', value: line.value });
        return;
      case 'noise': {
        const { code, reason, id } = line;
        const body = { what: 'noise', code, reason, text: text.slice(0, TEXT_LIMIT_BYTES) } as const;
        // The operation has ended; what the client told cannot be known, and the adapter is found at fault for it.
        const unread: OperationOutcome = { kind: 'failed', error: { message: reason, name: code } };
        if (code === 'bad-answer') this.#answered(id ?? null, unread, body);
        else this.#record({ ...body, ...(id !== undefined && { id }) });
      }
    }
  }

  logged(text: string): void {
    const room = LOG_LIMIT_CHARACTERS - this.#loggedCharacters;
    if (room <= 0) return;
    this.#loggedCharacters += text.length;
    this.#record({ what: 'stderr', text: text.slice(0, Math.min(room, TEXT_LIMIT_BYTES)) });
  }

  ended({ status, signal }: ClientExit): void {
    for (const operation of this.#operations.values()) operation.settled ??= { kind: 'gone' };
    this.#record({ what: 'exit', status, signal });
  }

  #answered(id: number | null, outcome: OperationOutcome, body: Omit<ClientEvent, 'kind' | 'client'>): void {
    const operation = id === null ? undefined : this.#operations.get(id);
    if (operation !== undefined) operation.settled = outcome;
    this.#record({
      ...body,
      ...(id !== null && { id }),
      ...(operation !== undefined && { label: operation.label, op: operation.op }),
    });
  }

  #record(body: Omit<ClientEvent, 'kind' | 'client'>): void {
    const event: EventBody = { kind: 'client', client: this.name, ...body };
    this.#options.recorder.record(event);
  }
}
