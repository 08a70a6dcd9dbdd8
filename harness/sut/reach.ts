import { connect, isIP } from 'node:net';
import { connect as connectTls } from 'node:tls';
import type { ServerTarget } from './target.js';
import { upstreamOf } from './target.js';

const UNKNOWN_HOST = new Set(['ENOTFOUND', 'EAI_AGAIN', 'EAI_FAIL', 'EAI_NODATA', 'EAI_NONAME']);
const UNREACHABLE = new Set(['EHOSTUNREACH', 'ENETUNREACH', 'ETIMEDOUT', 'EADDRNOTAVAIL']);
/** Codes of Node for certificates that it does not accept. */
const CERTIFICATE = /CERT|SELF_SIGNED|UNABLE_TO_|ERR_TLS_CERT|HOSTNAME_MISMATCH|CRL/;

function codeOf(error: unknown): string {
  if (!(error instanceof Error)) return '';
  if ('code' in error && typeof error.code === 'string') return error.code;
  // A name with several addresses fails with one error for each; they say the same in other words.
  return error instanceof AggregateError ? codeOf(error.errors[0]) : '';
}

function whyUnreachable(error: Error, target: ServerTarget): string {
  const { host, hostname } = target.url;
  const code = codeOf(error);
  if (code === 'ECONNREFUSED') return `nothing listens at ${host} (connection refused)`;
  if (UNKNOWN_HOST.has(code)) return `the host name ${hostname} cannot be resolved (${code})`;
  if (UNREACHABLE.has(code)) return `${host} cannot be reached (${code})`;
  if (CERTIFICATE.test(code)) {
    return (
      `the TLS certificate of ${host} is not accepted (${code}: ${error.message}); ` +
      'for a private authority set NODE_EXTRA_CA_CERTS to its certificate file'
    );
  }
  if (code.startsWith('ERR_SSL') || code === 'EPROTO')
    return `${host} does not speak TLS (${code}); is the URL rather http:// ?`;
  if (code === 'ECONNRESET' && target.url.protocol === 'https:') {
    return `${host} closed the connection during the TLS handshake (${error.message})`;
  }
  return `there is no connection to ${host} (${error.message})`;
}

/**
 * Opens one connection to the target and closes it again. Resolves with why that is not possible, in one line, or with
 * undefined when it is. Done without the link, because a link can only show that its upstream failed, not why.
 */
export function whyNotReachable(target: ServerTarget, deadlineMs: number): Promise<string | undefined> {
  const { protocol, hostname, port } = upstreamOf(target);
  const isSecure = protocol === 'https:';
  const servername = isIP(hostname) === 0 ? { servername: hostname } : {};
  return new Promise((resolve) => {
    const socket = isSecure
      ? connectTls({ host: hostname, port, ALPNProtocols: ['http/1.1'], ...servername })
      : connect({ host: hostname, port });
    const settle = (reason: string | undefined): void => {
      clearTimeout(timer);
      socket.destroy();
      resolve(reason);
    };
    const timer = setTimeout(() => {
      const what = isSecure ? 'a TLS connection' : 'a connection';
      settle(`${target.url.host} did not accept ${what} within ${deadlineMs} ms`);
    }, deadlineMs);
    socket.on('error', (error: Error) => settle(whyUnreachable(error, target)));
    socket.once(isSecure ? 'secureConnect' : 'connect', () => settle(undefined));
  });
}
