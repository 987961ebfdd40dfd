import { checkLength, type Matrix, matrix, type Vector, vector } from '../array/index.js';
import { gridLaw, type LineGrid } from '../grid/index.js';
import { exp, log, squared } from '../special/index.js';
import { checkAllPositive } from './number-check.js';

/** How long paths have, and how much noise. */
export interface ProximalKernelOptions {
  /** τ > 0. */
  readonly step: number;
  /** β > 0, the variance that noise adds being 2β per time; the limit of short steps is Langevin's equation at this temperature. */
  readonly temperature: number;
}

/** The regularised proximal step of a potential on the points of a grid. */
export interface ProximalKernel {
  /** K, [n, n]: row i has the law in which paths from point i end. */
  readonly transition: Matrix;
  /** U at the start: the least that a path pays from each point, [n]. */
  readonly values: Vector;
  /** The law that K keeps and is reversible under, ∝ e^{−(V + U)/2β}: masses, [n]. */
  readonly law: Vector;
}

/**
 * The step from ρ₀ to the law of X_τ in the game whose paths pay E ∫₀^τ ½|v|² dt + E V(X_τ), dX = v dt + √(2β) dW (Li, Liu and Osher
 * 2023). The terminal cost being linear, e^{−U/2β} solves the heat equation, and
 *
 *     K(y, x) ∝ e^{−(V(x) + |x − y|²/2τ)/2β},   e^{−U(y)/2β} = ∫ N(z; y, 2βτ) e^{−V(z)/2β} dz.
 *
 * N(x; y, 2βτ) being symmetric, e^{−V(y)/2β} e^{−U(y)/2β} K(y, x) is so too. For short steps the kept law becomes e^{−V/β}.
 * @param potential V at each point, [n]; +∞ where no path may end
 * @throws RangeError when the potential has not one number per point, or holds NaN or −∞ or no finite number, when an option is not
 *   positive and finite, or when the noise √(2βτ) is below three quarters of the grid’s spacing
 * Cost: n² exponentials. Error: that of the trapezoidal rule, small where e^{−V/2β} and the noise are resolved and held by the grid.
 */
export function proximalKernel(
  grid: LineGrid,
  potential: Vector,
  { step, temperature }: ProximalKernelOptions,
): ProximalKernel {
  const { points, spacing } = grid;
  checkLength('proximalKernel: potential', potential, points.length);
  checkAllPositive('proximalKernel', { step, temperature });
  const wrong = potential.findIndex((value) => !(value > -Infinity));
  if (wrong >= 0 || potential.every((value) => value === Infinity)) {
    const got = wrong >= 0 ? `${potential[wrong]} at ${points[wrong]}` : 'none that is finite';
    throw new RangeError(
      `proximalKernel: potential expects numbers or +∞, one of them finite, got ${got}; take a grid where V is defined`,
    );
  }
  const noise = Math.sqrt(2 * temperature * step);
  if (!(noise >= 0.75 * spacing)) {
    throw new RangeError(
      `proximalKernel: step and temperature expect noise √(2βτ) of at least three quarters of the spacing ${spacing}, got ${noise}; ` +
        'take a longer step or more points',
    );
  }
  const scale = 0.5 * log(4 * Math.PI * temperature * step);
  const [values, transition] = [vector(points.length), matrix(points.length, points.length)];
  points.forEach((from, i) => {
    const row = transition.row(i);
    points.forEach((to, j) => {
      row[j] = -(potential[j] + squared(to - from) / (2 * step)) / (2 * temperature);
    });
    const largest = row.reduce((high, value) => Math.max(high, value), -Infinity);
    let total = 0;
    for (let j = 0; j < row.length; j++) {
      row[j] = exp(row[j] - largest);
      total += row[j];
    }
    for (let j = 0; j < row.length; j++) row[j] /= total;
    values[i] = 2 * temperature * (scale - largest - log(spacing * total));
  });
  const { masses } = gridLaw(
    grid,
    potential.map((value, i) => (value + values[i]) / (2 * temperature)),
  );
  return { transition, values, law: masses };
}
