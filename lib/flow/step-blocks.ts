import { checkIndex, type Ensemble, type Matrix, matrix, type Vector, vector, vectorOf } from '../array/index.js';
import type { DerivativeKernel, Precision } from '../compiled/index.js';
import { evaluatorOf } from '../energy/index.js';
import { addScaled, dot, type SpectralRange, type SymmetricOperator, spectralRange } from '../linear-algebra/index.js';
import { foldIn, type Key, normals } from '../random/index.js';
import type { Flow } from './flow.js';
import { initialize, inspect, pathForces } from './step.js';

/** The blocks A = I − (Jacobian of a step) of paths, ready to be multiplied by. */
export interface StepBlocks {
  /** The kernel that multiplies; its groups say which paths share products. */
  readonly kernel: DerivativeKernel;
  /** γ/scale where a block is the whole step of a path that is coupled to no other, A = Σ wₖ∇²Φₖ + c JᵀJ; else 0. */
  readonly c: number;
  /** v ↦ Av for path n; RangeError where there is none of that number. Cost: a product of the path's whole group. */
  operator(n: number): SymmetricOperator;
  /** A of path n, [d, d]. Cost: d products. */
  block(n: number): Matrix;
}

/**
 * Loads paths into a kernel and pulls back the forces of the step that they are about to take.
 * @param precision of compiled derivatives; energies that have none are multiplied by in double precision
 */
export function stepBlocks(flow: Flow, paths: Ensemble, precision: Precision = 'single'): StepBlocks {
  const { energy } = flow;
  const { signalLength: d, componentCount: count } = energy;
  const { pathCount } = paths;
  const kernel = evaluatorOf(energy).derivatives(pathCount, precision);
  kernel.load(paths.data);
  kernel.pullback(forcesOf(flow, paths).data, vector(paths.data.length));
  const c = flow.ensembleSize === 1 ? flow.stepSize / flow.lossScale : 0;
  const [directions, products, rates] = [d, d, count].map((length) => vector(kernel.width * length));

  function operator(n: number): SymmetricOperator {
    checkIndex('stepBlocks: n', n, pathCount);
    const [group, at] = [Math.floor(n / kernel.width), (n % kernel.width) * d];
    return (v, out) => {
      directions.fill(0);
      directions.set(v, at);
      kernel.hessianProduct(group, directions, c, products, rates);
      out.set(products.subarray(at, at + d));
    };
  }

  function block(n: number): Matrix {
    const result = matrix(d, d);
    const apply = operator(n);
    const unit = vector(d);
    for (let i = 0; i < d; i++) {
      unit[i] = 1;
      apply(unit, result.row(i));
      unit[i] = 0;
    }
    return result;
  }

  return { kernel, c, operator, block };
}

/** The forces c(Φ̄ − α) on all paths, [N, K]. Cost: one evaluation. */
export function forcesOf(flow: Flow, paths: Ensemble): Matrix {
  const { meanEnergies } = inspect(flow, initialize(flow, paths));
  return pathForces(flow, meanEnergies, paths);
}

/**
 * Smallest and largest eigenvalue of the blocks of all paths, by `stepCount` Lanczos steps from a random start; paths
 * of a group share products. The values found lie inside the spectrum: well separated eigenvalues are right to rounding
 * after some twenty steps, the ends of a dense spectrum to a few per cent.
 * Cost: `stepCount` products per path.
 */
export function spectrumEnds({ kernel, c }: StepBlocks, key: Key, stepCount: number): SpectralRange[] {
  const { width, pathCount, signalLength: d, componentCount } = kernel;
  const [directions, products, rates] = [vector(width * d), vector(width * d), vector(width * componentCount)];
  const ends: SpectralRange[] = [];
  for (let first = 0; first < pathCount; first += width) {
    const count = Math.min(width, pathCount - first);
    const lanes = Array.from({ length: count }, (_, l) => krylov(normals(foldIn(key, first + l), d)));
    for (let m = 0; m < Math.min(stepCount, d); m++) {
      lanes.forEach((lane, l) => {
        directions.set(lane.direction(), l * d);
      });
      kernel.hessianProduct(first / width, directions, c, products, rates);
      lanes.forEach((lane, l) => {
        lane.accept(products.slice(l * d, (l + 1) * d));
      });
    }
    for (const lane of lanes) ends.push(lane.range());
  }
  return ends;
}

/** An orthonormal basis of the spaces spanned by v, Av, A²v, …, in which A is tridiagonal. */
function krylov(start: Vector) {
  const basis: Vector[] = [];
  const [diagonal, side]: [number[], number[]] = [[], [Math.sqrt(dot(start, start))]];
  let next = start;
  return {
    direction(): Vector {
      const size = side[side.length - 1];
      if (basis.length === diagonal.length) basis.push(next.map((value) => (size > 0 ? value / size : 0)));
      return basis[basis.length - 1];
    },
    accept(product: Vector): void {
      diagonal.push(dot(product, basis[basis.length - 1]));
      for (let round = 0; round < 2; round++) for (const u of basis) addScaled(product, u, -dot(product, u));
      side.push(Math.sqrt(dot(product, product)));
      next = product;
    },
    range(): SpectralRange {
      const m = diagonal.length;
      return spectralRange((v, out) => {
        for (let i = 0; i < m; i++) {
          out[i] = diagonal[i] * v[i] + (i > 0 ? side[i] * v[i - 1] : 0) + (i < m - 1 ? side[i + 1] * v[i + 1] : 0);
        }
      }, m);
    },
  };
}

/** The larger of the absolute values of both ends, path by path. */
export function largestSize(ends: readonly SpectralRange[]): Vector {
  return vectorOf(ends.map(({ smallest, largest }) => Math.max(-smallest, largest)));
}
