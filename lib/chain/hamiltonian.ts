import { checkCount, checkPositive, ensemble, type Vector, vector, vectorOf } from '../array/index.js';
import { normalRows } from '../compiled/index.js';
import { callOf, portable } from '../parallel/index.js';
import type { Kernel } from './kernel.js';
import { metropolised } from './metropolis.js';

/** Step, length and mass of Hamiltonian trajectories. */
export interface HamiltonianOptions {
  /** ε > 0; below 2 deviations of the narrowest direction, in units of its √mass, trajectories are stable. */
  readonly stepSize: number;
  /** n ≥ 1, leapfrog steps of a trajectory. */
  readonly leapfrogCount: number;
  /** Diagonal of the mass, [d], positive; the inverse variances of the law make all directions alike. 1 when left out. */
  readonly mass?: ArrayLike<number>;
}

/**
 * Hamiltonian Monte Carlo: momenta p ~ N(0, M) are drawn, n leapfrog steps follow the motion of H = U(x) + ½ pᵀM⁻¹p, and the end is taken
 * with probability min(1, e^{−ΔH}). The info's `logAcceptance` is −ΔH, whose exponential has mean 1 in equilibrium.
 * Source: Duane, Kennedy, Pendleton and Roweth (1987). With one leapfrog step it is Metropolis-adjusted Langevin with h = ε²/2.
 * @throws RangeError when the step is not positive and finite, the count no whole number from 1, or a mass not positive and finite; at a
 *   step, when masses are not as many as values of a path
 * Cost of a step: n gradients and a value of the potential, and d + 1 draws per chain.
 */
export function hamiltonian(options: HamiltonianOptions): Kernel {
  const { stepSize, leapfrogCount } = options;
  const mass = options.mass && vectorOf(options.mass);
  checkPositive('hamiltonian: stepSize', stepSize);
  checkCount('hamiltonian: leapfrogCount', leapfrogCount, 1);
  for (const one of mass ?? []) checkPositive('hamiltonian: mass', one);
  const settings = { stepSize, leapfrogCount, ...(mass && { mass }) };
  return {
    name: 'Hamiltonian Monte Carlo',
    isExact: true,
    usesGradient: true,
    identity: { hamiltonian: settings },
    call: callOf(madeHamiltonian, settings),
    move(state, potential, streams) {
      const { pathCount, shape, signalLength: d } = state.paths;
      if (mass && mass.length !== d) {
        throw new RangeError(
          `hamiltonian: mass expects ${d} numbers, one per value of a path, got ${mass.length}; give them in the order of the path`,
        );
      }
      const momenta = normalRows(streams, { rowCount: pathCount, length: d });
      if (mass) for (let i = 0; i < momenta.length; i++) momenta[i] *= Math.sqrt(mass[i % d]);
      const before = kineticEnergies(momenta, pathCount, mass);
      const data = state.paths.data.slice();
      const paths = ensemble(pathCount, shape, data);
      kick(momenta, state.gradient, 0.5 * stepSize);
      for (let step = 1; step < leapfrogCount; step++) {
        drift(data, momenta, stepSize, mass);
        kick(momenta, potential.gradient(paths).data, stepSize);
      }
      drift(data, momenta, stepSize, mass);
      const { values, gradient } = potential.evaluate(paths);
      kick(momenta, gradient.data, 0.5 * stepSize);
      const after = kineticEnergies(momenta, pathCount, mass);
      const logAcceptance = values.map((value, n) => state.potential[n] - value + (before[n] - after[n]));
      return metropolised(state, { paths, potential: values, gradient: gradient.data }, logAcceptance, streams);
    },
  };
}

const madeHamiltonian = portable('chain/hamiltonian', hamiltonian);

function kick(momenta: Vector, gradient: Vector, by: number): void {
  for (let i = 0; i < momenta.length; i++) momenta[i] -= by * gradient[i];
}

function drift(data: Vector, momenta: Vector, by: number, mass: Vector | undefined): void {
  if (!mass) {
    for (let i = 0; i < data.length; i++) data[i] += by * momenta[i];
    return;
  }
  for (let at = 0; at < data.length; at += mass.length) {
    for (let i = 0; i < mass.length; i++) data[at + i] += (by * momenta[at + i]) / mass[i];
  }
}

/** ½ pᵀM⁻¹p of each chain. */
function kineticEnergies(momenta: Vector, pathCount: number, mass: Vector | undefined): Vector {
  const d = momenta.length / pathCount;
  const energies = vector(pathCount);
  for (let n = 0; n < pathCount; n++) {
    let sum = 0;
    if (mass) for (let i = 0; i < d; i++) sum += (momenta[n * d + i] * momenta[n * d + i]) / mass[i];
    else for (let i = n * d; i < (n + 1) * d; i++) sum += momenta[i] * momenta[i];
    energies[n] = 0.5 * sum;
  }
  return energies;
}
