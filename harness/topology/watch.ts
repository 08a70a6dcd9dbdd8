import type { Engine } from '../link/containers/engine.js';

/** Follows the containers that a run can't do without. */
export interface TopologyWatch {
  /** Resolves with one line when one of them has ended, or the engine is gone; stays pending otherwise. */
  readonly failed: Promise<string>;
  end(): void;
}

/** @param names what the containers are called for people, by their ids */
export async function watchContainers(docker: Engine, names: ReadonlyMap<string, string>): Promise<TopologyWatch> {
  const events = await docker.getEvents({
    filters: { type: ['container'], event: ['die'], container: [...names.keys()] },
  });
  let isOver = false;
  const failed = new Promise<string>((resolve) => {
    let text = '';
    const gone = (): void => {
      if (!isOver) resolve('the container engine went away in the middle of the run');
    };
    events.on('data', (piece: Buffer) => {
      text += piece.toString('utf8');
      for (const [id, name] of names) {
        if (text.includes(id) && !isOver) resolve(`${name} ended in the middle of the run`);
      }
    });
    events.on('error', gone);
    events.on('end', gone);
    events.on('close', gone);
  });
  return {
    failed,
    end() {
      isOver = true;
      (events as NodeJS.ReadableStream & { destroy(): void }).destroy();
    },
  };
}
