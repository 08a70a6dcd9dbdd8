/**
 * How a script ended. `stopped`: it was abandoned because one of the signals was aborted. `beyond`: the link of the run
 * can't do what it asked for.
 */
export type ScriptOutcome =
  | { readonly kind: 'done' | 'stopped' }
  | { readonly kind: 'precondition' | 'beyond' | 'error' | 'budget'; readonly message: string };

/** The link of the run can't bring about what a script asks of it: the case can't be run on this one. */
export class BeyondLinkError extends Error {
  override readonly name = 'BeyondLinkError';
}

/** The text of whatever was thrown. */
export function errorText(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}

/** Whether something that a case needs was not there. By name: under vitest the class may have been loaded twice. */
export function isPrecondition(error: unknown): boolean {
  return error instanceof Error && error.name === 'PreconditionError';
}

/** When a script is abandoned. */
export interface ScriptLimits {
  readonly budgetMs: number;
  readonly stops: readonly AbortSignal[];
}

async function outcomeOf(script: () => Promise<void>): Promise<ScriptOutcome> {
  try {
    await script();
    return { kind: 'done' };
  } catch (error) {
    const isBeyond = error instanceof Error && error.name === 'BeyondLinkError';
    const kind = isPrecondition(error) ? 'precondition' : isBeyond ? 'beyond' : 'error';
    return { kind, message: errorText(error) };
  }
}

/**
 * Runs a script to its end, or abandons it when its budget has passed or a signal is aborted; then it goes on in the
 * background until the next thing that it asks of its closed context. Never rejects.
 */
export async function runScript(script: () => Promise<void>, limits: ScriptLimits): Promise<ScriptOutcome> {
  const { budgetMs, stops } = limits;
  if (stops.some((signal) => signal.aborted)) return { kind: 'stopped' };
  let release = (): void => undefined;
  const abandoned = new Promise<ScriptOutcome>((resolve) => {
    const stop = (): void => resolve({ kind: 'stopped' });
    const timer = setTimeout(
      () => resolve({ kind: 'budget', message: `the script was not done after ${budgetMs} ms` }),
      budgetMs,
    );
    for (const signal of stops) signal.addEventListener('abort', stop);
    release = () => {
      clearTimeout(timer);
      for (const signal of stops) signal.removeEventListener('abort', stop);
    };
  });
  try {
    return await Promise.race([outcomeOf(script), abandoned]);
  } finally {
    release();
  }
}
