import type { FaultDefinition, FaultSpec, Match } from './fault.js';
import type { HeaderList } from '../wire/http-head.js';
import { headerValue } from '../wire/http-head.js';
import { exchangeOf, provenBy } from './proof.js';

/** A proxy that edits heads. */
export interface HeadersSpec extends FaultSpec {
  readonly kind: 'headers';
  /** Default: every exchange. */
  readonly on?: Match;
  readonly direction: 'request' | 'response';
  /** Names of fields to take out, in any case. */
  readonly strip: readonly string[];
  /** Fields to set, or to add where they are not there. */
  readonly set: Readonly<Record<string, string>>;
  /** Old name (in any case) to new name. */
  readonly rename: Readonly<Record<string, string>>;
}

/** Plans a change of headers. */
export function headers(options: Omit<HeadersSpec, 'kind'>): HeadersSpec {
  return { kind: 'headers', ...options };
}

export const headersFault: FaultDefinition<HeadersSpec> = {
  kind: 'headers',
  family: 'headers',
  summary: 'Header fields are taken out, set or renamed',
  backends: ['embedded', 'nginx'],
  limits: {
    toxiproxy: 'knows no HTTP',
    nginx: limitOfFields,
  },
  proof: 'the head was forwarded as changed',
  observed: (view, spec) =>
    provenBy(view, spec, (firing) => {
      const exchange = exchangeOf(view, firing);
      const head = spec.direction === 'response' ? exchange?.client.head : exchange?.request;
      return head !== undefined && head.index > firing.index && isRewritten(head.headers, spec)
        ? head.index
        : undefined;
    }),
};

/** Fields that a proxy of its own writes, and the one that the recorder behind it sets. */
const FRAMING = new Set([
  'host',
  'connection',
  'content-length',
  'transfer-encoding',
  'date',
  'server',
  'content-type',
]);

function limitOfFields({ strip, set, rename }: HeadersSpec): string | undefined {
  const names = [...strip, ...Object.keys(set), ...Object.keys(rename), ...Object.values(rename)];
  const own = names.find((name) => FRAMING.has(name.toLowerCase()));
  if (own !== undefined) return `writes the field ${own} itself`;
  const isPlain = Object.values(set).every((value) => /^[^$'"\\\r\n]*$/.test(value));
  return isPlain ? undefined : 'reads more into such a value than the value';
}

function isRewritten(headers: HeaderList, { strip, set, rename }: HeadersSpec): boolean {
  const added = new Set([...Object.keys(set), ...Object.values(rename)].map((name) => name.toLowerCase()));
  const gone = [...strip, ...Object.keys(rename)].filter((name) => !added.has(name.toLowerCase()));
  return (
    gone.every((name) => headerValue(headers, name) === undefined) &&
    Object.entries(set).every(([name, value]) => headerValue(headers, name) === value)
  );
}
