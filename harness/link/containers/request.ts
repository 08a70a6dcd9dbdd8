/** A topology of containers that runs, as the links of a run use it: plain data, so that it can cross to another thread. */
export interface ContainersRequest {
  readonly name: 'containers';
  /** Address of this machine in the network of the topology: what listens there is reached from its containers. */
  readonly gateway: string;
  readonly toxiproxy: { readonly apiUrl: string; readonly hostname: string };
  /** The container in which one nginx after the other is run. */
  readonly nginx: ContainerAddress;
  /** The server under test, where it runs in a container of the topology. */
  readonly sut?: SutContainer;
}

/** A container, and its address in the network of the topology. */
export interface ContainerAddress {
  readonly id: string;
  readonly hostname: string;
}

/**
 * The container of a server under test. It has no network of its own but shares that of another container, which stays:
 * so the address outlives the server, and refuses connections while there is no server, as that of a machine does.
 */
export interface SutContainer extends ContainerAddress {
  /** Id of the container that has the network interface. */
  readonly holder: string;
  /** Where the server listens. */
  readonly port: number;
  /** Id of the network of the topology. */
  readonly network: string;
}

/**
 * Where the processes of a client under test are started, each in a container of its own: plain data, so that it can
 * cross to another thread.
 */
export interface ClientContainers {
  readonly image: string;
  /** Name of the network of the topology. */
  readonly network: string;
  /** Address of this machine in it: what listens there is reached from the containers. */
  readonly gateway: string;
  /** What everything of the run is labelled with, so that it can be found and removed. */
  readonly labels: Readonly<Record<string, string>>;
  /** Further arguments of what the image runs. */
  readonly args?: readonly string[];
}
