import { laterCallsWork } from '../../../harness/checkers/answers-call.js';
import { answersUnknownMethod } from '../../../harness/checkers/unknown-method.js';
import { serverCase } from '../../../harness/engine/case.js';
import type { ServerCase } from '../../../harness/engine/case.js';

const RULE = 'jsonrpc.error.method-not-found';

/** Methods that no server has, and names that careless look-ups find in every object. */
const UNKNOWN: Readonly<Record<string, { readonly methods: readonly string[]; readonly about: string }>> = {
  plain: { methods: ['faultline/no-such-method'], about: 'a name that no server has' },
  'rpc-prefix': { methods: ['rpc.discover'], about: 'a name that JSON-RPC reserves' },
  'object-members': {
    methods: ['constructor', 'toString', '__proto__'],
    about: 'names that every object of a language has',
  },
};

function labelOf(index: number): string {
  return `unknown-${index + 1}`;
}

export const cases: ServerCase[] = Object.entries(UNKNOWN).map(([name, { methods, about }]) =>
  serverCase({
    id: `json-rpc/unknown-method/${name}`,
    title: `An unknown method is refused with -32601 (${name})`,
    about: `Calls ${about}. The answer is error -32601 under the id of the request, and not HTTP 404, which tells the client of a session that the session is gone.`,
    fix: 'Look methods up in a map of your own and answer what is not in it with error -32601 and HTTP 200.',
    requirements: [RULE, 'guarantee.recovers', 'guarantee.no-hang', 'guarantee.clean-errors'],
    reproduces: ['B316'],
    async script(ctx) {
      const session = await ctx.connect();
      for (const [index, method] of methods.entries()) {
        await session.request(method, {}, { label: labelOf(index) }).answer();
      }
      await session.request('ping', undefined, { label: 'later' }).answer();
    },
    judges: [...methods.map((_, index) => answersUnknownMethod(labelOf(index))), laterCallsWork(['later'])],
  }),
);
