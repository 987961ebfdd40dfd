/** Sums over all states of few spins or units, by loops that follow the definitions. */

/** All states of n units of two values, unit 0 varying fastest. */
export function allStates(count: number, [low, high]: readonly [number, number]): number[][] {
  return Array.from({ length: 2 ** count }, (_, state) =>
    Array.from({ length: count }, (_, i) => (Math.floor(state / 2 ** i) % 2 === 1 ? high : low)),
  );
}

/** The bond sum of Ising's model on a torus: every site with the next one of its row and of its column. */
export function bondSum(spins: readonly number[], rows: number, columns: number): number {
  let sum = 0;
  for (let row = 0; row < rows; row++) {
    for (let column = 0; column < columns; column++) {
      const spin = spins[row * columns + column];
      sum +=
        spin * spins[((row + 1) % rows) * columns + column] + spin * spins[row * columns + ((column + 1) % columns)];
    }
  }
  return sum;
}

/** Averages under e^{−βU}/Z of a list of energies, and the mean of a value per state. */
export function gibbs(energies: readonly number[], beta: number) {
  const weights = energies.map((energy) => Math.exp(-beta * energy));
  const partition = weights.reduce((sum, weight) => sum + weight, 0);
  const mean = (values: readonly number[]): number =>
    values.reduce((sum, value, state) => sum + weights[state] * value, 0) / partition;
  const meanEnergy = mean(energies);
  return {
    logPartition: Math.log(partition),
    meanEnergy,
    energyVariance: mean(energies.map((energy) => (energy - meanEnergy) ** 2)),
    mean,
  };
}

export const total = (values: readonly number[]): number => values.reduce((sum, value) => sum + value, 0);
