import { type Ensemble, ensemble, matrix, type Vector, vector } from '../../array/index.js';
import type { Energy } from '../../energy/index.js';
import { dot } from '../../linear-algebra/index.js';
import { gaussian } from '../../model/index.js';
import { key, normals } from '../../random/index.js';

/** Number of rounds of the power iteration: the step size needs the eigenvalue to about one digit. */
const ROUNDS = 20;

const MOST_ENDS = 64;

/**
 * A step size that is steady where a descent starts and, where that is known, where it is to end: 1/λ, λ the largest curvature of
 * the loss ‖Φ − α‖²/(2‖α‖²) at four paths of noise, and that of a mean field whose paths are the series' own blocks. A descent on
 * a quadratic is stable below 2/λ. For stylized features and the markets of section 5.2 this gives 0.6 to 1 of the paper's γ.
 * @param ends blocks of the series, of which 64 at most are looked at; only the start counts when left out
 * Cost: K pullbacks and 20 Hessian products of four paths, and K pullbacks of the blocks.
 */
export function steadyStepSize(energy: Energy, target: Vector, ends?: Ensemble): number {
  const scale = target.reduce((sum, entry) => sum + entry * entry, 0) || 1;
  const start = gaussian({ signalLength: energy.signalLength }).sample(key(4), 4);
  const atEnd = ends ? meanFieldCurvature(energy, spreadPaths(ends, MOST_ENDS)) : 0;
  const curvature = Math.max(...curvatures(energy, start, target), atEnd);
  return curvature > 0 && Number.isFinite(curvature) ? scale / curvature : 1;
}

/** At most `count` paths of an ensemble, evenly spaced. */
function spreadPaths({ pathCount, signalLength, path }: Ensemble, count: number): Ensemble {
  const taken = Math.min(count, pathCount);
  const result = ensemble(taken, signalLength);
  for (let n = 0; n < taken; n++) result.path(n).set(path(Math.floor((n * pathCount) / taken)));
  return result;
}

/** The spectral radius of Σ (Φₖ − αₖ)∇²Φₖ + JᵀJ of each path. */
function curvatures(energy: Energy, paths: Ensemble, target: Vector): number[] {
  const { componentCount, signalLength } = energy;
  const weights = matrix(
    paths.pathCount,
    componentCount,
    energy.values(paths).data.map((value, i) => value - target[i % componentCount]),
  );
  const gradients = gradientsOf(energy, paths);
  let directions = ensemble(paths.pathCount, signalLength, normals(key(5), paths.data.length));
  let lengths: number[] = [];
  for (let round = 0; round <= ROUNDS; round++) {
    lengths = Array.from({ length: paths.pathCount }, (_, n) => normalise(directions.path(n)));
    if (round === ROUNDS) break;
    const products = energy.hessianProduct(paths, weights, directions);
    for (const gradient of gradients) {
      for (let n = 0; n < paths.pathCount; n++)
        addMultiple(products.path(n), dot(gradient.path(n), directions.path(n)), gradient.path(n));
    }
    directions = products;
  }
  return lengths;
}

/** The largest eigenvalue of (1/N) Σ J Jᵀ over the paths. */
function meanFieldCurvature(energy: Energy, paths: Ensemble): number {
  const gradients = gradientsOf(energy, paths);
  let direction = vector(gradients.length).fill(1);
  let length = 0;
  for (let round = 0; round <= ROUNDS; round++) {
    length = normalise(direction);
    const pull = vector(paths.data.length);
    gradients.forEach((gradient, k) => {
      addMultiple(pull, direction[k] / paths.pathCount, gradient.data);
    });
    direction = vector(gradients.length).map((_, k) => dot(gradients[k].data, pull));
  }
  return length;
}

/** ∇Φₖ of every path, for each k. */
function gradientsOf(energy: Energy, paths: Ensemble): Ensemble[] {
  return Array.from({ length: energy.componentCount }, (_, k) => {
    const unit = vector(energy.componentCount);
    unit[k] = 1;
    return energy.pullback(paths, unit);
  });
}

/** Divides a vector by its length. @returns the length */
function normalise(v: Vector): number {
  const length = Math.sqrt(dot(v, v));
  if (length > 0) for (let i = 0; i < v.length; i++) v[i] /= length;
  return length;
}

function addMultiple(to: Vector, factor: number, v: Vector): void {
  for (let i = 0; i < v.length; i++) to[i] += factor * v[i];
}
