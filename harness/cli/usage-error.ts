/** The command line, or a file that it names, can't be used. The message is one line that says why; exit status 2. */
export class UsageError extends Error {
  override readonly name = 'UsageError';
}
