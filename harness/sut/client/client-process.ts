import type { Readable } from 'node:stream';
import type { NoiseCode } from '../../history/events.js';
import { excerpt } from '../excerpt.js';
import { readAdapterLine } from './adapter-line.js';
import type { AdapterLine, Standing } from './adapter-line.js';
import type { ClientChannel, ClientExit } from './channel.js';
import { describeExit, LastWords } from './last-words.js';
import { OutputLines } from './output-lines.js';
import type { OutputLine } from './output-lines.js';
import type { AdapterHello, ClientOp } from './profile.js';

/** Who is told what a client process says: one user of it at a time. */
export interface ProcessUser {
  /** A line of its output. `text` is the line, or the beginning of one that was too long. */
  said(line: AdapterLine, text: string): void;
  logged(text: string): void;
  /** Called once; nothing comes afterwards. */
  ended(exit: ClientExit): void;
}

/** Bounds of what is read for one user. More than that is a flood, and ends the process. */
export interface OutputLimits {
  readonly lineBytes: number;
  readonly lines: number;
  readonly bytes: number;
}

/** Far above what any case asks for: the longest answer is a text of some MB, the most events are 10 000. */
const OUTPUT_LIMITS: OutputLimits = { lineBytes: 16_777_216, lines: 50_000, bytes: 268_435_456 };

/** Whether a client process is ready, or one line that says why it is not. */
export type Readiness =
  { readonly ok: true; readonly hello: AdapterHello } | { readonly ok: false; readonly reason: string };

const NOBODY: ProcessUser = { said: () => undefined, logged: () => undefined, ended: () => undefined };

/** A client process that speaks the adapter contract. It outlives the cases that use it. */
export class ClientProcess {
  readonly ended: Promise<ClientExit>;
  readonly #channel: ClientChannel;
  readonly #limits: OutputLimits;
  readonly #words = new LastWords();
  readonly #standings = new Map<number, Standing>();
  readonly #readiness: Promise<Readiness>;
  #settleReadiness: (readiness: Readiness) => void = () => undefined;
  #hello: AdapterHello | undefined;
  #user: ProcessUser = NOBODY;
  #lines = 0;
  #bytes = 0;
  #users = 0;
  #lastId = 0;
  #pending = 0;
  /** Lines written that no adapter can read, less those that were answered so. */
  #unreadable = 0;
  #closeId: number | undefined;
  #isClosed = false;
  #isSpoilt = false;
  #isAlive = true;
  #isInputOpen = true;

