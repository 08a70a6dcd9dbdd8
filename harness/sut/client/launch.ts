import type { LaunchClient } from './channel.js';
import { spawnChannel } from './spawn-channel.js';

/** Starts the command of a target. */
export const launchCommand: LaunchClient = ({ command }, environment) => spawnChannel(command, environment);
