import { laterCallsWork } from '../../../harness/checkers/answers-call.js';
import { gradesOutcome } from '../../../harness/checkers/outcome.js';
import { whereSent } from '../../../harness/checkers/where-sent.js';
import type { Checker } from '../../../harness/checkers/checker.js';
import { serverCase } from '../../../harness/engine/case.js';
import type { ServerCase } from '../../../harness/engine/case.js';
import type { ServerContext } from '../../../harness/engine/context.js';
import { isObject } from '../../../harness/wire/jsonrpc.js';
import type { Session } from '../../../harness/peer/probe.js';
import type { Need } from '../../../harness/sut/needs.js';

const INVALID_PARAMS = -32602;
const RESOURCE_NOT_FOUND = -32002;
const METHOD_NOT_FOUND = -32601;
const INTERNAL = -32603;

/** A request whose params cannot be used, and how it should be refused. */
interface BadCall {
  readonly name: string;
  readonly what: string;
  readonly needs: readonly Need[];
  readonly method: string;
  params(ctx: ServerContext): Readonly<Record<string, unknown>>;
  readonly rule: string;
  readonly codes: readonly number[];
  /** A result flagged as error says it too. */
  readonly mayFlag?: boolean;
  readonly fix: string;
}

const UNUSABLE = 'jsonrpc.error.invalid-params';

const BAD_CALLS: readonly BadCall[] = [
  {
    name: 'unknown-tool',
    what: 'A call of an unknown tool',
    needs: ['tools'],
    method: 'tools/call',
    params: (ctx) => ({ name: ctx.nonce('no-such-tool'), arguments: {} }),
    rule: 'tools.unknown-tool',
    codes: [INVALID_PARAMS],
    fix: 'Answer a call of a tool that does not exist with error -32602, not with a result.',
  },
  {
    name: 'tool-without-name',
    what: 'A tool call without a name',
    needs: ['tools'],
    method: 'tools/call',
    params: () => ({ arguments: {} }),
    rule: 'tools.malformed-call',
    codes: [INVALID_PARAMS],
    fix: 'Validate the params of tools/call before the tool is looked up, and answer with error -32602.',
  },
  {
    name: 'tool-arguments-not-an-object',
    what: 'A tool call whose arguments are an array',
    needs: ['tools'],
    method: 'tools/call',
    params: (ctx) => ({
      name: ctx.profile.tools.includes('faultline_echo') ? 'faultline_echo' : ctx.nonce('no-such-tool'),
      arguments: ['text'],
    }),
    rule: 'tools.malformed-call',
    codes: [INVALID_PARAMS],
    mayFlag: true,
    fix: 'Validate the params of tools/call before the tool is run, and answer with error -32602.',
  },
  {
    name: 'unknown-resource',
    what: 'A read of an unknown resource',
    needs: ['resources'],
    method: 'resources/read',
    params: (ctx) => ({ uri: `faultline://${ctx.nonce('no-such-resource')}` }),
    rule: 'resources.not-found',
    codes: [RESOURCE_NOT_FOUND],
    fix: 'Answer resources/read of a URI that does not exist with error -32002.',
  },
  {
    name: 'resource-without-uri',
    what: 'A read without a URI',
    needs: ['resources'],
    method: 'resources/read',
    params: () => ({}),
    rule: UNUSABLE,
    codes: [INVALID_PARAMS],
    fix: 'Validate the params of resources/read and answer with error -32602.',
  },
  {
    name: 'unknown-log-level',
    what: 'An unknown log level',
    needs: ['logging'],
    method: 'logging/setLevel',
    params: () => ({ level: 'louder' }),
    rule: 'logging.invalid-level',
    codes: [INVALID_PARAMS],
    fix: 'Compare the level with the eight that exist and answer any other with error -32602.',
  },
  {
    name: 'unknown-completion',
    what: 'A completion for an unknown prompt',
    needs: ['completions'],
    method: 'completion/complete',
    params: (ctx) => ({
      ref: { type: 'ref/prompt', name: ctx.nonce('no-such-prompt') },
      argument: { name: 'a', value: '' },
    }),
    rule: 'completion.error-codes',
    codes: [INVALID_PARAMS, METHOD_NOT_FOUND, INTERNAL],
    fix: 'Answer completion/complete for a reference that does not exist with error -32602.',
  },
  {
    name: 'unknown-cursor',
    what: 'A list with an unknown cursor',
    needs: ['tools'],
    method: 'tools/list',
    params: (ctx) => ({ cursor: ctx.nonce('no-such-cursor') }),
    rule: 'pagination.invalid-cursor',
    codes: [INVALID_PARAMS],
    fix: 'Answer a cursor that you did not issue with error -32602, also where your lists have one page only.',
  },
];

