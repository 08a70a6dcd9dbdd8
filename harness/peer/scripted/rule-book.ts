import { isObject } from '../../wire/jsonrpc.js';
import { headerValue } from '../../wire/http-head.js';
import type { RequestMatch, RuleOptions, Serve, ServedExchange } from './scripted-server.js';

/** One rule of a script. */
export interface Rule {
  readonly match: RequestMatch;
  readonly serve: Serve;
  /** How often it applies still. */
  left: number;
}

/** The rules of a script, newest first. */
export class RuleBook {
  readonly #rules: Rule[] = [];

  add(match: RequestMatch, serve: Serve, options: RuleOptions): void {
    this.#rules.unshift({ match, serve, left: options.times ?? Number.POSITIVE_INFINITY });
  }

  /** The newest rule that applies, or the newest one older than `after`; it counts as used. Throws what `where` throws. */
  take(exchange: ServedExchange, after?: Rule): Rule | undefined {
    const from = after === undefined ? 0 : this.#rules.indexOf(after) + 1;
    const rule = this.#rules.slice(from).find(({ match, left }) => left > 0 && matches(match, exchange));
    if (rule !== undefined) rule.left -= 1;
    return rule;
  }
}

/** Whether all that a match names fits. Throws what its `where` throws. */
export function matches(match: RequestMatch, exchange: ServedExchange): boolean {
  const { method, rpc, resumes, tool, where } = match;
  if (method !== undefined && method !== exchange.method) return false;
  if (rpc !== undefined && rpc !== exchange.message?.method) return false;
  if (resumes !== undefined && !(exchange.method === 'GET' && resumes === isResumption(exchange))) return false;
  if (tool !== undefined && tool !== toolOf(exchange)) return false;
  return where === undefined || where(exchange);
}

function isResumption(exchange: ServedExchange): boolean {
  return headerValue(exchange.headers, 'Last-Event-ID') !== undefined;
}

/** What a tool call is counted by: its `key` argument, or else the name of the tool. */
export function executionKey({ name, arguments: given }: ServedExchange['params']): string {
  const key = isObject(given) ? given.key : undefined;
  return typeof key === 'string' ? key : String(name);
}

function toolOf({ message, params }: ServedExchange): string | undefined {
  if (message?.method !== 'tools/call') return undefined;
  return typeof params.name === 'string' ? params.name : undefined;
}
