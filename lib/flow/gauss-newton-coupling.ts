import { type Ensemble, ensemble, type Matrix, matrix, shapeOf, type Vector, vector } from '../array/index.js';
import type { Energy } from '../energy/index.js';
import { bandedCoupling, factoriseDense } from '../linear-algebra/index.js';
import type { Flow } from './flow.js';
import { gramPathsOf } from './gauss-newton.js';
import type { GaussNewtonForce } from './gauss-newton-force.js';
import { type StepJacobians, weightedHessian } from './path-jacobian.js';

/**
 * Turns the couplings C = J M⁻¹Jᵀ of paths into their parts E of the K × K factor of a Gauss–Newton step, whose
 * determinant is Πₙ det Mₙ · det(I_K − (1/N) Σₙ Eₙ).
 *
 * The force w = γₜ(u) u depends on the paths through Φ̄ and through G. With r = Φ̄ − α and u = G⁻¹r,
 *
 *   dw = A dr − A′ dG u,  A = γₜG⁻¹ − s uuᵀ,  A′ = γₜG⁻¹ − (s/2) uuᵀ,
 *
 * s = γₜ/(rᵀu) where the step was shortened to the largest move, else 0. A path that enters G contributes
 * d(G u)ₖ = (Hₖ(Jᵀu + 2ε uₖ∇Φₖ) + H_u∇Φₖ)·dx over their number, H_u = Σ uₗHₗ = (I − M)/γₜ. So E = A C − A′ B N/(paths
 * in G), B = (rows Hₖ(Jᵀu + 2ε uₖ∇Φₖ)) M⁻¹Jᵀ + (C − JJᵀ)/γₜ: all corrections act through the K numbers w, and the
 * rank stays K.
 * Cost per path in G: K Hessian products, K pullbacks and the elimination of M with 2K columns.
 * @throws TypeError when the energy's Hessian is no band and its paths are long
 */
export function gaussNewtonCoupling(flow: Flow, ensembleSize: number): GaussNewtonCoupling {
  const { energy, gaussNewton } = flow;
  const { componentCount: K } = energy;
  const count = gramPathsOf(gaussNewton!, ensembleSize);
  const correction = gramCorrection(energy, gaussNewton!.ridge);

  return (paths, firstPath, forceOf, { couplings }) => {
    for (let n = 0; n < paths.pathCount; n++) {
      const number = firstPath + n;
      const force = forceOf(Math.floor(number / ensembleSize));
      const coupling = matrix(K, K, couplings.subarray(n * K * K, (n + 1) * K * K));
      const inGram = number % ensembleSize < count;
      const change = inGram ? correction(ensemble(1, paths.shape, paths.path(n)), force, coupling) : undefined;
      pulledBack(force, coupling, 1);
      if (change === undefined) continue;
      pulledBack(force, change, 0.5);
      for (let i = 0; i < K * K; i++) coupling.data[i] -= (ensembleSize / count) * change.data[i];
    }
  };
}

/** Rewrites the couplings of some paths; `forceOf` gives the force on each ensemble. */
export type GaussNewtonCoupling = (
  paths: Ensemble,
  firstPath: number,
  forceOf: (ensemble: number) => GaussNewtonForce,
  jacobians: StepJacobians,
) => void;

/** X ← γₜG⁻¹X − share · s uuᵀX. */
function pulledBack(
  { direction, stepSize, squaredLength, shortened, solve }: GaussNewtonForce,
  x: Matrix,
  share: number,
): void {
  const K = direction.length;
  const column = vector(K);
  const scale = shortened ? (share * stepSize) / squaredLength : 0;
  for (let l = 0; l < K; l++) {
    let along = 0;
    for (let k = 0; k < K; k++) {
      column[k] = x.data[k * K + l];
      along += direction[k] * column[k];
    }
    solve(column);
    for (let k = 0; k < K; k++) x.data[k * K + l] = stepSize * column[k] - scale * direction[k] * along;
  }
}

/** Makes the function that gives B of a path, [K, K]. */
function gramCorrection(
  energy: Energy,
  ridge: number,
): (path: Ensemble, force: GaussNewtonForce, coupling: Matrix) => Matrix {
  const { componentCount: K, signalLength: d } = energy;
  const units = matrix(K, K);
  for (let k = 0; k < K; k++) units.row(k)[k] = 1;
  const copies = ensemble(K, shapeOf(energy));
  const directions = ensemble(K, shapeOf(energy));
  const columns = vector(d * 2 * K);
  const products = blockProducts(energy, 2 * K);

  return (path, { direction, stepSize, weights }, coupling) => {
    for (let k = 0; k < K; k++) copies.path(k).set(path.data);
    const gradients = energy.pullback(copies, units).data;
    const total = energy.pullback(path, direction).data;
    for (let k = 0; k < K; k++) {
      const [along, gradient] = [directions.path(k), gradients.subarray(k * d, (k + 1) * d)];
      for (let i = 0; i < d; i++) along[i] = total[i] + 2 * ridge * direction[k] * gradient[i];
    }
    const turned = energy.hessianProduct(copies, units, directions).data;
    for (let k = 0; k < K; k++) {
      for (let i = 0; i < d; i++) {
        columns[i * 2 * K + k] = turned[k * d + i];
        columns[i * 2 * K + K + k] = gradients[k * d + i];
      }
    }
    const whole = products(path, weights, columns);
    const result = matrix(K, K);
    for (let k = 0; k < K; k++) {
      for (let l = 0; l < K; l++) {
        let gram = 0;
        for (let i = 0; i < d; i++) gram += gradients[k * d + i] * gradients[l * d + i];
        result.data[k * K + l] = whole[k * 2 * K + K + l] + (coupling.data[k * K + l] - gram) / stepSize;
      }
    }
    return result;
  };
}

/** Makes the function that gives Y M⁻¹Yᵀ of a path, [count, count], for `count` columns Yᵀ, [d, count]. */
function blockProducts(energy: Energy, count: number): (path: Ensemble, weights: Vector, columns: Vector) => Vector {
  const { signalLength: d, bandedHessian } = energy;
  const out = vector(count * count);
  if (bandedHessian) {
    const { bandwidth } = bandedHessian;
    const band = vector(d * (bandwidth + 1));
    return (path, weights, columns) => {
      bandedHessian.fill(path.data, weights, band);
      for (let at = 0; at < band.length; at++) band[at] = (at % (bandwidth + 1) === 0 ? 1 : 0) - band[at];
      bandedCoupling(band, columns, d, bandwidth, out);
      return out;
    };
  }
  const hessianOf = weightedHessian(energy);
  const column = vector(d);
  return (path, weights, columns) => {
    const block = hessianOf(path, weights);
    for (let at = 0; at < block.data.length; at++) block.data[at] = (at % (d + 1) === 0 ? 1 : 0) - block.data[at];
    const { solve } = factoriseDense(block);
    out.fill(0);
    for (let l = 0; l < count; l++) {
      for (let i = 0; i < d; i++) column[i] = columns[i * count + l];
      solve(column);
      for (let i = 0; i < d; i++)
        for (let k = 0; k < count; k++) out[k * count + l] += columns[i * count + k] * column[i];
    }
    return out;
  };
}
