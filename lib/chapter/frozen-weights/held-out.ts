import { type Estimate, meanEstimate } from '../../statistics/estimate.js';
import type { HeldOutName } from './fold-models.js';
import type { MarketLikelihoodData } from './market-likelihood.js';

const LABELS: Readonly<Record<HeldOutName, string>> = {
  stylized: 'frozen flow, stylized features',
  'scattering-covariance': 'frozen flow, scattering covariance',
  garch: 'AR(1)-GARCH-t, the block by itself',
  'garch-told': 'AR(1)-GARCH-t, told the days before',
  ar: 'Gaussian AR(1)',
  noise: 'Gaussian noise',
};

/** A model's name in tables and figures. */
export function heldOutLabel(name: HeldOutName): string {
  return LABELS[name];
}

/** A model's mean over the blocks that begin a fold, which do not overlap. */
export interface HeldOutRow {
  readonly label: string;
  /** Blocks that have a density; how many have none, and how many lie on a folded branch. */
  readonly blockCount: number;
  readonly withoutDensity: number;
  readonly folded: number;
  /** Paths drawn from the flows that diverged. */
  readonly escaped: number;
  /** Held-out log-likelihood, nats per day, returns in per cent; undefined where fewer than two blocks have one. */
  readonly logLikelihood: Estimate | undefined;
  /** The same less that of GARCH-t, of the block by itself, block by block. */
  readonly overGarch: Estimate | undefined;
  /** Own paths brought back, and how many of them came back to their start. */
  readonly inverted: number;
  readonly foundAgain: number;
}

/** One row per model. Errors come from the spread between blocks. */
export function heldOutRows({ models, foldOf }: MarketLikelihoodData): HeldOutRow[] {
  const first = Array.from(foldOf, (fold, b) => (b === 0 || foldOf[b - 1] !== fold ? b : -1)).filter((b) => b >= 0);
  const garch = models.find(({ name }) => name === 'garch')?.logDensities;
  return models.map(({ name, logDensities, folds, escaped, inverted, foundAgain }) => {
    const known = first.filter((b) => Number.isFinite(logDensities[b]));
    const estimate = (of: (b: number) => number): Estimate | undefined =>
      known.length > 1 ? meanEstimate(known.map(of)) : undefined;
    return {
      label: LABELS[name],
      blockCount: known.length,
      withoutDensity: first.length - known.length,
      folded: known.filter((b) => folds[b] > 0).length,
      escaped: first.reduce((sum, b) => sum + (escaped?.[b] ?? 0), 0),
      logLikelihood: estimate((b) => logDensities[b]),
      overGarch: garch && name !== 'garch' ? estimate((b) => logDensities[b] - garch[b]) : undefined,
      inverted,
      foundAgain,
    };
  });
}

/**
 * How unusual each block is under a model: by how many of the model's own standard deviations its log-density lies below
 * what paths of the model have on average. NaN where there is no density.
 */
export function unusualness(data: MarketLikelihoodData, name: HeldOutName): number[] {
  const model = data.models.find((one) => one.name === name);
  if (model === undefined) {
    const known = data.models.map((one) => one.name).join(', ');
    throw new RangeError(`unusualness: name expects one of ${known}, got ${name}; run marketLikelihood with it`);
  }
  const { logDensities, ownMeans, ownDeviations } = model;
  return Array.from(logDensities, (value, b) => (ownMeans[b] - value) / ownDeviations[b]);
}
