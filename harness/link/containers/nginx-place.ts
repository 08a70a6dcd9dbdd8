import type { Address } from '../embedded/link-hooks.js';
import type { NginxPlace, RunningNginx } from '../nginx/place.js';
import type { Engine } from './engine.js';
import { execIn, leaveRunning } from './exec.js';
import { listensWithin } from './listening.js';
import type { ContainersRequest } from './request.js';

const START_DEADLINE_MS = 15_000;
const FIRST_PORT = 20_000;
const PORTS = 40_000;

/** Writes the configuration `$2` into the folder `$1` and becomes an nginx there. */
const START = `
mkdir -p "$1/logs" && chmod 711 "$1" && printf '%s' "$2" >"$1/nginx.conf" || exit 1
exec nginx -p "$1/" -c "$1/nginx.conf" -e stderr </dev/null >"$1/logs/output" 2>&1
`;
/** Ends it, with what it has under way, and removes its folder. */
const END = `kill -TERM "$(cat "$1/nginx.pid")" 2>/dev/null; rm -rf "$1"`;
const RELOAD = `printf '%s' "$2" >"$1/nginx.conf" && nginx -p "$1/" -c "$1/nginx.conf" -e stderr -s reload`;
const LAST_WORDS = `tail -n 3 "$1/logs/output"`;

/**
 * nginx in a container of the topology: one after the other, each with a folder and a port of its own. What another run
 * of the same topology has started there ends with the container.
 */
export function containerNginx({ nginx, gateway }: ContainersRequest, find: () => Promise<Engine>): NginxPlace {
  let started = 0;
  return {
    recorderHostname: gateway,
    upstreamAt: (recorder) => recorder,
    async run(config): Promise<RunningNginx> {
      const container = (await find()).getContainer(nginx.id);
      const run = (script: string, ...args: readonly string[]): Promise<string> => execIn(container, script, args);
      const port = FIRST_PORT + (started % PORTS);
      const folder = `/tmp/faultline-${process.pid}-${started}`;
      started += 1;
      const listen: Address = { hostname: '0.0.0.0', port };
      const address: Address = { hostname: nginx.hostname, port };
      let ending: Promise<void> | undefined;
      const end = (): Promise<void> =>
        (ending ??= run(END, folder).then(
          () => undefined,
          () => undefined,
        ));
      await leaveRunning(container, START, [folder, config(listen)]);
      if (!(await listensWithin(address, START_DEADLINE_MS))) {
        const said = await run(LAST_WORDS, folder);
        await end();
        throw new Error(`nginx did not listen within ${START_DEADLINE_MS / 1000} s: ${said}`);
      }
      return {
        address,
        end,
        async reload(changed) {
          const said = await run(RELOAD, folder, changed(listen));
          if (said !== '') throw new Error(`nginx did not reload: ${said}`);
        },
      };
    },
  };
}
