import { matrix, type Vector } from '../../array/index.js';
import { type Curve, meanCurve } from '../../divergence/index.js';
import { descendMeasured, type Flow } from '../../flow/index.js';
import { ar, gaussian, logDensityOf } from '../../model/index.js';
import type { Key } from '../../random/index.js';
import type { Estimate } from '../../statistics/index.js';
import type { StageOptions } from '../../study/contract.js';
import { canonicalLogDensity } from './canonical-density.js';

/** The divergences of a descent's law after each step, nats per path. */
export interface DistanceRecord {
  /** D(q ‖ q_θ), q_θ the law of largest entropy: −H(q) − E ln q₀ + θ·E Φ + ln Z. */
  readonly fromCanonical: Curve;
  /** D(q ‖ p), p the true model. */
  readonly fromTruth: Curve;
}

/** The law of largest entropy, the truth, and the paths that go through the descent. */
export interface FollowOptions {
  readonly theta: Vector;
  readonly logPartition: Estimate;
  readonly coefficient: number;
  readonly stepCount: number;
  readonly pathCount: number;
  readonly key: Key;
}

/** Both divergences through a descent of white noise; errors from the spread between ensembles. */
export async function descentDistances(
  flow: Flow,
  { theta, logPartition, coefficient, stepCount, pathCount, key }: FollowOptions,
  options: StageOptions,
): Promise<DistanceRecord> {
  const { signalLength } = flow.energy;
  const base = gaussian({ signalLength });
  const start = base.sample(key, pathCount);
  const functionals = [canonicalLogDensity(flow.energy, theta), logDensityOf(ar([coefficient], { signalLength }))];
  const descent = await descendMeasured(flow, start, stepCount, functionals, { ...options, probeKey: key });
  const { entropyLoss, observations, ensembleCount, ensembleSize } = descent;
  const first = base.logDensity(start);
  const [canonical, truthful] = observations.map((densities, j) => {
    const result = matrix(stepCount + 1, ensembleCount);
    for (let e = 0; e < ensembleCount; e++) {
      let entropy = j === 0 ? logPartition.value : 0;
      for (let n = e * ensembleSize; n < (e + 1) * ensembleSize; n++) entropy += first[n] / ensembleSize;
      for (let t = 0; t <= stepCount; t++) result.row(t)[e] = entropy + entropyLoss.row(t)[e] - densities.row(t)[e];
    }
    return meanCurve(result);
  });
  return { fromCanonical: withError(canonical, logPartition.standardError), fromTruth: truthful };
}

/** A curve all of whose values share one more error. */
function withError({ values, standardErrors }: Curve, shared: number): Curve {
  return { values, standardErrors: standardErrors.map((error) => Math.sqrt(error * error + shared * shared)) };
}
