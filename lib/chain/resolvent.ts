import { type Ensemble, ensemble } from '../array/index.js';
import { quasiNewtonMinimum } from '../linear-algebra/index.js';
import { squared } from '../special/index.js';
import type { Potential } from './potential.js';

/**
 * Solves x + h ∇U(x) = y for each path: the implicit step of gradient descent, which is the minimum of U(x) + ‖x − y‖²/(2h).
 *
 * In closed form where the potential has it; else by the quasi-Newton search from y, path by path. Where U is not convex, the step is
 * unique for h below 1/|the most negative curvature| only.
 * @param paths y, [N, d]
 * @param stepSize h > 0
 * @returns x, within about 1e-10 in units of the step's residual
 * @throws RangeError naming the path when the search does not arrive; when U is not finite at y
 * Cost: about ten evaluations of the potential per path, and d² numbers.
 */
export function resolvent(potential: Potential, paths: Ensemble, stepSize: number): Ensemble {
  const direct = potential.resolvent?.(paths, stepSize);
  if (direct) return direct;
  const { pathCount, shape } = paths;
  const result = ensemble(pathCount, shape);
  for (let n = 0; n < pathCount; n++) {
    const y = paths.path(n);
    const { point, gradient, converged } = quasiNewtonMinimum(
      (x, slopes) => {
        const { values, gradient: slope } = potential.evaluate(ensemble(1, shape, x.slice()));
        let square = 0;
        for (let i = 0; i < x.length; i++) {
          slopes[i] = stepSize * slope.data[i] + x[i] - y[i];
          square += squared(x[i] - y[i]);
        }
        return stepSize * values[0] + 0.5 * square;
      },
      y,
      { gradientTolerance: TOLERANCE },
    );
    const rest = Math.max(...gradient.map(Math.abs));
    if (!converged && !(rest < 100 * TOLERANCE)) {
      throw new RangeError(
        `resolvent: the implicit step of path ${n} in ${potential.name} leaves a residual of ${rest}, expected below ` +
          `${TOLERANCE}; take a smaller step than ${stepSize}`,
      );
    }
    result.path(n).set(point);
  }
  return result;
}

/** Largest entry of x + h ∇U(x) − y, in the unit of the paths' values. */
const TOLERANCE = 1e-10;
