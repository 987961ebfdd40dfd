import { firstNonFinite, type Vector, vector } from '../array/index.js';
import { solveDifferentialEquation } from '../linear-algebra/index.js';
import { log } from '../special/index.js';
import { applied, circleDerivative, circlePoints, TURN } from './circle.js';
import type { CirclePotential } from './circle-potential.js';

const TOLERANCE = 1e-12;

/** How far the mass of a start may be from 1. */
const MASS_TOLERANCE = 1e-6;

/**
 * The gradient flow of D(·‖π) on the circle itself: the solution of the Fokker–Planck equation ∂ₜρ = (V′ρ + ρ′)′, by trigonometric
 * polynomials. Mass is kept to rounding; the error falls faster than any power of the number of points. Points too few
 * for e^{−V} show as negative densities, which `circleDivergence` refuses.
 * @param start ρ₀ at `circlePoints`, [n], n odd, with the mass 1
 * @param times t₀ < t₁ < …, the start belongs to the first
 * @returns ρ at the points, one vector per time
 * @throws RangeError when n is not odd, the start not finite or its mass not 1, or times not in rising order
 * Cost: some n² t steps of n² operations.
 */
export function circleFlow(
  potential: CirclePotential,
  { start, times }: { readonly start: Vector; readonly times: readonly number[] },
): Vector[] {
  const derivative = circleDerivative(start.length);
  const slopes = circlePoints(start.length).map(potential.slope);
  const wrong = firstNonFinite(start);
  if (wrong >= 0)
    throw new RangeError(
      `circleFlow: start expects finite numbers, got ${start[wrong]} at ${wrong}; evaluate a density at circlePoints`,
    );
  const mass = (TURN / start.length) * start.reduce((sum, rho) => sum + rho, 0);
  if (!(Math.abs(mass - 1) < MASS_TOLERANCE)) {
    throw new RangeError(`circleFlow: start expects a density of mass 1, got mass ${mass}; divide it by its mass`);
  }
  times.forEach((time, i) => {
    if (Number.isFinite(time) && (i === 0 || time > times[i - 1])) return;
    throw new RangeError(`circleFlow: times expects finite numbers in rising order, got ${time} at ${i}; sort them`);
  });
  const flux = vector(start.length);
  return solveDifferentialEquation(
    (_, density, out) => {
      const gradient = applied(derivative, density);
      for (let i = 0; i < flux.length; i++) flux[i] = slopes[i] * density[i] + gradient[i];
      out.set(applied(derivative, flux));
    },
    start,
    times,
    { tolerance: TOLERANCE },
  );
}

/**
 * D(ρ‖π), nats, of a density at `circlePoints`, [n], of mass 1.
 * @throws RangeError when the density is not positive and finite everywhere
 */
export function circleDivergence(potential: CirclePotential, density: Vector): number {
  const wrong = density.findIndex((rho) => !(rho > 0 && rho < Infinity));
  if (wrong >= 0) {
    throw new RangeError(
      `circleDivergence: density expects positive finite numbers, got ${density[wrong]} at ${wrong}; take more points`,
    );
  }
  const points = circlePoints(density.length);
  const mean = density.reduce((sum, rho, i) => sum + rho * (log(rho) + potential.value(points[i])), 0) / density.length;
  return TURN * mean + potential.logPartition;
}
