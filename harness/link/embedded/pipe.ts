import { batchBytes, type Batch } from './piece.js';
import { STAGE_RANKS, type Stage, type StageFactory, type StageRank } from './stage.js';

interface StageNode {
  readonly rank: number;
  stage: Stage | undefined;
  next: StageNode | undefined;
}

/** A batch that waits, or the owner of a hold that everything behind it waits for. */
type GateEntry = { readonly batch: Batch } | { readonly owner: object };

/**
 * One direction of a connection: a gate, the stages of the exchange that is under way, and a sink that writes.
 * Whoever holds the gate keeps everything that comes in from then on; without holders and stages a batch reaches the
 * sink within the call that pushed it.
 */
export class Pipe {
  readonly #sink: (batch: Batch) => void;
  #gate: GateEntry[] = [];
  #gateBytes = 0;
  #first: StageNode | undefined;
  #disposed = false;
  #sinking = false;
  #waitingForSink: Batch[] = [];

  constructor(sink: (batch: Batch) => void) {
    this.#sink = sink;
  }

  push(batch: Batch): void {
    if (this.#disposed || batch.length === 0) return;
    if (this.#gate.length > 0) {
      this.#gate.push({ batch });
      this.#gateBytes += batchBytes(batch);
      return;
    }
    this.#enter(this.#first, batch);
  }

  /** Bytes that are on their way inside. */
  heldBytes(): number {
    let sizeBytes = this.#gateBytes;
    for (let node = this.#first; node !== undefined; node = node.next) sizeBytes += node.stage?.heldBytes() ?? 0;
    return sizeBytes;
  }

  /** Nothing that comes from now on enters until `owner` lets go; what came before is not held by it. */
  hold(owner: object): void {
    if (!this.#gate.some((entry) => 'owner' in entry && entry.owner === owner)) this.#gate.push({ owner });
  }

  /** Lets go: what waited for this owner alone enters, in order. */
  letGo(owner: object): void {
    this.#gate = this.#gate.filter((entry) => !('owner' in entry) || entry.owner !== owner);
    for (let entry = this.#gate[0]; entry !== undefined && 'batch' in entry; entry = this.#gate[0]) {
      this.#gate.shift();
      this.#gateBytes -= batchBytes(entry.batch);
      this.#enter(this.#first, entry.batch);
    }
  }

  /** Adds a stage for the exchange that is under way. */
  addStage(rank: StageRank, create: StageFactory): Stage {
    const node: StageNode = { rank: STAGE_RANKS[rank], stage: undefined, next: undefined };
    const stage = create((batch) => this.#enter(node.next, batch));
    node.stage = stage;
    this.#insert(node);
    return stage;
  }

  /** Removes the stages of the exchange before, so that the next one can have its own. What they hold goes on. */
  renewStages(): void {
    for (let node = this.#first; node !== undefined; node = node.next) node.stage?.release();
    this.#disposeStages();
  }

  /** Drops everything inside and everything that is still to come. */
  dispose(): void {
    this.#disposed = true;
    this.#disposeStages();
    this.#gate = [];
    this.#gateBytes = 0;
    this.#waitingForSink = [];
  }

  #disposeStages(): void {
    for (let node = this.#first; node !== undefined; node = node.next) node.stage?.dispose();
    this.#first = undefined;
  }

  #insert(node: StageNode): void {
    if (this.#first === undefined || this.#first.rank > node.rank) {
      node.next = this.#first;
      this.#first = node;
      return;
    }
    let before = this.#first;
    while (before.next !== undefined && before.next.rank <= node.rank) before = before.next;
    node.next = before.next;
    before.next = node;
  }

  #enter(node: StageNode | undefined, batch: Batch): void {
    if (this.#disposed) return;
    if (node?.stage !== undefined) node.stage.push(batch);
    else this.#pour(batch);
  }

  // A mark may push into the pipe that runs it; what it pushes must not overtake the rest of its batch.
  #pour(batch: Batch): void {
    this.#waitingForSink.push(batch);
    if (this.#sinking) return;
    this.#sinking = true;
    try {
      for (let next = this.#waitingForSink.shift(); next !== undefined; next = this.#waitingForSink.shift()) {
        this.#sink(next);
      }
    } finally {
      this.#sinking = false;
    }
  }
}
