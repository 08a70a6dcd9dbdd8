import type { Link } from './link.js';

/**
 * The link, with something to be done when it is closed: a case that ends in an outage leaves the server as it found it. A
 * server that does not come back is no failure of the link; whoever needs it next sees that.
 */
export function restoredAtTheEnd(link: Link, restore: () => Promise<void>): Link {
  let closing: Promise<void> | undefined;
  return {
    get hostname() {
      return link.hostname;
    },
    get port() {
      return link.port;
    },
    arm: (spec) => link.arm(spec),
    cut: (...args) => link.cut(...args),
    openSockets: () => link.openSockets(),
    close() {
      closing ??= link.close().finally(() => restore().catch(() => undefined));
      return closing;
    },
  };
}
