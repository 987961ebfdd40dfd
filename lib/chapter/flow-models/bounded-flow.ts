import type { GaussianMixture } from '../../model/index.js';
import {
  exp,
  log,
  logNormalDensity,
  logNormalTail,
  normalHazard,
  normalQuantile,
  zeroBetween,
} from '../../special/index.js';

/** The flow that is nearest to a law of two modes among all whose slope is bounded. */
export interface BoundedFlow {
  /** Ends of the bridge, the interval on which the map has the largest slope. */
  readonly from: number;
  readonly to: number;
  /** D(law‖flow), nats: no flow of this slope has less. */
  readonly divergence: number;
  /** Mass of the flow between both ends. */
  readonly bridgeMass: number;
  /** ln of the flow’s density at a point. */
  logDensity(x: number): number;
}

/**
 * The likeliest of all increasing maps from N(0, 1) to the line whose slope is at most L, for a law ρ of two modes.
 *
 * Minus its likelihood, −E_ρ[ln φ(S(x)) + ln S′(x)], is convex in the inverse map S, and so is the bound S′ ≥ 1/L, so that the conditions
 * of first order are enough. Where the bound is slack, they say that the flow’s density is ρ divided by a constant of each side; on the
 * bridge between the two sides S is a line of slope 1/L. Slopes join at both ends, and the multiplier of the bound vanishes there:
 * L (ρ(to) − ρ(from)) + ∫ ρ S dx = 0 over the bridge. The bound is needed on the bridge alone.
 * @param law of two components on the line
 * @param lipschitz L, below the largest slope of the law’s own map, and so large that the bridge ends between the modes
 * @throws RangeError when the law has other than two components, or L is out of this range
 * Cost: some 10⁵ exponentials.
 */
export function boundedFlow(law: GaussianMixture, lipschitz: number): BoundedFlow {
  const map = quantileMap(law);
  const [left, right] = law.components.map(({ mean }) => mean[0]).sort((a, b) => a - b);
  const steepest = steepestPoint(map, left, right);
  if (!(lipschitz > 0 && lipschitz < map.slope(steepest))) {
    throw new RangeError(
      `boundedFlow: lipschitz expects a number above 0 and below ${map.slope(steepest)}, the largest slope of the law’s own map, ` +
        `got ${lipschitz}; a larger bound excludes nothing`,
    );
  }
  /** Noise of an end, by equal slopes of both parts there. */
  const noiseLeft = (x: number): number => -noiseOfHazard((lipschitz * map.density(x)) / map.below(x));
  const noiseRight = (x: number): number => noiseOfHazard((lipschitz * map.density(x)) / map.above(x));
  /** The right end that belongs to a left one: where the line of slope 1/L arrives with the slope of the right part. */
  const otherEnd = (from: number): number => {
    const early = (to: number): number => noiseRight(to) - noiseLeft(from) - (to - from) / lipschitz;
    // From a left end too far out no line arrives, and the bridge has no length.
    return early(steepest) >= 0 ? steepest : zeroBetween(early, steepest, right);
  };
  const from = zeroBetween(
    (x) => multiplierLeft(map, lipschitz, { from: x, to: otherEnd(x), noise: noiseLeft(x) }),
    left,
    steepest,
  );
  const to = otherEnd(from);
  const [low, high] = [noiseLeft(from), noiseRight(to)];
  if (Math.abs(high - low - (to - from) / lipschitz) > 1e-8 || right - to < 1e-6 || from - left < 1e-6) {
    throw new RangeError(
      `boundedFlow: lipschitz expects a bound whose bridge ends between the modes, got ${lipschitz}; take a larger one`,
    );
  }
  const logLeft = log(map.below(from)) - logNormalTail(-low);
  const logRight = log(map.above(to)) - logNormalTail(high);
  const onBridge = (x: number): number => logNormalDensity(low + (x - from) / lipschitz) - log(lipschitz);
  const excess = (x: number): number => map.density(x) * (log(map.density(x)) - onBridge(x));
  return {
    ...{ from, to },
    divergence: map.below(from) * logLeft + map.above(to) * logRight + integral(excess, from, to),
    bridgeMass: exp(logNormalTail(low)) - exp(logNormalTail(high)),
    logDensity: (x) =>
      x < from ? log(map.density(x)) - logLeft : x > to ? log(map.density(x)) - logRight : onBridge(x),
  };
}