  constructor(channel: ClientChannel, limits: Partial<OutputLimits> = {}) {
    this.#channel = channel;
    this.#limits = { ...OUTPUT_LIMITS, ...limits };
    this.#readiness = new Promise((resolve) => {
      this.#settleReadiness = resolve;
    });
    this.#read(channel.stdout);
    this.#readLog(channel.stderr);
    channel.stdin.on('error', () => undefined);
    this.ended = channel.ended.then((exit) => {
      this.#isAlive = false;
      const reason = `${describeExit(exit)} before it said that it is ready${this.#words.told()}`;
      this.#settleReadiness({ ok: false, reason });
      this.#user.ended(exit);
      return exit;
    });
  }

  get alive(): boolean {
    return this.#isAlive;
  }

  /** How many users it has had, the one that has it included. */
  get users(): number {
    return this.#users;
  }

  /** What it said of itself, once it is ready. */
  get hello(): AdapterHello | undefined {
    return this.#hello;
  }

  /** Its newest log, as the end of a sentence. */
  get lastWords(): string {
    return this.#words.told();
  }

  /**
   * Whether somebody else may use it: it lives, has been ready, the newest line written was an answered `close`, nothing
   * is in flight, and all that it ever said was as the contract has it and before that answer.
   */
  get isClean(): boolean {
    return this.#isAlive && this.#isInputOpen && this.#isClosed && this.#pending === 0 && !this.#isSpoilt;
  }

  /** Hands the process to a user, or to nobody. */
  lend(user: ProcessUser = NOBODY): void {
    this.#user = user;
    if (user !== NOBODY) this.#users += 1;
    this.#lines = 0;
    this.#bytes = 0;
  }

  /** Waits for the first line. */
  async ready(deadlineMs: number): Promise<Readiness> {
    const timer = setTimeout(() => {
      const reason = `the client did not say that it is ready within ${deadlineMs / 1000} s${this.#words.told()}`;
      this.#settleReadiness({ ok: false, reason });
    }, deadlineMs);
    const readiness = await this.#readiness;
    clearTimeout(timer);
    if (!readiness.ok) this.#isSpoilt = true;
    return readiness;
  }

  /** The id of the next operation. */
  nextId(): number {
    this.#lastId += 1;
    return this.#lastId;
  }

  /** Writes an operation under an id of {@link nextId}. */
  ask(id: number, op: ClientOp, fields: Readonly<Record<string, unknown>>): void {
    this.#standings.set(id, 'pending');
    this.#pending += 1;
    this.#isClosed = false;
    this.#closeId = op === 'close' ? id : undefined;
    this.#put(JSON.stringify({ ...fields, id, op }));
  }

  /** Writes a line as it is. Nobody else uses the process after that. */
  write(line: string): void {
    this.#isSpoilt = true;
    const id = idOf(line);
    if (id === undefined) this.#unreadable += 1;
    else if (!this.#standings.has(id)) {
      this.#standings.set(id, 'pending');
      this.#pending += 1;
    }
    this.#put(line);
  }

  /** Ends its standard input. Idempotent. */
  endInput(): void {
    if (this.#isInputOpen && !this.#channel.stdin.destroyed) this.#channel.stdin.end();
    this.#isInputOpen = false;
  }

  kill(): Promise<void> {
    this.#isInputOpen = false;
    return this.#channel.kill();
  }

  #put(line: string): void {
    const { stdin } = this.#channel;
    if (this.#isInputOpen && !stdin.destroyed && stdin.writable) stdin.write(`${line}\n`);
  }

  #read(stdout: Readable): void {
    const lines = new OutputLines(this.#limits.lineBytes);
    stdout.on('data', (chunk: Buffer) => {
      if (this.#isFlooded()) return;
      this.#bytes += chunk.length;
      for (const line of lines.push(chunk)) {
        this.#lines += 1;
        if (this.#isFlooded()) break;
        this.#said(line);
      }
      if (this.#isFlooded()) this.#stopFlood();
    });
    stdout.once('end', () => {
      const rest = lines.rest();
      if (rest !== undefined && !this.#isFlooded()) this.#said(rest);
    });
    stdout.on('error', () => undefined);
  }

  #readLog(stderr: Readable): void {
    stderr.on('data', (chunk: Buffer) => {
      const text = chunk.toString('utf8');
      this.#words.add(text);
      this.#user.logged(text);
    });
    stderr.on('error', () => undefined);
  }

  #isFlooded(): boolean {
    return this.#lines > this.#limits.lines || this.#bytes > this.#limits.bytes;
  }

  #stopFlood(): void {
    const { lines, bytes } = this.#limits;
    const reason = `the client wrote more than ${lines} lines or ${bytes} bytes and was ended`;
    this.#noticed({ kind: 'noise', code: 'flood', reason }, '');
    void this.kill();
  }

  #said({ text, head, sizeBytes }: OutputLine): void {
    if (text === undefined) {
      const code: NoiseCode = 'too-long';
      this.#noticed({ kind: 'noise', code, reason: `a line of ${sizeBytes} bytes is more than is read` }, head);
      return;
    }
    const line = readAdapterLine(text, {
      isReady: this.#hello !== undefined,
      standing: (id) => this.#standing(id),
    });
    this.#noticed(line, text);
  }

  #noticed(line: AdapterLine, text: string): void {
    if (line.kind === 'noise' || this.#isClosed) this.#isSpoilt = true;
    if (line.kind === 'ready') {
      this.#hello = line.hello;
      this.#settleReadiness({ ok: true, hello: line.hello });
    } else if (this.#hello === undefined) {
      const reason = line.kind === 'noise' && line.code === 'bad-ready' ? line.reason : 'its first line is not ready';
      this.#settleReadiness({ ok: false, reason: `${reason}: ${excerpt(text)}` });
    }
    if (line.kind === 'answer' || (line.kind === 'noise' && line.code === 'bad-answer')) this.#answered(line);
    this.#user.said(line, text);
  }

  #answered(line: Extract<AdapterLine, { kind: 'answer' | 'noise' }>): void {
    const { id } = line;
    if (id === undefined || id === null) {
      this.#unreadable -= 1;
      return;
    }
    this.#standings.set(id, 'answered');
    this.#pending -= 1;
    this.#isClosed = id === this.#closeId && line.kind === 'answer' && line.outcome.kind === 'ok';
  }

  #standing(id: number | null): Standing {
    if (id === null) return this.#unreadable > 0 ? 'pending' : 'unknown';
    return this.#standings.get(id) ?? 'unknown';
  }
}

/** The id by which an adapter can answer a line; undefined for a line that it cannot read. */
function idOf(line: string): number | undefined {
  try {
    const value: unknown = JSON.parse(line);
    const id = typeof value === 'object' && value !== null && 'id' in value ? value.id : undefined;
    return typeof id === 'number' ? id : undefined;
  } catch {
    return undefined;
  }
}
