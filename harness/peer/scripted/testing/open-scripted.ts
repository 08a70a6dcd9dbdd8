import { onTestFinished } from 'vitest';
import { Recorder } from '../../../history/recorder.js';
import type { RawConnection } from '../../../link/embedded/testing/raw-connection.js';
import { readResponse, type RawResponse } from '../../../link/embedded/testing/raw-http.js';
import { openRawPeers } from '../../../link/embedded/testing/raw-peers.js';
import type { ScriptedServer } from '../scripted-server.js';
import { startScriptedServer, type ScriptedServerOptions } from '../start-scripted-server.js';

/** A scripted server and raw clients of it, for one test. */
export interface ScriptedRig {
  readonly server: ScriptedServer;
  readonly recorder: Recorder;
  dial(): RawConnection;
  /** Sends one request on a connection of its own and waits for a whole response. */
  exchange(request: Buffer | string): Promise<RawResponse>;
  /** Sends a JSON-RPC message in a session and waits for a whole response. */
  rpc(message: object, headers?: readonly string[]): Promise<RawResponse>;
  /** Opens a session; resolves with its id. */
  initialize(revision?: string): Promise<string>;
}

/** A POST of that body. */
export function postOf(body: string, headers: readonly string[] = []): string {
  const lines = ['POST /mcp HTTP/1.1', 'Host: a', 'Content-Type: application/json', ...headers];
  return [...lines, `Content-Length: ${Buffer.byteLength(body)}`, '', body].join('\r\n');
}

/** A request without a body. */
export function bare(method: string, headers: readonly string[] = [], target = '/mcp'): string {
  return [`${method} ${target} HTTP/1.1`, 'Host: a', ...headers, '', ''].join('\r\n');
}

/** A JSON-RPC request. */
export function request(id: number | string, method: string, params: object = {}): object {
  return { jsonrpc: '2.0', id, method, params };
}

/** The call of a tool. */
export function toolCall(id: number | string, name: string, given: object = {}, meta?: object): object {
  return request(id, 'tools/call', { name, arguments: given, ...(meta === undefined ? {} : { _meta: meta }) });
}

export function initializeOf(revision = '2025-11-25', capabilities: object = {}): object {
  return request(0, 'initialize', { protocolVersion: revision, capabilities, clientInfo: { name: 'c', version: '1' } });
}

/** Whether a whole response has arrived. */
function isWhole(connection: RawConnection): boolean {
  return connection.text().includes('\r\n\r\n') && readResponse(connection.received()).complete;
}

/** Waits for a whole response. */
export async function wholeResponse(connection: RawConnection): Promise<RawResponse> {
  await connection.waitUntil('a whole response', () => isWhole(connection));
  return readResponse(connection.received());
}

/** Opens a server and closes it with its clients when the test is over. */
export async function openScripted(options: ScriptedServerOptions = {}): Promise<ScriptedRig> {
  const recorder = new Recorder();
  const server = await startScriptedServer({ recorder, ...options });
  const peers = openRawPeers();
  onTestFinished(async () => {
    await server.close();
    await peers.close();
  });
  let sessionId: string | undefined;
  const exchange = async (text: Buffer | string): Promise<RawResponse> => {
    const connection = peers.dial(server.port);
    void connection.send(text);
    const response = await wholeResponse(connection);
    connection.finish();
    return response;
  };
  const rpc = (message: object, headers: readonly string[] = []): Promise<RawResponse> => {
    const session = sessionId === undefined ? [] : [`Mcp-Session-Id: ${sessionId}`];
    return exchange(postOf(JSON.stringify(message), [...session, ...headers]));
  };
  return {
    server,
    recorder,
    dial: () => peers.dial(server.port),
    exchange,
    rpc,
    initialize: async (revision) => {
      const response = await rpc(initializeOf(revision, { elicitation: {} }));
      sessionId = response.headers.get('mcp-session-id') ?? '';
      return sessionId;
    },
  };
}
