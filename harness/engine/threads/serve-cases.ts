import type { Checker } from '../../checkers/checker.js';
import type { Revision } from '../../spec/revisions.js';
import type { ServerCase } from '../case.js';
import { checkersByRevision } from '../checkers-by-revision.js';
import type { ServerConduct } from '../conduct-request.js';
import { openEnvironment } from '../environment.js';
import { loadServerCases, selectCases } from '../registry.js';
import type { FinishedCase } from '../run-case.js';
import { serverHost } from '../server-host.js';
import { errorText } from '../script.js';
import type { AfarWatch } from './afar-watch.js';
import { createAfarWatch } from './afar-watch.js';
import type { CaseRunner } from './case-runner.js';
import { localRunner } from './case-runner.js';
import type { FromThread, ThreadPort, ToThread } from './thread-messages.js';

/** What a thread has open while it runs cases. */
interface OpenThread {
  readonly cases: ReadonlyMap<string, ServerCase>;
  readonly runner: CaseRunner<ServerCase>;
  readonly close: () => Promise<void>;
}

async function open(request: ServerConduct, watch: AfarWatch, signal: AbortSignal): Promise<OpenThread> {
  const cases = selectCases(await loadServerCases(request.selection), request.selection);
  const { environment, close } = openEnvironment(request, { signal });
  const invariantsAt: (revision: Revision) => readonly Checker[] = checkersByRevision(cases);
  const host = serverHost({ ...environment, targetWatch: watch }, request.profile);
  return { cases: new Map(cases.map((entry) => [entry.id, entry])), runner: localRunner(host, invariantsAt), close };
}

/** What the invariants found; which events they looked at matters to nobody there. */
function forTheWay(finished: FinishedCase): FinishedCase {
  const invariants = finished.invariants
    .filter(({ findings }) => findings.length > 0)
    .map((check) => ({ ...check, evidence: [] }));
  return { ...finished, invariants };
}

/** Runs the cases that come over the port, until it is told to close. */
export function serveCases(port: ThreadPort): void {
  const stopped = new AbortController();
  const looks = new Map<number, () => void>();
  let tickets = 0;
  let opened: Promise<OpenThread> | undefined;
  const tell = (message: FromThread): void => port.postMessage(message);
  const watch = createAfarWatch(
    () =>
      new Promise((resolve) => {
        tickets += 1;
        looks.set(tickets, resolve);
        tell({ told: 'look', ticket: tickets });
      }),
  );
  const run = async ({ ticket, id, revision, attempt }: ToThread & { order: 'run' }): Promise<void> => {
    const thread = await opened;
    const definition = thread?.cases.get(id);
    const finished = definition && (await thread?.runner.run(definition, revision, attempt));
    tell({ told: 'finished', ticket, ...(finished && { finished: forTheWay(finished) }) });
  };
  const close = async (): Promise<void> => {
    stopped.abort();
    await (await opened)?.close();
    tell({ told: 'closed' });
  };
  const fail = (error: unknown): void => tell({ told: 'failed', message: errorText(error) });
  port.on('message', (raw) => {
    const message = raw as ToThread;
    switch (message.order) {
      case 'open':
        opened = open(message.request, watch, stopped.signal);
        opened.then(() => tell({ told: 'ready' }), fail);
        return;
      case 'run':
        run(message).catch(fail);
        return;
      case 'stop':
        stopped.abort();
        return;
      case 'close':
        close().catch(fail);
        return;
      case 'account':
        tell({ told: 'account', ticket: message.ticket, ...watch.account() });
        return;
      case 'looked':
        looks.get(message.ticket)?.();
        looks.delete(message.ticket);
        return;
      case 'dead':
        watch.learn(message.death);
    }
  });
}
