import type { Address } from '../embedded/link-hooks.js';
import type { NginxProfile } from './profile.js';

/** Where an nginx listens and where it forwards to, as it sees both. */
export interface NginxAddresses {
  readonly listen: Address;
  /** One server, or two. The second one serves where the profile has a use for it. */
  readonly upstreams: readonly Address[];
}

/** No timeout of nginx is to end anything unless the profile says so. */
const NEVER = '1h';

/**
 * The text of a configuration. Every path in it is relative to the prefix. What a profile leaves open is set so that
 * nginx changes and delays as little as it can: other releases have other defaults.
 */
export function nginxConfig(profile: NginxProfile, addresses: NginxAddresses): string {
  const { requestsPerSecond, shutdownTimeoutMs = 1000 } = profile;
  return block('', [
    'daemon off',
    'worker_processes 1',
    'pid nginx.pid',
    'error_log stderr error',
    `worker_shutdown_timeout ${shutdownTimeoutMs}ms`,
    section('events', ['worker_connections 1024']),
    section('http', [
      'access_log off',
      ...['client_body', 'proxy', 'fastcgi', 'uwsgi', 'scgi'].map((kind) => `${kind}_temp_path ${kind}`),
      'underscores_in_headers on',
      'ignore_invalid_headers off',
      'large_client_header_buffers 8 64k',
      `client_header_timeout ${NEVER}`,
      `client_body_timeout ${NEVER}`,
      `send_timeout ${NEVER}`,
      `keepalive_timeout ${NEVER}`,
      'keepalive_requests 100000',
      'absolute_redirect off',
      ...(requestsPerSecond === undefined
        ? []
        : [`limit_req_zone $server_addr zone=all:1m rate=${requestsPerSecond}r/s`]),
      section('upstream recorder', upstreamServers(profile, addresses)),
      section('server', [...serverLines(profile, addresses), section('location /', locationLines(profile))]),
    ]),
  ]);
}

function upstreamServers({ retriesEverything, isBalanced }: NginxProfile, { upstreams }: NginxAddresses): string[] {
  const [first, second] = upstreams;
  // A request that is sent again goes to another server; there is one only, under two names.
  const used = isBalanced === true ? [first, second] : retriesEverything === true ? [first, first] : [first];
  return used.flatMap((address) => (address === undefined ? [] : [`server ${authority(address)} max_fails=0`]));
}

function serverLines({ tls, bodyLimitBytes = 0 }: NginxProfile, { listen }: NginxAddresses): string[] {
  const secure =
    tls === undefined ? [] : [`ssl_certificate ${tls.certificateFile}`, `ssl_certificate_key ${tls.keyFile}`];
  return [
    `listen ${authority(listen)}${tls === undefined ? '' : ' ssl http2'}`,
    ...secure,
    `client_max_body_size ${bodyLimitBytes}`,
  ];
}

function locationLines(profile: NginxProfile): string[] {
  const { answer, requestsPerSecond, addedFields = [] } = profile;
  const limit = requestsPerSecond === undefined ? [] : ['limit_req zone=all', 'limit_req_status 429'];
  const added = addedFields.map(([name, value]) => `add_header ${name} ${value} always`);
  if (answer === undefined) return [...limit, ...added, ...proxyLines(profile)];
  const { status, body, location } = answer;
  if (location !== undefined) return [...added, `return ${status} ${quoted(location)}`];
  if (body === undefined) return [...added, `return ${status}`];
  // For an error and an empty text nginx has a page, but not for what turns out to be empty.
  if (body.text === '') return [...added, 'default_type ""', 'set $nothing ""', `return ${status} $nothing`];
  return [...added, `default_type ${quoted(body.type)}`, `return ${status} ${quoted(body.text)}`];
}

function proxyLines(profile: NginxProfile): string[] {
  const { upstreamVersion = '1.1', readTimeoutMs, retriesEverything, hiddenFields = [], requestFields = [] } = profile;
  return [
    'proxy_pass http://recorder',
    `proxy_http_version ${upstreamVersion}`,
    'proxy_set_header Connection ""',
    'proxy_set_header Host $http_host',
    ...requestFields.map(([name, value]) => `proxy_set_header ${name} ${value}`),
    ...hiddenFields.map((name) => `proxy_hide_header ${name}`),
    'proxy_pass_header Date',
    'proxy_pass_header Server',
    `proxy_connect_timeout 60s`,
    `proxy_send_timeout ${NEVER}`,
    `proxy_read_timeout ${readTimeoutMs === undefined ? NEVER : `${Math.ceil(readTimeoutMs)}ms`}`,
    // Without its body nginx could not send a request again.
    `proxy_request_buffering ${retriesEverything === true ? 'on' : 'off'}`,
    `proxy_next_upstream ${retriesEverything === true ? 'error timeout non_idempotent' : 'off'}`,
    ...bufferLines(profile),
    ...(profile.gzip === true ? GZIP : []),
  ];
}

/** Every response, whatever its size and whoever asked, in one piece with each flush. */
const GZIP = [
  'gzip on',
  'gzip_proxied any',
  'gzip_types *',
  'gzip_min_length 0',
  'proxy_set_header Accept-Encoding ""',
];

function bufferLines({ bufferBytes, ignoresAccelBuffering }: NginxProfile): string[] {
  if (bufferBytes === undefined) return ['proxy_buffering off', 'proxy_buffer_size 64k', 'proxy_buffers 8 64k'];
  return [
    'proxy_buffering on',
    `proxy_buffer_size ${bufferBytes}`,
    `proxy_buffers 8 ${bufferBytes}`,
    `proxy_busy_buffers_size ${2 * bufferBytes}`,
    ...(ignoresAccelBuffering === true ? ['proxy_ignore_headers X-Accel-Buffering'] : []),
  ];
}

function authority({ hostname, port }: Address): string {
  return `${hostname.includes(':') ? `[${hostname}]` : hostname}:${port}`;
}

/** A text as one word. A dollar sign would begin a variable, which no quotes prevent. */
export function quoted(text: string): string {
  if (text.includes('$')) throw new Error('nginx takes no dollar sign for what it is');
  return `"${text.replaceAll(/["\\]/g, String.raw`\$&`)}"`;
}

interface Section {
  readonly name: string;
  readonly lines: readonly (string | Section)[];
}

function section(name: string, lines: Section['lines']): Section {
  return { name, lines };
}

function block(indent: string, lines: Section['lines']): string {
  return lines
    .map((line) =>
      typeof line === 'string'
        ? `${indent}${line};\n`
        : `${indent}${line.name} {\n${block(`${indent}  `, line.lines)}${indent}}\n`,
    )
    .join('');
}
