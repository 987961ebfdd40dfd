import { rowAt, type Space, turn } from '../algorithm/index.js';
import { matrix, meanRows, vector } from '../array/index.js';
import type { Range } from '../parallel/index.js';
import { squared } from '../special/index.js';
import type { DescentMeasure, DescentSchema } from './descent-algorithm.js';
import type { Flow } from './flow.js';
import { loss } from './step.js';
import { collapseDeterminant } from './step-determinant.js';
import { chosenScope } from './stochastic-jacobian.js';

/**
 * Writes row t of a descent's records once all shards have reached t: the first shard writes the sums over all paths,
 * each shard those of its own ensembles and paths. An ensemble belongs to the shard of its first path.
 */
export function descentRecorder(
  flow: Flow,
  { functionals, probes: options, measureEvery = 1 }: DescentMeasure,
  space: Space<DescentSchema>,
  range: Range,
): (t: number) => void {
  const { componentCount } = flow.energy;
  const { pathCount, ensembleSize: size, records } = space;
  const energies = space.exchanged.map((values) => matrix(pathCount, componentCount, values.energies));
  const ensembleCount = pathCount / size;
  const mean = vector(componentCount);
  const scope = functionals ? chosenScope(flow, options) : 'block';

  function summarise(t: number): void {
    const rows = energies[t % 2];
    let sum = 0;
    for (let e = 0; e < ensembleCount; e++) {
      meanRows(rows, e * size, size, mean);
      sum += loss(flow, mean);
    }
    records.losses[t - space.firstStep] = sum / ensembleCount;
    const total = rowAt(records.meanEnergies, space, t);
    const spread = rowAt(records.energyVariances, space, t);
    meanRows(rows, 0, pathCount, total);
    spread.fill(0);
    for (let i = 0; i < rows.data.length; i++) {
      spread[i % componentCount] += squared(rows.data[i] - total[i % componentCount]);
    }
    for (let k = 0; k < componentCount; k++) spread[k] /= pathCount;
  }

  /** Adds the last step's loss of entropy of each of the shard's paths. */
  function measurePaths(t: number): void {
    const { blocks } = turn(space.passing, t);
    const [before, now] = [t - 1, t].map((step) => rowAt(records.pathLosses, space, step));
    for (let n = range.start; n < range.end; n++) now[n] = before[n] - blocks[n];
  }

  /** Adds the last step's loss of entropy of each ensemble whose first path is the shard's. */
  function measureEnsembles(t: number): void {
    const { variances, probes, collapses, couplings } = turn(space.passing, t);
    const [lossBefore, lossNow] = [t - 1, t].map((step) => rowAt(records.collapseLoss, space, step));
    const [varianceBefore, varianceNow] = [t - 1, t].map((step) => rowAt(records.probeVariances, space, step));
    for (let e = Math.ceil(range.start / size); e * size < range.end; e++) {
      const low =
        scope === 'block'
          ? collapseDeterminant(flow, couplings, probes, e * size, size)
          : { logAbs: scope === 'parts' ? collapses[e] : 0, variance: 0 };
      let variance = low.variance;
      for (let n = e * size; n < (e + 1) * size; n++) variance += variances[n];
      lossNow[e] = lossBefore[e] - low.logAbs / size;
      // A measurement stands for `measureEvery` steps, whose errors are one and the same.
      varianceNow[e] = varianceBefore[e] + (measureEvery * variance) / (size * size);
    }
  }

  return (t) => {
    if (range.start === 0) summarise(t);
    if (functionals && t > space.firstStep) {
      measurePaths(t);
      measureEnsembles(t);
    }
    const at = space.snapshotSteps.indexOf(t);
    if (at < 0) return;
    const [first, last] = [range.start * componentCount, range.end * componentCount];
    space.snapshots.energies.set(energies[t % 2].data.subarray(first, last), at * pathCount * componentCount + first);
  };
}
