import { checkPositive, matrix, type Vector, vector } from '../../array/index.js';
import { factoriseDense, newtonMinimum, solveDifferentialEquation } from '../../linear-algebra/index.js';
import { spectrumWith } from '../../model/index.js';
import { cos, exp, log, squared } from '../../special/index.js';

/**
 * Towards what a mean-field descent of autocovariances goes, on a circle: Φ₀ = ∑ x²/d and Φ₁ = ∑ xᵢxᵢ₊₁/d. From white noise the law stays
 * Gaussian, and every frequency ω is multiplied by a number of its own: its amplitude, whose square is the spectrum.
 */
export interface DescentSetting {
  /** α = (1, ρ), ρ in (−1, 1), such that d values on a circle can have it: above cos(π(d − 1)/d) for an odd d. */
  readonly correlation: number;
  /** d, from 2. */
  readonly signalLength: number;
}

/** How a step finds the forces on the energies and moves by them. */
export interface DescentScheme {
  readonly name: string;
  /** The amplitudes after a step, [d]. */
  next(setting: DescentSetting, move: AmplitudeMove): Vector;
}

/** Where a step starts. */
export interface AmplitudeMove {
  /** By frequency, [d]. */
  readonly amplitudes: Vector;
  /** γ times 4c/d, with c = 1/|α|²: by so much a short explicit step lowers the variance's distance from the target, relatively. */
  readonly step: number;
  readonly before?: Vector;
}

/**
 * The dual problem of an implicit step of ½c|E Φ − α|², whole or cut. For forces w on the energies, τ times the second derivative of w·Φ
 * at a frequency is u, and a value x pays min (u y² + (y − x)²) = x² u/(1 + u).
 */
interface DualCut {
  /** u/(1 + u), or its first terms; NaN where there is no least cost. */
  value(u: number): number;
  slope(u: number): number;
  bend(u: number): number;
  /** What a frequency's amplitude is multiplied by. */
  move(u: number): number;
}

const whole: DualCut = {
  value: (u) => (u > -1 ? u / (1 + u) : NaN),
  slope: (u) => 1 / squared(1 + u),
  bend: (u) => -2 / (squared(1 + u) * (1 + u)),
  move: (u) => 1 / (1 + u),
};
const one: DualCut = { value: (u) => u, slope: () => 1, bend: () => 0, move: (u) => 1 - u };
const two: DualCut = { value: (u) => u - u * u, slope: (u) => 1 - 2 * u, bend: () => -2, move: (u) => 1 - u };
const three: DualCut = {
  value: (u) => u - u * u + u * u * u,
  slope: (u) => 1 - 2 * u + 3 * u * u,
  bend: (u) => 6 * u - 2,
  move: (u) => 1 - u + u * u,
};

/** The paper's step: forces c(E Φ − α) at the start of the step. It is the dual problem with one term. */
export const explicitDescent = cutScheme('explicit, eq. (6)', one);
/** With the penalty of the gradient: forces (I/c + τG)⁻¹(E Φ − α), G = E JJᵀ, a Gauss–Newton step with a ridge. */
export const penalisedDescent = cutScheme('dual, gradient penalty', two);
/** With the term of second order. */
export const secondOrderDescent = cutScheme('dual, second order', three);
/** Forces c(E Φ − α) at the end of the step. */
export const implicitDescent = cutScheme('implicit', whole);

/** Half an implicit step, continued to twice its length. */
export const midpointDescent: DescentScheme = {
  name: 'midpoint',
  next(setting, { amplitudes, step }) {
    const half = proximal(setting, amplitudes, { step: step / 2, cut: whole });
    return half.map((value, j) => 2 * value - amplitudes[j]);
  },
};

/** Backward differences of second order. */
export const backwardDifferenceDescent: DescentScheme = {
  name: 'backward differences',
  next(setting, { amplitudes, step, before }) {
    if (before === undefined) return midpointDescent.next(setting, { amplitudes, step });
    const anchor = amplitudes.map((value, j) => (4 * value - before[j]) / 3);
    return proximal(setting, anchor, { step: (2 * step) / 3, cut: whole });
  },
};

function cutScheme(name: string, cut: DualCut): DescentScheme {
  return { name, next: (setting, { amplitudes, step }) => proximal(setting, amplitudes, { step, cut }) };
}

/** Where a descent arrives. */
export interface DescentEnd {
  readonly stepCount: number;
  readonly amplitudes: Vector;
  /** Entropy of the law of largest entropy on the circle with the target's energies, less the entropy reached: nats per path. */
  readonly entropyGap: number;
  /** ½|E Φ − α|²/|α|² after every step, [stepCount + 1]. */
  readonly losses: readonly number[];
}

const ARRIVED = 1e-22;

/**
 * Steps of a scheme from white noise until the loss is below 1e-22.
 * @throws RangeError when the step is not positive, no law on the circle has the target's energies, 10 000 steps do not suffice, or a step
 *   finds no forces: take shorter steps
 */
