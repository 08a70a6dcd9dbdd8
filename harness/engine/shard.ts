import type { CaseDefinition } from './case.js';
import type { PlannedCase } from './plan.js';
import { revisionsByAge } from './plan.js';
import { laneOf } from './scheduler.js';
import type { Lane } from './scheduler.js';

/** One part of a run that is divided among several machines. */
export interface Shard {
  /** From 1 to `count`. */
  readonly index: number;
  readonly count: number;
}

const LANES: readonly Lane[] = ['alone', 'heavy', 'announcing', 'waiting', 'quick'];

/**
 * Which of the planned cases belong to a shard. Every one belongs to exactly one, and each shard has its share of every
 * lane. That depends on the definitions alone and not on what a target offers, because each machine looks at a target of
 * its own: were they to differ, cases would fall between the shards.
 */
export function inShard(cases: readonly CaseDefinition[], shard: Shard | undefined): (planned: PlannedCase) => boolean {
  if (shard === undefined) return () => true;
  const dealt = LANES.flatMap((lane) => cases.filter((definition) => laneOf(definition) === lane));
  const turns = new Map(dealt.map((definition, position) => [definition.id, position]));
  return ({ definition, revision }) => {
    // The revisions of a case go to different shards, and those of the next case begin with another one.
    const step = definition.once === true ? 0 : revisionsByAge(definition).indexOf(revision);
    return ((turns.get(definition.id) ?? 0) + step) % shard.count === shard.index - 1;
  };
}
