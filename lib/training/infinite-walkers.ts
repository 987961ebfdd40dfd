import { type Ensemble, ensemble, firstNonFinite, type Vector, vector, weightedRowSum } from '../array/index.js';
import {
  type BandedKernel,
  eachRow,
  gridLaw,
  type LineGrid,
  langevinKernel,
  meansAfter,
  pushed,
} from '../grid/index.js';
import { exp, log } from '../special/index.js';
import { type PotentialFamily, pathsOfPoints } from './family.js';
import type { TrainingProblem, Walkers } from './problem.js';

/** Law of the data, and the walkers' step. */
export interface InfiniteWalkersOptions {
  /** Masses of the data's law at each point, [n]. */
  readonly data: Vector;
  /** h > 0, of the walkers' Langevin steps. */
  readonly stepSize: number;
}

/**
 * Infinitely many walkers on a line: their law is a vector of masses, a step a banded matrix, and no mean has an error.
 *
 * The walkers are one row of three measures over the n points: their law E 1, the weighted law E e^A and E e^{2A}, the latter two over
 * e^A of the row's log-weight. For a step under K_k, with A as in `jarzynski`,
 * E e^A goes to e^{−U_{k+1}} K_{k+1}(e^{U_k} E e^A), which is the law of θ_{k+1} where it was that of θ_k, for any step size.
 * @param family of one-value paths
 * @throws RangeError when the family has longer paths, or the data have not one mass per point
 * Cost of a step: a kernel, and some products per entry of its band.
 */
export function infiniteWalkers(
  family: PotentialFamily,
  grid: LineGrid,
  { data, stepSize }: InfiniteWalkersOptions,
): TrainingProblem {
  const n = grid.points.length;
  if (family.shape.join() !== '1') {
    throw new RangeError(
      `infiniteWalkers: family expects paths of one value, got [${family.shape.join(', ')}]; use langevinWalkers for longer paths`,
    );
  }
  if (data.length !== n) {
    throw new RangeError(
      `infiniteWalkers: data expects ${n} masses, one per point, got ${data.length}; take gridLaw on the same grid`,
    );
  }
  const points = pathsOfPoints(grid.points);
  const slopesAt = remembered((parameters) => family.slopes(points, parameters));
  const meanSlopes = (masses: Vector, parameters: Vector): Vector => {
    const total = masses.reduce((sum, mass) => sum + mass, 0);
    return weightedRowSum(slopesAt(parameters), masses).map((sum) => sum / total);
  };
  const at = remembered((parameters: Vector): Stage => {
    const { values, gradient } = family.at(parameters).evaluate(points);
    return { potential: values, kernel: langevinKernel(grid, gradient.data, { stepSize }) };
  });
  const modelMasses = (parameters: Vector): Vector => gridLaw(grid, family.at(parameters).values(points)).masses;
  return {
    name: `${family.name}, infinitely many walkers on ${n} points`,
    walkerCount: 1,
    shape: [3 * n],
    parameterCount: family.parameterCount,
    dataSlopes: (parameters) => meanSlopes(data, parameters),
    modelSlopes: (parameters) => meanSlopes(modelMasses(parameters), parameters),
    fromData: () => walkersOf(data),
    fromModel: (parameters) => walkersOf(modelMasses(parameters)),
    move({ paths, logWeights }, parameters) {
      const { kernel } = at(parameters);
      const law = pushed(kernel, measure(paths, 0));
      // The three measures of walkers without weights are one law, which is pushed once.
      const hasWeights = [1, 2].some((m) => measure(paths, m).some((mass, i) => mass !== paths.data[i]));
      const others = [1, 2].map((m) => (hasWeights ? pushed(kernel, measure(paths, m)) : law));
      return { paths: joined([law, ...others]), logWeights };
    },
    lead({ paths, logWeights }, { from, to }) {
      const [before, after] = [at(from), at(to)];
      const law = pushed(before.kernel, measure(paths, 0));
      const led = ledMeasures(paths, before, after);
      checkMeasures(law, led.weighted);
      return { paths: joined([law, led.weighted, led.squared]), logWeights: logWeights.map((A) => A + led.gain) };
    },
    slopes: ({ paths }, parameters) => meanSlopes(measure(paths, 1), parameters),
    effectiveShare({ paths }) {
      const [weighted, squared] = [1, 2].map((m) => measure(paths, m).reduce((sum, mass) => sum + mass, 0));
      return (weighted * weighted) / squared;
    },
    logPartition: ({ logWeights }) => logWeights[0],
    redrawn: ({ paths, logWeights }) => ({ ...walkersOf(measure(paths, 1)), logWeights }),
    identity: { infinite: family.identity, points: grid.points, data, stepSize },
  };
}

