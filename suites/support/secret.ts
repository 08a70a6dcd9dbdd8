import type { ServerContext } from '../../harness/engine/context.js';
import { SECRET_FACT } from '../../harness/checkers/secrets-stay-home.js';

/** Makes a text that belongs to the exchanges `<owner>/...` alone, and tells the checkers so. */
export function shareSecret(context: ServerContext, owner: string, what: string): string {
  const text = context.nonce(`${owner}-${what}`);
  context.fact(SECRET_FACT, { owner, text });
  return text;
}