/** A law on the line as the image of N(0, 1) under its increasing map. */
interface QuantileMap {
  readonly law: GaussianMixture;
  density(x: number): number;
  /** Mass left of x. */
  below(x: number): number;
  /** Mass right of x, without cancellation. */
  above(x: number): number;
  /** Slope of the map at its value x: the density of the noise over that of the law. */
  slope(x: number): number;
}

function quantileMap(law: GaussianMixture): QuantileMap {
  if (law.signalLength !== 1 || law.components.length !== 2) {
    throw new RangeError(
      `boundedFlow: law expects two components on the line, got ${law.components.length} of dimension ${law.signalLength}; take two modes on the line`,
    );
  }
  const total = (part: (z: number, deviation: number) => number, x: number): number =>
    law.components.reduce(
      (sum, { weight, mean, deviation }) => sum + weight * part((x - mean[0]) / deviation, deviation),
      0,
    );
  const density = (x: number): number => total((z, deviation) => exp(logNormalDensity(z)) / deviation, x);
  const below = (x: number): number => total((z) => exp(logNormalTail(-z)), x);
  const above = (x: number): number => total((z) => exp(logNormalTail(z)), x);
  const slope = (x: number): number => exp(logNormalDensity(normalQuantile(Math.min(below(x), above(x))))) / density(x);
  return { law, density, below, above, slope };
}

/** Where the law’s own map is steepest between the modes: its slope rises to there and falls again. */
function steepestPoint(map: QuantileMap, left: number, right: number): number {
  let [low, high] = [left, right];
  while (high - low > 1e-9) {
    const [first, second] = [low + (high - low) / 3, high - (high - low) / 3];
    if (map.slope(first) < map.slope(second)) low = first;
    else high = second;
  }
  return 0.5 * (low + high);
}

/** The z with φ(z)/P(Z > z) equal to a number above 0, by Newton’s method on its logarithm, which is concave. */
function noiseOfHazard(hazard: number): number {
  const wanted = log(hazard);
  let z = Math.min(hazard, 0);
  for (let round = 0; round < 60; round++) {
    const excess = logNormalDensity(z) - logNormalTail(z) - wanted;
    const change = excess / (normalHazard(z) - z);
    z -= change;
    if (Math.abs(change) <= 1e-14 * (1 + Math.abs(z))) break;
  }
  return z;
}

interface Bridge {
  readonly from: number;
  readonly to: number;
  /** Noise at `from`. */
  readonly noise: number;
}

/** L (ρ(to) − ρ(from)) + ∫ ρ S over a bridge: what the multiplier leaves at its right end, when it is 0 at the left one. */
function multiplierLeft({ law, density }: QuantileMap, lipschitz: number, { from, to, noise }: Bridge): number {
  const slope = 1 / lipschitz;
  const integrals = law.components.map(({ weight, mean, deviation }) => {
    const [u, v] = [(from - mean[0]) / deviation, (to - mean[0]) / deviation];
    const mass = exp(logNormalTail(u)) - exp(logNormalTail(v));
    const first = mean[0] * mass + deviation * (exp(logNormalDensity(u)) - exp(logNormalDensity(v)));
    return weight * ((noise - slope * from) * mass + slope * first);
  });
  return lipschitz * (density(to) - density(from)) + integrals[0] + integrals[1];
}

/** Simpson’s rule in 200 pairs of intervals. */
function integral(f: (x: number) => number, from: number, to: number): number {
  const spacing = (to - from) / 400;
  let sum = f(from) + f(to);
  for (let i = 1; i < 400; i++) sum += (i % 2 === 0 ? 2 : 4) * f(from + i * spacing);
  return (spacing / 3) * sum;
}
