import type { LaunchClient } from './channel.js';
import { containerChannel } from './container-channel.js';
import { spawnChannel } from './spawn-channel.js';

/** Starts a target: in a container where it is an image, otherwise by its command. */
export const launchTarget: LaunchClient = ({ command, containers }, environment) =>
  containers === undefined ? spawnChannel(command, environment) : containerChannel(containers, environment);
