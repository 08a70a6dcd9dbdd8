import { spawn, type ChildProcess } from 'node:child_process';
import { Socket } from 'node:net';

/** A program that ends with this process, whatever ends this process. */
export interface GuardedProcess {
  /** Resolves when the program has ended, with the end of its output. */
  readonly ended: Promise<string>;
  readonly hasEnded: boolean;
  /** Ends it: SIGTERM at once, SIGKILL after a while. Resolves when it is gone. Idempotent. */
  end(): Promise<void>;
}

/**
 * Runs the program, and ends it when it is told to or when its standard input closes: the system closes that of a
 * harness that was killed, whose own code can end nothing any more. The status is that of the program.
 */
const GUARD = `
exec 3<&0
"$@" </dev/null 3<&- &
program=$!
{ cat <&3 >/dev/null; kill -TERM "$program" 2>/dev/null; sleep 2; kill -KILL "$program" 2>/dev/null; } >/dev/null 2>&1 &
guard=$!
exec 3<&-
wait "$program"
status=$?
kill "$guard" 2>/dev/null
exit "$status"
`;

const OUTPUT_KEPT = 2_000;
const END_DEADLINE_MS = 5_000;

/** Starts a program with these arguments. What it can't do shows as its end. */
export function startGuarded(program: string, args: readonly string[]): GuardedProcess {
  const child = spawn('/bin/sh', ['-c', GUARD, 'sh', program, ...args], {
    // A group of its own: Ctrl-C is for the harness, which ends its programs in order.
    detached: true,
    stdio: ['pipe', 'pipe', 'pipe'],
  });
  let output = '';
  let hasEnded = false;
  const keep = (chunk: Buffer): void => {
    output = `${output}${chunk.toString('utf8')}`.slice(-OUTPUT_KEPT);
  };
  child.stdout.on('data', keep);
  child.stderr.on('data', keep);
  child.stdin.on('error', () => undefined);
  const ended = new Promise<string>((resolve) => {
    const end = (): void => {
      hasEnded = true;
      child.stdin.destroy();
      resolve(lastLines(output));
    };
    child.once('exit', end);
    child.once('error', (error) => {
      output += error.message;
      end();
    });
  });
  unref(child);
  return {
    ended,
    get hasEnded() {
      return hasEnded;
    },
    async end() {
      child.stdin.end();
      if (!(await endsWithin(ended, END_DEADLINE_MS))) killGroup(child);
      await endsWithin(ended, END_DEADLINE_MS);
    },
  };
}

/** A harness that has nothing left to do is not kept alive by what it has started. */
function unref(child: ChildProcess): void {
  child.unref();
  for (const stream of [child.stdin, child.stdout, child.stderr]) {
    if (stream instanceof Socket) stream.unref();
  }
}

function killGroup({ pid }: ChildProcess): void {
  if (pid === undefined) return;
  try {
    process.kill(-pid, 'SIGKILL');
  } catch {
    // Nothing of the group is left.
  }
}

async function endsWithin(ended: Promise<string>, deadlineMs: number): Promise<boolean> {
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<false>((resolve) => {
    timer = setTimeout(() => resolve(false), deadlineMs);
  });
  const isEnded = await Promise.race([ended.then(() => true), late]);
  clearTimeout(timer);
  return isEnded;
}

function lastLines(output: string): string {
  return output.trim().split('\n').slice(-3).join(' / ').replaceAll(/\s+/g, ' ').trim();
}
