/** So many times the input of the small one is given to the large one. */
const SCALE = 32;
const ROUNDS = 5;

/**
 * Growth of the time that `work` takes, from an input to one of 32 times its size: about 32 where it is linear, about
 * 1024 where it is quadratic. Both are measured in turn and the best time of each counts, so that a busy machine would
 * have to hold up every round of the large one.
 */
export function growthOf<Input>(make: (scale: number) => Input, work: (input: Input) => void): number {
  const [small, large] = [make(1), make(SCALE)];
  const millisecondsFor = (input: Input): number => {
    const startedAt = performance.now();
    work(input);
    return performance.now() - startedAt;
  };
  millisecondsFor(small);
  let best = { small: Infinity, large: Infinity };
  for (let round = 0; round < ROUNDS; round += 1) {
    best = {
      small: Math.min(best.small, millisecondsFor(small)),
      large: Math.min(best.large, millisecondsFor(large)),
    };
  }
  return best.large / best.small;
}

/** What lies as far from linear growth as from quadratic growth. */
export const BETWEEN_LINEAR_AND_QUADRATIC = SCALE ** 1.5;
