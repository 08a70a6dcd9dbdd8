import type { FaultSpec } from '../faults/fault.js';
import type { Recorder } from '../history/recorder.js';
import type { LinkBackend } from '../link/backend.js';
import type { Link } from '../link/link.js';
import type { ScriptedServer } from '../peer/scripted/scripted-server.js';
import type { ServerDefaults } from '../peer/scripted/server-defaults.js';
import { startScriptedServer } from '../peer/scripted/start-scripted-server.js';
import type { Revision } from '../spec/revisions.js';
import type { DrivenClient, Operation, OperationOutcome } from '../sut/client/driven-client.js';
import type { ClientPool } from '../sut/client/pool.js';
import { transportOf } from './case.js';
import type { ClientCase } from './case.js';
import type { OpenedCase, OpenedFor } from './case-host.js';
import type { ClientContext } from './client-context.js';
import { clientAnswerDeadlineOf, clientBudgetOf } from './client-deadlines.js';
import { commonContext, createArmory, createCurtain, require } from './common-context.js';
import type { Armory, Curtain } from './common-context.js';
import type { ClientConduct } from './conduct-request.js';
import { firstBeyond } from './link-limits.js';
import { linkPatience } from './link-patience.js';
import { pause } from './pause.js';
import { seededRandom } from './random.js';
import { BeyondLinkError } from './script.js';

/** What the cases of a run share. */
export interface ClientStage {
  readonly request: ClientConduct;
  readonly pool: ClientPool;
  readonly links: LinkBackend;
}

/** A client that is in order ends its connection in this time; one that does not is not used again. */
const CLOSE_PATIENCE_MS = 3000;

function setupOf({ server = {} }: ClientCase, revision: Revision): Partial<ServerDefaults> {
  return typeof server === 'function' ? server({ revision }) : server;
}

/** The clients of one case. */
class Company {
  readonly #pool: ClientPool;
  readonly #recorder: Recorder;
  readonly #fresh: boolean;
  readonly #keeps: boolean;
  readonly #members: DrivenClient[] = [];

  /** `fresh`: their processes were used by nobody before; `keeps`: others may use them afterwards. */
  constructor(pool: ClientPool, recorder: Recorder, { fresh, keeps }: { fresh: boolean; keeps: boolean }) {
    this.#pool = pool;
    this.#recorder = recorder;
    this.#fresh = fresh;
    this.#keeps = keeps;
  }

