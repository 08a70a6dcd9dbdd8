/** Bytes that do not follow the grammar of their protocol. The message names the part and quotes the start of it. */
export class WireError extends Error {
  override readonly name = 'WireError';
}
