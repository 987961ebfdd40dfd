import { checkPositive, type Ensemble, ensemble, firstNonFinite, matrix, type Vector, vector } from '../array/index.js';
import { factoriseDense, smallLogDeterminant } from '../linear-algebra/index.js';
import type { CurvedPotential } from './curved-potential.js';

/** The map x ↦ y with y = x + τ∇φ(y), by which a proximal step moves a law: its inverse x = y − τ∇φ(y) is explicit. */
export interface ProximalMap {
  readonly potential: CurvedPotential;
  /** τ. */
  readonly step: number;
  /**
   * y of each x, [N, d].
   * @throws RangeError when a path is not finite, or finds no y: τ is too large for the curvature of φ
   */
  forward(paths: Ensemble): Ensemble;
  /** x of each y, and ln|det ∂x/∂y|, nats: by so much ln of the density grows from x to y. */
  back(paths: Ensemble): { readonly paths: Ensemble; readonly logDeterminant: Vector };
}

/** How near the solution a path must be. */
export interface ProximalMapOptions {
  /** Size of the last correction, relative to the path's or to 1; 1e-11 when left out. */
  readonly tolerance?: number;
}

/** Rounds of y ← x + τ∇φ(y), which converge where all |τ∇²φ| are below 1, then rounds of Newton's method. */
const [FIXED_ROUNDS, NEWTON_ROUNDS] = [40, 40];

/**
 * The proximal map of φ: y is where |x − y|²/2τ − φ(y) is least, if τ∇²φ < 1 there.
 * @param step τ > 0, in squared units of the paths
 * @throws RangeError when the step or the tolerance is not positive and finite
 * Cost: forward 3 to 40 gradients per path; back a gradient, the second derivatives and a determinant, O(d³).
 */
export function proximalMap(
  potential: CurvedPotential,
  step: number,
  { tolerance = 1e-11 }: ProximalMapOptions = {},
): ProximalMap {
  checkPositive('proximalMap: step', step);
  checkPositive('proximalMap: tolerance', tolerance);
  return {
    potential,
    step,
    forward: (from) => solved(potential, step, { from, tolerance }),
    back(paths) {
      const d = paths.signalLength;
      const slopes = potential.gradient(paths).data;
      const hessians = potential.hessians(paths);
      const logDeterminant = vector(paths.pathCount).map((_, n) => {
        const entries = hessians.row(n).map((value, i) => (i % (d + 1) === 0 ? 1 : 0) - step * value);
        return smallLogDeterminant(entries, d).logAbs;
      });
      const data = paths.data.map((value, i) => value - step * slopes[i]);
      return { paths: ensemble(paths.pathCount, paths.shape, data), logDeterminant };
    },
  };
}

function solved(
  potential: CurvedPotential,
  step: number,
  { from, tolerance }: { readonly from: Ensemble; readonly tolerance: number },
): Ensemble {
  const wrong = firstNonFinite(from.data);
  if (wrong >= 0) {
    throw new RangeError(
      `proximalMap: paths expects finite numbers, got ${from.data[wrong]} in path ${Math.floor(wrong / from.signalLength)}; look for what made it`,
    );
  }
  const y = ensemble(from.pathCount, from.shape, from.data.slice());
  const d = from.signalLength;
  let open = Array.from({ length: from.pathCount }, (_, n) => n);
  for (let round = 0; open.length > 0; round++) {
    if (round === FIXED_ROUNDS + NEWTON_ROUNDS) {
      throw new RangeError(
        `proximalMap: step ${step} leaves ${open.length} of ${from.pathCount} paths without a point to move to; take a smaller step`,
      );
    }
    const at = chosen(y, open);
    const change = residuals(potential, step, { at, from: chosen(from, open) });
    if (round >= FIXED_ROUNDS) turnToNewton(potential, step, { at, change });
    open = open.filter((n, i) => {
      let [moved, size] = [0, 1];
      for (let j = 0; j < d; j++) {
        const by = change.data[i * d + j];
        moved = Math.max(moved, Math.abs(by));
        size = Math.max(size, Math.abs(y.data[n * d + j]));
        y.data[n * d + j] += by;
      }
      return !(moved <= tolerance * size);
    });
  }
  return y;
}

/** x + τ∇φ(y) − y. */
function residuals(
  potential: CurvedPotential,
  step: number,
  { at, from }: { readonly at: Ensemble; readonly from: Ensemble },
): Ensemble {
  const slopes = potential.gradient(at).data;
  const data = from.data.map((value, i) => value + step * slopes[i] - at.data[i]);
  return ensemble(at.pathCount, at.shape, data);
}

/** Replaces residuals r by (1 − τ∇²φ)⁻¹ r. */
function turnToNewton(
  potential: CurvedPotential,
  step: number,
  { at, change }: { readonly at: Ensemble; readonly change: Ensemble },
): void {
  const d = at.signalLength;
  const hessians = potential.hessians(at);
  for (let n = 0; n < at.pathCount; n++) {
    const entries = hessians.row(n).map((value, i) => (i % (d + 1) === 0 ? 1 : 0) - step * value);
    factoriseDense(matrix(d, d, entries)).solve(change.path(n));
  }
}

function chosen(paths: Ensemble, rows: readonly number[]): Ensemble {
  if (rows.length === paths.pathCount) return ensemble(paths.pathCount, paths.shape, paths.data.slice());
  const { signalLength: d, data } = paths;
  const result = ensemble(rows.length, paths.shape);
  rows.forEach((n, i) => {
    for (let j = 0; j < d; j++) result.data[i * d + j] = data[n * d + j];
  });
  return result;
}

/**
 * ln of the density of a law after proximal maps, nats, [N]: the paths are taken back through all of them.
 * @param base ln of the density before the first map
 * @param maps in the order in which they moved the law
 * Cost: of `back`, once per map.
 */
export function proximalLogDensity(
  base: (paths: Ensemble) => Vector,
  maps: readonly ProximalMap[],
  paths: Ensemble,
): Vector {
  let at = paths;
  const gained = vector(paths.pathCount);
  for (let m = maps.length - 1; m >= 0; m--) {
    const { paths: before, logDeterminant } = maps[m].back(at);
    for (let n = 0; n < gained.length; n++) gained[n] += logDeterminant[n];
    at = before;
  }
  return base(at).map((value, n) => value + gained[n]);
}
