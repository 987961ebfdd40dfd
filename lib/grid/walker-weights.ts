import { checkPositive, type Vector, vector } from '../array/index.js';
import { exp } from '../special/index.js';
import { gridLaw } from './grid-law.js';
import type { LineGrid } from './line-grid.js';

/** A potential of a schedule on the points of a grid. */
export interface GridPotential {
  /** U at each point, nats, [n]. */
  readonly values: Vector;
  /** U′ at each point, [n]. */
  readonly slopes: Vector;
}

/** What infinitely many weighted walkers say, without Monte Carlo error. */
export interface WalkerMeans {
  /** Z_T/Z₀ and E_{U_T} x, by sums over the grid. */
  readonly partitionRatio: number;
  readonly targetMean: number;
  /** E e^A, which is Z_T/Z₀ for every step size. */
  readonly meanWeight: number;
  /** E x e^A/E e^A, which is E_{U_T} x. */
  readonly weightedMean: number;
  /** (E e^A)²/E e^{2A}: the share of walkers that count. */
  readonly effectiveShare: number;
  /** E x without weights. */
  readonly plainMean: number;
  /** E e^B with B the work without the correction for the step: B′ = B + U_k(x′) − U_{k+1}(x′) after the move in U_k. Biased. */
  readonly uncorrectedWeight: number;
  /** The same in the usual order, B′ = B + U_k(x) − U_{k+1}(x) and then a move in U_{k+1}. Biased. */
  readonly workThenMoveWeight: number;
}

/**
 * Infinitely many walkers that Langevin steps x′ = x − h U_k′(x) + √(2h) ξ lead through a schedule, by quadrature: the weights of
 * `jarzynski` (lib/chain), and those that leave the correction for the step out.
 *
 * Densities are carried forward, each multiplied by what its weights are on average at a point. Sums over a grid converge faster than any
 * power of the spacing, once that is a few times smaller than √(2h) and than the features of the potentials.
 * @param schedule U₀ … U_T on the points, whose ends lie where no walker comes
 * @param options.stepSize h > 0
 * @throws RangeError when there are fewer than two potentials, the step size is not positive and finite, or a potential does not fit the
 *   grid
 * Cost: 4 n² exponentials per step.
 */
export function walkerMeans(
  grid: LineGrid,
  schedule: readonly GridPotential[],
  { stepSize }: { readonly stepSize: number },
): WalkerMeans {
  const { points, spacing } = grid;
  if (schedule.length < 2) {
    throw new RangeError(
      `walkerMeans: schedule expects two potentials or more, got ${schedule.length}; give the first and the last at least`,
    );
  }
  checkPositive('walkerMeans: stepSize', stepSize);
  const wrong = schedule.findIndex(({ slopes }) => slopes.length !== points.length);
  if (wrong >= 0) {
    throw new RangeError(
      `walkerMeans: slopes expect ${points.length} numbers, one per point, got ${schedule[wrong].slopes.length}; evaluate them at grid.points`,
    );
  }
  const [first, last] = [schedule[0], schedule[schedule.length - 1]].map(({ values }) => gridLaw(grid, values));
  let [plain, weighted, squares, uncorrected, workFirst] = Array.from({ length: 5 }, () => first.masses);
  for (let k = 0; k + 1 < schedule.length; k++) {
    const [now, next] = [schedule[k], schedule[k + 1]];
    const gain = now.values.map((value, i) => exp(value - next.values[i]));
    const moves = { from: now, to: next };
    plain = moved(plain, moves, 0);
    weighted = moved(weighted, moves, 1);
    squares = moved(squares, moves, 2);
    uncorrected = product(moved(uncorrected, moves, 0), gain);
    workFirst = moved(product(workFirst, gain), { ...moves, from: next }, 0);
  }
  const meanWeight = total(weighted);
  return {
    partitionRatio: exp(last.logPartition - first.logPartition),
    targetMean: total(product(last.masses, points)),
    meanWeight,
    weightedMean: total(product(weighted, points)) / meanWeight,
    effectiveShare: (meanWeight * meanWeight) / total(squares),
    plainMean: total(product(plain, points)),
    uncorrectedWeight: total(uncorrected),
    workThenMoveWeight: total(workFirst),
  };

  /** Σ_x f(x) K(x, y) e^{c (A′ − A)} at each y, K the density of a Langevin step times the spacing. */
  function moved(masses: Vector, { from, to }: Moves, weightPower: number): Vector {
    const scale = spacing / Math.sqrt(4 * Math.PI * stepSize);
    const result = vector(points.length);
    for (let j = 0; j < points.length; j++) {
      if (masses[j] === 0) continue;
      const slope = from.slopes[j];
      for (let i = 0; i < points.length; i++) {
        const jump = points[i] - points[j];
        const noise = jump + stepSize * slope;
        let exponent = (-noise * noise) / (4 * stepSize);
        if (weightPower > 0) {
          const forth = from.values[j] + slope * (0.5 * jump + 0.25 * stepSize * slope);
          const back = to.values[i] + to.slopes[i] * (-0.5 * jump + 0.25 * stepSize * to.slopes[i]);
          exponent += weightPower * (forth - back);
        }
        if (exponent > NEGLIGIBLE) result[i] += masses[j] * scale * exp(exponent);
      }
    }
    return result;
  }
}

/** Exponents below this one add nothing in double precision. */
const NEGLIGIBLE = -80;

/** One step: the potential that moves, and the one that weighs the new point. */
interface Moves {
  readonly from: GridPotential;
  readonly to: GridPotential;
}

function product(a: Vector, b: Vector): Vector {
  return a.map((value, i) => value * b[i]);
}

function total(values: Vector): number {
  return values.reduce((sum, value) => sum + value, 0);
}