function isFlagged(result: unknown): boolean {
  return isObject(result) && result['isError'] === true;
}

function refuses(label: string, { rule, codes, mayFlag }: Pick<BadCall, 'rule' | 'codes' | 'mayFlag'>): Checker {
  return gradesOutcome(label, {
    rule,
    expected: `is refused with error ${codes.join(' or ')}`,
    otherRules: ['guarantee.clean-errors'],
    grade(outcome) {
      if (outcome.status >= 500) return { rule: 'guarantee.clean-errors' };
      if (outcome.kind === 'error') return codes.includes(Number(outcome.code)) ? undefined : { severity: 'warn' };
      if (outcome.kind !== 'result') return {};
      return mayFlag === true && isFlagged(outcome.result) ? undefined : {};
    },
  });
}

function badCase(call: BadCall): ServerCase {
  const { name, what, needs, method, rule, codes, fix } = call;
  return serverCase({
    id: `json-rpc/params/${name}`,
    title: `${what} is refused with ${codes.join(' or ')}`,
    about: `Sends ${method} with params that name nothing which exists or cannot be used. The answer is an error whose code says so, under the id of the request; later calls work.`,
    fix,
    requirements: [rule, 'guarantee.no-hang', 'guarantee.clean-errors', 'guarantee.recovers'],
    needs,
    async script(ctx) {
      const session = await ctx.connect();
      await session.request(method, call.params(ctx), { label: 'bad-call' }).ended();
      await session.request('ping', undefined, { label: 'later' }).answer();
    },
    judges: [refuses('bad-call', call), laterCallsWork(['later'])],
  });
}

/** The name of a prompt that cannot be had without an argument, if the target has one. */
async function promptWithArgument(session: Session): Promise<string | undefined> {
  const answer = await session.request('prompts/list', {}, { label: 'prompts' }).answer();
  const result = isObject(answer?.value) ? answer.value['result'] : undefined;
  const prompts: unknown[] = isObject(result) && Array.isArray(result['prompts']) ? result['prompts'] : [];
  const needsArgument = (prompt: unknown): boolean => {
    const given: unknown = isObject(prompt) ? prompt['arguments'] : undefined;
    return (
      Array.isArray(given) && given.some((argument: unknown) => isObject(argument) && argument['required'] === true)
    );
  };
  const found = prompts.find(needsArgument);
  return isObject(found) && typeof found['name'] === 'string' ? found['name'] : undefined;
}

const PROMPT_RULE = { rule: 'prompts.invalid-request', codes: [INVALID_PARAMS] };

export const cases: ServerCase[] = [
  ...BAD_CALLS.map(badCase),
  serverCase({
    id: 'json-rpc/params/prompts',
    title: 'An unknown prompt, and one without its argument, are refused with -32602',
    about:
      'Asks for a prompt that does not exist, and, where the server has one with a required argument, for that one without it. Both are refused with error -32602.',
    fix: 'Answer prompts/get with error -32602 for a name that does not exist and for a required argument that is missing.',
    requirements: [PROMPT_RULE.rule, 'guarantee.no-hang', 'guarantee.clean-errors'],
    needs: ['prompts'],
    async script(ctx) {
      const session = await ctx.connect();
      await session.request('prompts/get', { name: ctx.nonce('no-such-prompt') }, { label: 'unknown' }).ended();
      const name = await promptWithArgument(session);
      if (name === undefined) return;
      await session.request('prompts/get', { name }, { label: 'missing-argument' }).ended();
    },
    judges: [refuses('unknown', PROMPT_RULE), whereSent('missing-argument', refuses('missing-argument', PROMPT_RULE))],
  }),
];
