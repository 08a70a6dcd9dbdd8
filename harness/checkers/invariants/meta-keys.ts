import type { Revision } from '../../spec/revisions.js';
import { isObject } from '../../wire/jsonrpc.js';
import { messagesOfServer } from '../attribution.js';
import type { Checker } from '../checker.js';
import { oneLine } from '../describe.js';
import { checker } from '../judge.js';

const NAME = 'meta.keys.name-grammar';
const PREFIX = 'meta.keys.prefix-grammar';
const RESERVED = 'meta.keys.reserved-prefix';
const REVERSE_DNS = 'meta.keys.reverse-dns';

/** Rules that {@link metaKeyFlaws} may name. */
export const META_RULES = [NAME, PREFIX, RESERVED, REVERSE_DNS] as const;

/** Lists whose members may carry metadata of their own, in the results and params of the protocol. */
const LISTS = ['tools', 'resources', 'resourceTemplates', 'prompts', 'contents', 'content', 'messages'];

const LABEL = /^[a-z](?:[a-z0-9-]*[a-z0-9])?$/i;
const WORD = /^[a-z0-9](?:[a-z0-9._-]*[a-z0-9])?$/i;

/** Keys under a reserved prefix that a published revision or an official extension of the protocol defines. */
const DEFINED_BY_PROTOCOL = /^io\.modelcontextprotocol\//;

function isReserved(labels: readonly string[], revision: Revision): boolean {
  const isName = (label: string | undefined): boolean => label === 'modelcontextprotocol' || label === 'mcp';
  // 2025-06-18 reserves the names before any last label, later revisions in second place (basic, _meta).
  return revision === '2025-06-18' ? labels.slice(0, -1).some(isName) : isName(labels[1]);
}

/** One thing that is wrong with a key. */
export interface KeyFlaw {
  readonly rule: string;
  readonly expected: string;
}

/** What is wrong with a key of `_meta` (basic, _meta, key name format; from 2025-06-18). */
export function metaKeyFlaws(key: string, revision: Revision): readonly KeyFlaw[] {
  const slash = key.indexOf('/');
  const prefix = slash === -1 ? undefined : key.slice(0, slash);
  const name = key.slice(slash + 1);
  const flaws: KeyFlaw[] = [];
  if (name !== '' && !WORD.test(name)) {
    flaws.push({ rule: NAME, expected: 'the name of a _meta key begins and ends with a letter or digit' });
  }
  if (prefix === undefined) return flaws;
  const labels = prefix.split('.');
  if (!labels.every((label) => LABEL.test(label))) {
    return [...flaws, { rule: PREFIX, expected: 'the prefix of a _meta key is made of labels joined by dots' }];
  }
  if (isReserved(labels, revision) && !DEFINED_BY_PROTOCOL.test(key)) {
    flaws.push({ rule: RESERVED, expected: 'prefixes of the protocol are used by the protocol alone' });
  }
  if (labels.length === 1) {
    flaws.push({ rule: REVERSE_DNS, expected: 'the prefix of a _meta key is a reversed domain name' });
  }
  return flaws;
}

function metaOf(value: unknown): string[] {
  const meta = isObject(value) ? value['_meta'] : undefined;
  return isObject(meta) ? Object.keys(meta) : [];
}

/** Keys of every `_meta` in a place where the protocol puts one; data of users is not searched. */
export function metaKeysIn(message: unknown): string[] {
  if (!isObject(message)) return [];
  return [message['params'], message['result']].flatMap((body) => {
    if (!isObject(body)) return [];
    const members = LISTS.flatMap((list) => (Array.isArray(body[list]) ? (body[list] as unknown[]) : []));
    const nested = members.flatMap((member) => (isObject(member) ? [member['resource'], member['content']] : []));
    return [body, ...members, ...nested].flatMap(metaOf);
  });
}

/** Every metadata key that the server sends follows the rules for their names. */
export function namesMetaKeysRightly(): Checker {
  return checker('names-meta-keys-rightly', META_RULES, (view, judge) => {
    const told = new Set<string>();
    for (const record of messagesOfServer(view)) {
      judge.saw(record);
      for (const key of metaKeysIn(record.message.value)) {
        for (const { rule, expected } of metaKeyFlaws(key, judge.revision)) {
          if (told.has(`${rule} ${key}`)) continue;
          told.add(`${rule} ${key}`);
          judge.breach(rule, { expected, seen: `key "${oneLine(key, 80)}" on ${record.exchange}`, events: [record] });
        }
      }
    }
  });
}