export function descentEnd(scheme: DescentScheme, setting: DescentSetting, step: number): DescentEnd {
  checkPositive('descentEnd: step', step);
  const { signalLength, correlation } = setting;
  const largest = signalLength * spectrumWith([1, correlation], { signalLength, power: 1 }).entropyPerValue;
  let [amplitudes, before]: [Vector, Vector | undefined] = [vector(setting.signalLength).fill(1), undefined];
  const losses = [lossOf(setting, amplitudes)];
  while (!(losses[losses.length - 1] < ARRIVED)) {
    if (losses.length > 10000) {
      throw new RangeError(
        `descentEnd: ‘${scheme.name}’ has not arrived after 10000 steps of ${step}; take shorter steps`,
      );
    }
    [amplitudes, before] = [scheme.next(setting, { amplitudes, step, before }), amplitudes];
    losses.push(lossOf(setting, amplitudes));
  }
  const logs = amplitudes.reduce((sum, value) => sum + log(Math.abs(value)), 0);
  return { stepCount: losses.length - 1, amplitudes, entropyGap: largest - logs, losses };
}

/** The amplitudes of the flow itself at a time, in units of `AmplitudeMove.step`. */
export function descentFlow(setting: DescentSetting, time: number): Vector {
  const factors = factorsOf(setting);
  const [, end] = solveDifferentialEquation(
    (_, logs, out) => {
      const means = meansOf(factors, logs.map(exp));
      const forces = means.map((mean, k) => 0.5 * (mean - factors.target[k]));
      out.set(factors.rows[0].map((_, j) => -hessianAt(factors, forces, j)));
    },
    vector(setting.signalLength),
    [0, time],
    { tolerance: 1e-12 },
  );
  return end.map(exp);
}

/** ½|E Φ − α|²/|α|². */
function lossOf(setting: DescentSetting, amplitudes: Vector): number {
  const factors = factorsOf(setting);
  const means = meansOf(factors, amplitudes);
  const scale = factors.target.reduce((sum, value) => sum + squared(value), 0);
  return means.reduce((sum, mean, k) => sum + squared(mean - factors.target[k]), 0) / (2 * scale);
}

/** aₖ(ω) of both energies, and their target. */
interface Factors {
  readonly rows: readonly Vector[];
  readonly target: readonly number[];
}

function factorsOf({ correlation, signalLength }: DescentSetting): Factors {
  const even = vector(signalLength).fill(1);
  const waves = vector(signalLength).map((_, j) => cos((2 * Math.PI * j) / signalLength));
  return { rows: [even, waves], target: [1, correlation] };
}

function meansOf({ rows }: Factors, amplitudes: Vector): number[] {
  return rows.map((row) => row.reduce((sum, a, j) => sum + a * squared(amplitudes[j]), 0) / row.length);
}

/** ∑ wₖaₖ at a frequency. */
function hessianAt({ rows }: Factors, forces: ArrayLike<number>, j: number): number {
  return rows.reduce((sum, row, k) => sum + forces[k] * row[j], 0);
}

/**
 * The forces of a dual problem, and the move by them. In units in which u = ∑ wₖaₖ, they make |w|²/step + w·α − mean(S value(u)) least:
 * w = ½ step (mean(aₖ S slope(u)) − α).
 */
function proximal(
  setting: DescentSetting,
  amplitudes: Vector,
  { step, cut }: { readonly step: number; readonly cut: DualCut },
): Vector {
  const factors = factorsOf(setting);
  const { rows, target } = factors;
  const d = amplitudes.length;
  const spectrum = amplitudes.map(squared);
  const uOf = (w: Vector): Vector => spectrum.map((_, j) => hessianAt(factors, w, j));
  const { point, converged } = newtonMinimum(
    {
      value(w) {
        const paid = uOf(w).reduce((sum, u, j) => sum + spectrum[j] * cut.value(u), 0) / d;
        return w.reduce((sum, value, k) => sum + squared(value) / step + value * target[k], 0) - paid;
      },
      newton(w) {
        const u = uOf(w);
        const slopes = u.map((value, j) => spectrum[j] * cut.slope(value));
        const bends = u.map((value, j) => spectrum[j] * cut.bend(value));
        const gradient = w.map(
          (value, k) => (2 * value) / step + target[k] - rows[k].reduce((sum, a, j) => sum + a * slopes[j], 0) / d,
        );
        const hessian = matrix(2, 2);
        rows.forEach((left, k) => {
          rows.forEach((right, l) => {
            hessian.row(k)[l] =
              (k === l ? 2 / step : 0) - left.reduce((sum, a, j) => sum + a * right[j] * bends[j], 0) / d;
          });
        });
        const direction = gradient.slice();
        factoriseDense(hessian).solve(direction);
        return { step: direction, decrement: gradient.reduce((sum, value, k) => sum + value * direction[k], 0) };
      },
    },
    vector(2),
  );
  if (!converged) {
    throw new RangeError(`descentEnd: a step of ${step} finds no forces; take shorter steps`);
  }
  const u = uOf(point);
  return amplitudes.map((value, j) => value * cut.move(u[j]));
}
