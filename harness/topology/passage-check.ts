import { once } from 'node:events';
import { connect, createServer, type AddressInfo } from 'node:net';
import type { ContainersRequest } from '../link/containers/request.js';
import { containerToxiproxy } from '../link/containers/toxiproxy-place.js';
import { ToxiproxyApi } from '../link/toxiproxy/api.js';
import { ToxiproxyLane } from '../link/toxiproxy/lane.js';

const DEADLINE_MS = 5_000;

/**
 * Sends one byte through Toxiproxy and back to this machine.
 * @throws Error with one line when it does not come through
 */
export async function checkPassage(request: ContainersRequest): Promise<void> {
  const { gateway } = request;
  const place = containerToxiproxy(request);
  const server = createServer((socket) => socket.on('error', () => undefined).pipe(socket));
  try {
    server.listen(0, gateway);
    await once(server, 'listening');
  } catch (error) {
    throw new Error(
      `this machine has no address in the network of its containers (${gateway}); an engine on another machine, or in a virtual one, can't be used`,
      { cause: error },
    );
  }
  const { port } = server.address() as AddressInfo;
  const lane = await ToxiproxyLane.open(
    new ToxiproxyApi(place.apiUrl),
    place,
    'faultline-check',
    { hostname: gateway, port },
    [],
  );
  try {
    if (!(await isEchoed(lane.address))) {
      throw new Error(`containers can't reach this machine at ${gateway}: does a firewall keep them out?`);
    }
  } finally {
    await lane.close();
    server.close();
  }
}

function isEchoed({ hostname, port }: { readonly hostname: string; readonly port: number }): Promise<boolean> {
  return new Promise((resolve) => {
    const socket = connect({ host: hostname, port }, () => socket.write('.'));
    const settle = (answer: boolean): void => {
      socket.destroy();
      resolve(answer);
    };
    socket.setTimeout(DEADLINE_MS, () => settle(false));
    socket.once('data', () => settle(true));
    socket.once('error', () => settle(false));
    socket.once('end', () => settle(false));
  });
}
