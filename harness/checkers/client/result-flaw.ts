import { isObject } from '../../wire/jsonrpc.js';

type Flaw = (result: Readonly<Record<string, unknown>>) => string | undefined;

function isText(value: unknown): boolean {
  return typeof value === 'string';
}

function list(member: string): Flaw {
  return (result) => (Array.isArray(result[member]) ? undefined : `there is no array "${member}"`);
}

/** What the result of each operation must hold (contracts: client adapter, "Operations"). */
const FLAWS: Readonly<Partial<Record<string, Flaw>>> = {
  connect: ({ protocolVersion, serverInfo, sessionId }) => {
    if (!isText(protocolVersion)) return 'there is no string "protocolVersion"';
    if (!isObject(serverInfo) && serverInfo !== null) return '"serverInfo" is neither an object nor null';
    return sessionId === undefined || isText(sessionId) ? undefined : '"sessionId" is no string';
  },
  listTools: ({ tools }) => (Array.isArray(tools) && tools.every(isText) ? undefined : '"tools" is no array of names'),
  callTool: list('content'),
  readResource: list('contents'),
  state: ({ connected }) =>
    connected === undefined || typeof connected === 'boolean' ? undefined : '"connected" is neither true nor false',
};

/** What the result of an operation lacks, as a clause; undefined when it is as it should be. */
export function resultFlaw(op: string, result: unknown): string | undefined {
  if (!isObject(result)) return undefined;
  return FLAWS[op]?.(result);
}
