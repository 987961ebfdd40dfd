import { type GaussianMixture, gaussianMixture, type MixtureComponent } from '../model/index.js';
import { callOf, type PortableCall, perform, portable } from '../parallel/index.js';
import { squared } from '../special/index.js';
import type { Interpolant } from './interpolant.js';
import type { DivergentField } from './time-field.js';
import { type AffinePart, weightedDivergence, weightedValues } from './weighted-field.js';

/** Two mixtures of Gaussians joined by an interpolant of independent pairs. */
export interface InterpolatedMixture {
  /** The law of X_t: a mixture with a Gaussian for each pair of Gaussians. */
  lawAt(t: number): GaussianMixture;
  /** b(x, t) = E[Ẋ_t | X_t = x]: its flow carries the laws. */
  readonly velocity: DivergentField;
  /** s(x, t) = ∇ln ρ_t. */
  readonly score: DivergentField;
}

/**
 * Laws, velocity and score between two mixtures of Gaussians, in closed form. Within a pair of Gaussians X_t is Gaussian with mean m and
 * variance C, and its velocity given X_t = x is ṁ + ½(Ċ/C)(x − m); pairs weigh by their share in the density.
 * @throws RangeError when the mixtures have different signal lengths; from what it gives, when t does not lie in [0, 1]
 * Cost: O(d) per path and pair of Gaussians.
 */
export function interpolatedMixture(
  start: GaussianMixture,
  end: GaussianMixture,
  interpolant: Interpolant,
): InterpolatedMixture {
  if (start.signalLength !== end.signalLength) {
    throw new RangeError(
      `interpolatedMixture: end expects signal length ${start.signalLength} like start, got ${end.signalLength}; take both in one dimension`,
    );
  }
  const ends = [start.components, end.components] as const;
  const field = (name: Quantity): DivergentField => {
    const partsAt = (t: number): AffinePart[] => pairsAt(ends, interpolant, t).map(affinePart[name]);
    return {
      name: `${name} of ${interpolant.name}`,
      shape: [start.signalLength],
      values: (paths, t) => weightedValues(partsAt(t), paths),
      divergence: (paths, t) => weightedDivergence(partsAt(t), paths),
      identity: { [name]: ends, interpolant: interpolant.name },
      call: callOf(madeField, ends, interpolant.call, name),
    };
  };
  return {
    lawAt: (t) =>
      gaussianMixture(
        pairsAt(ends, interpolant, t).map(({ weight, mean, variance }) => {
          return { weight, mean, deviation: Math.sqrt(variance) };
        }),
      ),
    velocity: field('velocity'),
    score: field('score'),
  };
}

type Ends = readonly [readonly MixtureComponent[], readonly MixtureComponent[]];

const madeField = portable(
  'transport/interpolated-mixture',
  ([start, end]: Ends, interpolant: PortableCall<Interpolant>, name: Quantity): DivergentField =>
    interpolatedMixture(gaussianMixture(start), gaussianMixture(end), perform(interpolant))[name],
);

/** X_t of one pair of Gaussians. */
interface Pair {
  readonly weight: number;
  readonly mean: readonly number[];
  readonly variance: number;
  /** ṁ and Ċ. */
  readonly meanSlope: readonly number[];
  readonly varianceSlope: number;
}

const affinePart = {
  velocity: ({ weight, mean, variance, meanSlope, varianceSlope }: Pair): AffinePart => {
    return { weight, mean, variance, velocity: meanSlope, slope: (0.5 * varianceSlope) / variance };
  },
  score: ({ weight, mean, variance }: Pair): AffinePart => {
    return { weight, mean, variance, velocity: mean.map(() => 0), slope: -1 / variance };
  },
};
type Quantity = keyof typeof affinePart;

function pairsAt([starts, ends]: Ends, { start, end, noise }: Interpolant, t: number): Pair[] {
  if (!(t >= 0 && t <= 1))
    throw new RangeError(`interpolatedMixture: t expects a number from 0 to 1, got ${t}; divide by the duration`);
  const [a, b, da, db] = [start.at(t), end.at(t), start.slope(t), end.slope(t)];
  return starts.flatMap((one) =>
    ends.map((other): Pair => {
      const [u, v] = [squared(one.deviation ?? 1), squared(other.deviation ?? 1)];
      return {
        weight: one.weight * other.weight,
        mean: one.mean.map((value, i) => a * value + b * other.mean[i]),
        variance: a * a * u + b * b * v + noise.at(t),
        meanSlope: one.mean.map((value, i) => da * value + db * other.mean[i]),
        varianceSlope: 2 * (a * da * u + b * db * v) + noise.slope(t),
      };
    }),
  );
}
