/** Options that let the harness hold a container of the server, or its process or a container. */
export const HOLDING_CONTAINER = '--topology containers with --image';
export const HOLDING_SERVER = `--command, or ${HOLDING_CONTAINER}`;

/** What keeps a link from what is done to the server itself, and what would unlock it. */
export const HOLDS_NO_SERVER = `does not hold the server (give ${HOLDING_SERVER})`;

/** What keeps a link from what is done to the network of the server, and what would unlock it. */
export const HOLDS_NO_CONTAINER = `does not hold the network of the server (give ${HOLDING_CONTAINER})`;
