import type { FaultSpec } from '../faults/fault.js';
import { viewHistory } from '../history/view.js';
import { missingNeed } from '../sut/needs.js';
import type { ServerProfile } from '../sut/profile.js';
import { faultsOf } from './case.js';
import type { ServerCase } from './case.js';
import type { CaseHost } from './case-host.js';
import { budgetOf } from './deadlines.js';
import { openSessionsOf } from './end-sessions.js';
import { firstBeyond, lacksOf } from './link-limits.js';
import { reproduceCommand } from './reproduce.js';
import type { CaseEnvironment } from './run-options.js';
import { openServerCase } from './server-context.js';
import type { TargetWatch } from './target-watch.js';

/** Sessions are not worth much waiting when somebody wants the run to be over. */
const STOPPED_PATIENCE_MS = 500;

/** Hosts the cases of a server. `profile` says what it offers; without one every case can be run. */
export function serverHost(
  environment: CaseEnvironment,
  profile?: ServerProfile,
  close: () => Promise<void> = () => Promise.resolve(),
): CaseHost<ServerCase> {
  const { lag, targetWatch, signal, sessionEnder, target, restart, secondTarget, links } = environment;
  const extras = {
    restart: restart !== undefined,
    userTool: target.userTool !== undefined,
    secondUpstream: secondTarget !== undefined,
  };
  return {
    role: 'server',
    judged: 'server',
    waitingCosts: false,
    lag,
    targetWatch,
    signal,
    lackOf: (definition, revision) =>
      (profile &&
        missingNeed(profile, revision, definition.needs ?? [], {
          ...extras,
          linkLacks: lacksOf(links, faultsOf(definition, revision)),
        })) ??
      firstBeyond(faultsOf(definition, revision), links),
    reproduce: (caseId, revision) => reproduceCommand(environment, caseId, revision),
    async open(opened) {
      const { definition, revision, recorder, faults, patience } = opened;
      const patient = { ...environment, patience: environment.patience * patience };
      const backAgain = faults.some(takesServerDown) ? expectAway(targetWatch) : () => undefined;
      const open = await openServerCase(opened, patient);
      const { context } = open;
      return {
        play: () => definition.script(context),
        budgetMs: budgetOf(definition, context.profile, patient),
        faults: () => faults,
        close: () => open.close().finally(backAgain),
        async tidy() {
          const ids = openSessionsOf(viewHistory(recorder.events));
          if (ids.length === 0 || targetWatch.gone.aborted) return;
          await sessionEnder.end(ids, revision, signal.aborted ? STOPPED_PATIENCE_MS : undefined);
        },
      };
    },
    close,
  };
}

/** Whether nobody may be there to accept connections while a fault lasts. */
function takesServerDown({ kind }: FaultSpec): boolean {
  return kind === 'kill' || kind === 'restart';
}

/** Refusals mean nothing until the returned function is called. */
function expectAway(targetWatch: TargetWatch): () => void {
  let backAgain = (): void => undefined;
  void targetWatch.duringRestart(
    () =>
      new Promise((resolve) => {
        backAgain = resolve;
      }),
  );
  return () => backAgain();
}