/** The law of the walkers, without weights, [n]. */
export function walkerMasses({ paths }: Walkers): Vector {
  return measure(paths, 0);
}

/** U and the kernel of its steps. */
interface Stage {
  readonly potential: Vector;
  readonly kernel: BandedKernel;
}

function measure(paths: Ensemble, m: number): Vector {
  const n = paths.data.length / 3;
  return paths.data.subarray(m * n, (m + 1) * n);
}

function joined(measures: readonly Vector[]): Ensemble {
  const n = measures[0].length;
  const data = vector(3 * n);
  measures.forEach((one, m) => {
    data.set(one, m * n);
  });
  return ensemble(1, 3 * n, data);
}

function walkersOf(masses: Vector): Walkers {
  return { paths: joined([masses, masses, masses]), logWeights: vector(1) };
}

/** E e^A and E e^{2A} by point after a step, over the mean weight of before, and the logarithm of what the mean weight gained. */
function ledMeasures(
  paths: Ensemble,
  { potential: old, kernel }: Stage,
  { potential: now, kernel: next }: Stage,
): { readonly weighted: Vector; readonly squared: Vector; readonly gain: number } {
  const least = old.reduce((low, value) => Math.min(low, value), Infinity);
  const lifted = measure(paths, 1).map((mass, i) => (mass > 0 ? mass * exp(old[i] - least) : 0));
  const weighted = meansAfter(next, lifted).map((value, i) => value * exp(least - now[i]));
  const total = weighted.reduce((sum, mass) => sum + mass, 0);
  const squared = ledSquares(measure(paths, 2), kernel, next);
  for (let i = 0; i < squared.length; i++) squared[i] *= exp(2 * (least - now[i])) / (total * total);
  return { weighted: weighted.map((mass) => mass / total), squared, gain: log(total) };

  /** Σ_x s(x) e^{2(U(x) − least)} K_{k+1}(y, x)²/K_k(x, y) by point y: what a weight is multiplied with is that ratio of densities. */
  function ledSquares(squares: Vector, to: BandedKernel, back: BandedKernel): Vector {
    const result = vector(squares.length);
    eachRow(to, (i, begin, first, end) => {
      const factor = squares[i] * exp(2 * (old[i] - least));
      for (let j = first; j < end; j++) {
        const column = i - back.first[j];
        const forward = to.entries[begin + j];
        if (column < 0 || column >= back.width || !(forward > 0)) continue;
        const backward = back.entries[j * back.width + column];
        result[j] += (factor * backward * backward) / forward;
      }
    });
    return result;
  }
}

function checkMeasures(law: Vector, weighted: Vector): void {
  if (firstNonFinite(law) < 0 && firstNonFinite(weighted) < 0) return;
  throw new RangeError('infiniteWalkers: masses stopped being finite; take a lower rate or smaller steps');
}

/** Keeps the last two results, since a step asks for θ and θ′ and the next step for θ′ again. */
function remembered<T>(compute: (parameters: Vector) => T): (parameters: Vector) => T {
  const kept: { readonly key: string; readonly value: T }[] = [];
  return (parameters) => {
    const key = parameters.join();
    const found = kept.find((one) => one.key === key);
    if (found) return found.value;
    const value = compute(parameters.slice());
    kept.unshift({ key, value });
    kept.length = Math.min(kept.length, 2);
    return value;
  };
}
