import type { Engine } from '../link/containers/engine.js';

/** The network of a topology. */
export interface TopologyNetwork {
  readonly id: string;
  readonly name: string;
  /** Address of this machine in it. */
  readonly gateway: string;
  /** An address near the end of it, which the engine gives to nobody by itself; another one for each position from 0. */
  sutAddress(position: number): string;
}

/** Should a container publish a port, then on the loopback interface alone. */
const LOOPBACK_ONLY = { 'com.docker.network.bridge.host_binding_ipv4': '127.0.0.1' };

/**
 * Creates a network with a range of its own. A container can be given an address that it keeps only where the range was
 * asked for; so the engine chooses a free one, and is asked for just that.
 */
export async function createNetwork(
  docker: Engine,
  name: string,
  labels: Record<string, string>,
): Promise<TopologyNetwork> {
  const Options = LOOPBACK_ONLY;
  const chosen = await docker.createNetwork({ Name: name, Driver: 'bridge', Labels: labels, Options });
  const { IPAM } = (await chosen.inspect()) as { IPAM?: { Config?: { Subnet?: string; Gateway?: string }[] } };
  await chosen.remove();
  const config = IPAM?.Config?.[0];
  const { Subnet: subnet, Gateway: gateway } = config ?? {};
  if (subnet === undefined || gateway === undefined)
    throw new Error('the container engine gave a network no addresses');
  const network = await docker.createNetwork({
    Name: name,
    Driver: 'bridge',
    Labels: labels,
    Options,
    IPAM: { Driver: 'default', Config: [{ Subnet: subnet, Gateway: gateway }] },
  });
  return { id: network.id, name, gateway, sutAddress: (position) => nearEndOf(subnet, FIRST_BEFORE_END + position) };
}

const FIRST_BEFORE_END = 6;

/** The last address but so many; the engine gives out the first ones first. */
function nearEndOf(subnet: string, before: number): string {
  const [address = '', bits = '24'] = subnet.split('/');
  const base = address.split('.').reduce((sum, part) => sum * 256 + Number(part), 0);
  const last = base + 2 ** (32 - Number(bits)) - before;
  return [24, 16, 8, 0].map((shift) => Math.floor(last / 2 ** shift) % 256).join('.');
}
