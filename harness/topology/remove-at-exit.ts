import { spawn } from 'node:child_process';
import type { Engine } from '../link/containers/engine.js';
import { ofRun } from './labels.js';

/**
 * Asks the engine, from a process of its own, to remove what carries a label: the harness that ends can't wait any more.
 * Plain JavaScript, as it runs without our modules.
 */
const REMOVER = `
const http = require('node:http');
const [where, filters] = process.argv.slice(1);
const call = (method, path) => new Promise((resolve) => {
  const request = http.request({ ...JSON.parse(where), method, path }, (response) => {
    let text = '';
    response.on('data', (piece) => (text += piece));
    response.on('end', () => resolve(text));
  });
  request.on('error', () => resolve('[]'));
  request.end();
});
(async () => {
  const query = '?all=1&filters=' + encodeURIComponent(filters);
  const containers = JSON.parse(await call('GET', '/containers/json' + query));
  await Promise.all(containers.map(({ Id }) => call('DELETE', '/containers/' + Id + '?force=1&v=1')));
  const networks = JSON.parse(await call('GET', '/networks' + query));
  await Promise.all(networks.map(({ Id }) => call('DELETE', '/networks/' + Id)));
})();
`;

/**
 * Sees to it that what a run has started is removed also where this process ends before it could do so itself. Returns
 * what takes that back.
 */
export function removeAtExit(docker: Engine, run: string): () => void {
  const { socketPath, host, port } = docker.modem as { socketPath?: string; host?: string; port?: number };
  const where = socketPath === undefined ? { host, port } : { socketPath };
  const onExit = (): void => {
    const filters = JSON.stringify(ofRun(run));
    spawn(process.execPath, ['-e', REMOVER, JSON.stringify(where), filters], {
      detached: true,
      stdio: 'ignore',
    }).unref();
  };
  process.once('exit', onExit);
  return () => void process.off('exit', onExit);
}
