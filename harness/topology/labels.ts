import { hostname } from 'node:os';

/** Labels of everything that a topology starts. The first one says whose it is, the others who may remove it. */
const RUN = 'faultline.run';
const OWNER = 'faultline.owner';
const HOST = 'faultline.host';

/** The labels of what this process starts for a run. */
export function labelsOf(run: string): Record<string, string> {
  return { [RUN]: run, [OWNER]: String(process.pid), [HOST]: hostname() };
}

/** A filter of the engine for what carries our labels: of one run, or of all. */
export function ofRun(run?: string): { readonly label: string[] } {
  return { label: [run === undefined ? RUN : `${RUN}=${run}`] };
}

/** Whether the process that has started this is gone. That of another machine can't be asked, and is left alone. */
export function isStale(labels: Readonly<Record<string, string>> | undefined): boolean {
  const owner = Number(labels?.[OWNER]);
  if (labels?.[HOST] !== hostname() || !Number.isInteger(owner)) return false;
  try {
    process.kill(owner, 0);
    return false;
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === 'ESRCH';
  }
}
