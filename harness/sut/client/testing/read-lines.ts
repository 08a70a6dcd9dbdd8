import { createInterface } from 'node:readline';
import type { Readable } from 'node:stream';

/** Hands over each line; resolves at the end of the input. */
export async function readLines(input: Readable, handle: (line: string) => void): Promise<void> {
  for await (const line of createInterface({ input })) handle(line);
}