  /** How many cases had used the process of the one that was used most. */
  get usedBefore(): number {
    return Math.max(0, ...this.#members.map(({ usedBefore }) => usedBefore));
  }

  async admit(name: string, answerDeadlineMs: number): Promise<DrivenClient> {
    const further = this.#members.length > 0;
    const client = await this.#pool.acquire(this.#recorder, name, { fresh: this.#fresh, further, answerDeadlineMs });
    this.#members.push(client);
    return client;
  }

  /** Lets each client end its connection, while its server is still there, and gives it back. */
  async dismiss(): Promise<void> {
    await Promise.allSettled(this.#members.map((client) => this.#dismissOne(client)));
  }

  async #dismissOne(client: DrivenClient): Promise<void> {
    let reusable = false;
    if (client.alive && client.hello.ops.includes('close') && this.#keeps) {
      const closed = await client.start('close', {}, { label: `${client.name}/farewell` }).outcome(CLOSE_PATIENCE_MS);
      reusable = closed.kind === 'ok';
    }
    await this.#pool.release(client, { reusable });
  }
}

interface Scene {
  readonly opened: OpenedFor<ClientCase>;
  readonly stage: ClientStage;
  readonly server: ScriptedServer;
  readonly link: Link;
  readonly armory: Armory;
  readonly curtain: Curtain;
  readonly company: Company;
  readonly client: DrivenClient;
  readonly answerDeadlineMs: number;
}

function dialling({
  opened,
  stage,
  server,
  link,
  curtain,
  client: main,
}: Scene): Pick<ClientContext, 'url' | 'connect' | 'connected' | 'call' | 'state'> {
  const { going } = curtain;
  const { headers } = stage.request.target;
  const url = `http://${link.hostname}:${link.port}${server.path}`;
  const connect: ClientContext['connect'] = (options = {}, client = main): Operation => {
    going();
    const { label, revision = opened.revision, timeoutMs, headers: own } = options;
    const fields = {
      url,
      transport: transportOf(opened.definition),
      ...(revision !== 'own' && { revision }),
      ...((headers ?? own) !== undefined && { headers: { ...headers, ...own } }),
      ...(timeoutMs !== undefined && { timeoutMs }),
    };
    return client.start('connect', fields, label === undefined ? {} : { label });
  };
  return {
    url,
    connect,
    async connected(options, client = main) {
      const outcome = await connect(options, client).outcome();
      going();
      require(outcome.kind === 'ok', `the client did not connect: ${described(outcome)}`);
      return outcome.result;
    },
    call(tool, args = {}, options = {}, client = main) {
      going();
      const { label, ...fields } = options;
      return client.start('callTool', { name: tool, arguments: args, ...fields }, label === undefined ? {} : { label });
    },
    async state(label, client = main) {
      going();
      const outcome = await client.start('state', {}, { label }).outcome();
      going();
      return outcome;
    },
  };
}

function described(outcome: OperationOutcome): string {
  switch (outcome.kind) {
    case 'failed':
      return outcome.error.message === '' ? 'an error without a message' : outcome.error.message;
    case 'none':
      return 'no answer';
    case 'gone':
      return 'its process has ended';
    case 'ok':
      return 'it did';
  }
}

function contextOf(scene: Scene, armLater: (spec: FaultSpec) => Promise<void>): ClientContext {
  const { opened, stage, server, link, armory, curtain, company, client, answerDeadlineMs } = scene;
  const { definition, revision, recorder } = opened;
  const { profile, seed, timeScale } = stage.request;
  const random = seededRandom(seed, definition.id, revision);
  return {
    ...commonContext({ armory, recorder, curtain, answerDeadlineMs, timeScale, random }),
    ...dialling(scene),
    revision,
    profile,
    offers: offersAt(stage, revision),
    full: stage.request.full === true,
    server,
    client,
    async secondClient(name) {
      curtain.going();
      const second = await company.admit(name, answerDeadlineMs);
      curtain.going();
      return second;
    },
    async arm(spec) {
      curtain.going();
      const beyond = firstBeyond([spec], stage.links);
      if (beyond !== undefined) throw new BeyondLinkError(beyond);
      const fault = await armory.arm(link, spec);
      await armLater(spec);
      return fault;
    },
    cut: (exchange, how, sides = 'both') => link.cut(exchange, how, sides),
    async quiet(ms) {
      curtain.going();
      await pause(ms, curtain.over);
      curtain.going();
    },
  };
}

function offersAt({ request }: ClientStage, revision: Revision): ClientContext['offers'] {
  const offers = request.profile.byRevision[revision];
  if (offers === undefined) throw new Error(`the client was not looked at in revision ${revision}`);
  return offers;
}

/** Starts the server of a case, opens the link in front of it, puts the faults on it, and takes a client on. */
export async function openClientCase(opened: OpenedFor<ClientCase>, stage: ClientStage): Promise<OpenedCase> {
  const { definition, revision, faults, recorder, patience, afresh } = opened;
  const { seed, timeScale, patience: runPatience = 1 } = stage.request;
  const offers = offersAt(stage, revision);
  const allPatience = patience * runPatience * linkPatience(stage.links);
  const answerDeadlineMs = clientAnswerDeadlineOf(offers, allPatience);
  const curtain = createCurtain();
  const armory = createArmory();
  const shown = [...faults];
  const closers: (() => Promise<void>)[] = [];
  const close = async (): Promise<void> => {
    curtain.fall();
    for (const closer of closers.toReversed()) await closer();
  };
  try {
    const server = await startScriptedServer({
      recorder,
      transport: transportOf(definition),
      // Whatever the client asks for: one that knows the revision accepts it as the choice of the server.
      protocolVersion: revision,
      ...setupOf(definition, revision),
    });
    closers.push(() => server.close());
    const random = seededRandom(seed, `${definition.id}/link`, revision);
    const link = await stage.links.open({
      upstream: { protocol: 'http:', hostname: server.hostname, port: server.port },
      recorder,
      judged: 'client',
      seed: Math.floor(random() * 2 ** 31),
      restart: async () => {
        await server.stop('rst');
        await server.start('lost');
      },
    });
    closers.push(() => link.close());
    for (const spec of faults) await armory.arm(link, spec);
    const keeps = definition.fresh !== true;
    const company = new Company(stage.pool, recorder, { fresh: afresh || !keeps, keeps });
    closers.push(() => company.dismiss());
    const client = await company.admit('client', answerDeadlineMs);
    const scene: Scene = { opened, stage, server, link, armory, curtain, company, client, answerDeadlineMs };
    const context = contextOf(scene, (spec) => Promise.resolve(void shown.push(spec)));
    return {
      play: async () => {
        await definition.script(context);
        const [problem] = server.problems;
        if (problem !== undefined) throw problem;
      },
      budgetMs: clientBudgetOf(definition, offers, { timeScale, patience: allPatience }),
      faults: () => shown,
      usedBefore: () => company.usedBefore,
      close,
    };
  } catch (error) {
    await close();
    throw error;
  }
}
