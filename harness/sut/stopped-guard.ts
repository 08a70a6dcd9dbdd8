import { spawn } from 'node:child_process';

/** Ends the group when its standard input closes before a line has come: the system closes that of a harness that was killed. */
const GUARD = 'read -r _ || kill -s KILL -- "-$1"';

/**
 * Watches over a process group that is stopped, because nothing would ever let it go on once this process is gone: then it
 * is killed. Until the returned function is called.
 */
export function guardStopped(group: number): () => void {
  const guard = spawn('/bin/sh', ['-c', GUARD, 'sh', String(group)], {
    // A group of its own: Ctrl-C is for the harness.
    detached: true,
    stdio: ['pipe', 'ignore', 'ignore'],
  });
  guard.on('error', () => undefined);
  guard.stdin.on('error', () => undefined);
  guard.unref();
  return () => {
    guard.stdin.end('\n');
  };
}
