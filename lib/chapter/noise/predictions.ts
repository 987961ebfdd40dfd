import { canonicalVariance } from '../../divergence/index.js';
import type { Finding, Loader, Prediction } from '../../study/claim.js';
import type { Experiment } from '../../study/contract.js';
import { exactFinding } from '../../study/finding.js';
import type { DistanceRecord } from './descent-distances.js';
import { type EntropyDistanceData, largeDistances } from './entropy-distance.js';
import { guidedGaps, richardson, thermalisedGaps } from './guided-laws.js';
import { noiseQuartet, type QuartetData } from './quartet.js';

const WHERE = '12';

/** What was known before anything was run: closed forms, and numbers of computations outside of this library. */
export function predictions(): Prediction[] {
  return [...quartet(), ...guided(), ...distances()];
}

const fromQuartet =
  (find: (data: QuartetData) => Finding) =>
  (load: Loader): Finding | undefined => {
    const result = load<QuartetData>(noiseQuartet());
    return result && find(result.data);
  };

function quartet(): Prediction[] {
  return [
    {
      subject: 'noise',
      prediction: 'one value, Φ = x², target 1, temperature 0.1: variance of noisy mean-field descent',
      predicted: 1.04772,
      predictedBy: '(1 + √(1 + 2τ))/2, a computation outside of this library',
      where: WHERE,
      cell: 'canonicalVariance({ target: 1, ridge: temperature })',
      find: () =>
        exactFinding(canonicalVariance({ target: 1, ridge: 0.1 }).variance, { stated: 1.04772, within: 1e-5 }),
    },
    {
      subject: 'noise',
      prediction: 'autocovariance, AR(0.6), d = 32, 64 paths with noise: lag 2, for which nothing asks',
      predicted: 0.2966,
      predictedBy: 'law of largest entropy with the ridge τ/c',
      where: WHERE,
      cell: 'noiseQuartet({}, { seed })',
      find: fromQuartet(({ rows }) => {
        const { value, standardError } = rows[rows.length - 1].lags[2];
        return { ours: value, standardError };
      }),
    },
    {
      subject: 'noise',
      prediction: 'the same in ensembles of 4: variance of a path’s lag-1 energy',
      predicted: 0.07307,
      predictedBy: 'V(1 − 1/N) + (1/N)(V⁻¹ + c/τ)⁻¹',
      where: WHERE,
      cell: "'by (b)': predictedVariances[i]",
      find: fromQuartet(({ rows }) => {
        const { value, standardError } = rows[rows.length - 2].lagOneVariance;
        return { ours: value, standardError };
      }),
    },
  ];
}

function guided(): Prediction[] {
  const half = { autocorrelation: 0.5, signalLength: 256 };
  const one = { autocorrelation: 0.5, signalLength: 1024 };
  const repaired = (): number => {
    const [few, many] = guidedGaps(half, [10, 30]).map(({ volatility, bound }) => ({ volatility, value: bound }));
    return richardson(few, many);
  };
  const predictedBy = 'equation for the spectrum by another integrator, outside of this library';
  const cell = 'guidedGaps(truth, volatilities)';
  return [
    {
      subject: 'guided diffusion',
      prediction: 'AR(0.5), d = 256, σ² = 30: nats by which the law misses the largest entropy',
      predicted: 0.000100177,
      ...{ predictedBy, where: WHERE, cell },
      find: () => exactFinding(guidedGaps(half, [30])[0].law, { stated: 0.000100177, within: 1e-8 }),
    },
    {
      subject: 'guided diffusion',
      prediction: 'the same: nats by which the bound misses it',
      predicted: 0.1383,
      ...{ predictedBy, where: WHERE, cell },
      find: () => exactFinding(guidedGaps(half, [30])[0].bound, { stated: 0.1383, within: 1e-4 }),
    },
    {
      subject: 'guided diffusion',
      prediction: 'the same: what is left by Richardson’s extrapolation from σ² = 10 and 30',
      predicted: 0.0066,
      ...{ predictedBy, where: WHERE, cell },
      find: () => exactFinding(repaired(), { stated: 0.0066, within: 1e-4 }),
    },
    {
      subject: 'guided diffusion',
      prediction: 'AR(0.5), d = 1024, arrived and thermalised at σ²t = 1: nats below the largest entropy',
      predicted: 0.258,
      ...{ predictedBy, where: WHERE, cell: 'thermalisedGaps(truth, [0, ...budgets])' },
      find: () => exactFinding(thermalisedGaps(one, [0, 1])[1], { stated: 0.258, within: 1e-3 }),
    },
  ];
}

function distances(): Prediction[] {
  const [autocovariance, short, long] = largeDistances();
  const of =
    (experiment: Experiment<object, EntropyDistanceData>, find: (data: EntropyDistanceData) => Finding) =>
    (load: Loader): Finding | undefined => {
      const result = load<EntropyDistanceData>(experiment);
      return result && find(result.data);
    };
  const cell = 'entropyDistance(';
  return [
    {
      subject: 'nats from maximum entropy',
      prediction: 'autocovariance, d = 256: ln Z by fresh walkers less its closed form',
      predicted: 0,
      predictedBy: '−½ Σ ln(1 + (2/d) θ·a(j)) along the modes',
      ...{ where: WHERE, cell },
      find: of(autocovariance, ({ fresh: { logPartition }, exact: { logPartition: known } }) => ({
        ours: logPartition.value - known,
        standardError: logPartition.standardError,
      })),
    },
    ...([short, long] as const).map((experiment) => ({
      subject: 'nats from maximum entropy',
      prediction: `scattering mean, d = ${experiment.parameters.signalLength}: the mean field is nearer than the regular descent, each at its best step, by nats`,
      predicted: 'above 0',
      predictedBy: 'the collapse, which only the regular descent pays in full',
      ...{ where: WHERE, cell },
      find: of(experiment, ({ regular, meanField }) => {
        const [far, near] = [regular, meanField].map(bestDistance);
        const standardError = Math.sqrt(
          far.standardError * far.standardError + near.standardError * near.standardError,
        );
        return { ours: far.value - near.value, standardError, holds: far.value > near.value };
      }),
    })),
  ];
}

function bestDistance({ fromCanonical: { values, standardErrors } }: DistanceRecord): {
  value: number;
  standardError: number;
} {
  let at = 0;
  for (let t = 1; t < values.length; t++) if (values[t] < values[at]) at = t;
  return { value: values[at], standardError: standardErrors[at] };
}
