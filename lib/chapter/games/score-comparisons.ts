import { type Estimate, meanEstimate } from '../../statistics/index.js';
import type { MeasuredScore, RegularisedScoresData } from './regularised-scores.js';

/** A measure of the trainings with one λ. */
export interface ScoreComparison {
  readonly residualWeight: number;
  /** Over the trainings. */
  readonly mean: Estimate;
  /** From the trainings without λ, pair by pair: both of a pair have the same data, start and draws. */
  readonly difference: Estimate;
}

/**
 * Means of a measure over the trainings, and of its differences from those with λ = 0.
 * @throws RangeError when there are fewer than two trainings with each λ, or none with λ = 0
 */
export function scoreComparisons(
  { trainings }: RegularisedScoresData,
  measure: (training: MeasuredScore) => number,
): ScoreComparison[] {
  const plain = ofWeight(trainings, 0).map(measure);
  return weightsOf(trainings).map((residualWeight) => {
    const values = ofWeight(trainings, residualWeight).map(measure);
    return {
      residualWeight,
      mean: meanEstimate(values),
      difference: meanEstimate(values.map((value, i) => value - plain[i])),
    };
  });
}

/**
 * A measure with weight λ less that without, pair by pair, in the order of the trainings' numbers.
 * @throws RangeError when a training with one of both has none with the other
 */
export function pairDifferences<Trained extends Pick<MeasuredScore, 'training' | 'residualWeight'>>(
  trainings: readonly Trained[],
  weight: number,
  measure: (training: Trained) => number,
): number[] {
  const [withEquation, plain] = [weight, 0].map((one) => ofWeight(trainings, one));
  const isPaired = withEquation.every(({ training }, i) => training === plain[i]?.training);
  if (!isPaired || plain.length !== withEquation.length) {
    const numbersOf = (own: readonly Trained[]): string => own.map(({ training }) => training).join(', ');
    throw new RangeError(
      `pairDifferences: trainings expects the same numbers with λ = ${weight} and without, got ${numbersOf(withEquation)} and ` +
        `${numbersOf(plain)}; give both of each pair`,
    );
  }
  return withEquation.map((one, i) => measure(one) - measure(plain[i]));
}

/** How a measure falls in the course of the trainings with one λ. */
export interface ScoreCurve {
  readonly residualWeight: number;
  readonly points: readonly { readonly step: number; readonly value: number; readonly standardError: number }[];
  /** Time of a training over that of its pair with λ = 0; mean over the trainings. */
  readonly relativeTime: Estimate;
}

/**
 * A measure after each snapshot, mean over the trainings.
 * @param steps of the snapshots
 */
export function scoreCurves(
  { trainings }: RegularisedScoresData,
  measure: (training: MeasuredScore) => ArrayLike<number>,
  steps: readonly number[],
): ScoreCurve[] {
  const plain = ofWeight(trainings, 0);
  return weightsOf(trainings).map((residualWeight) => {
    const own = ofWeight(trainings, residualWeight);
    return {
      residualWeight,
      points: steps.map((step, i) => ({ step, ...meanEstimate(own.map((one) => measure(one)[i])) })),
      relativeTime: meanEstimate(own.map(({ seconds }, i) => seconds / plain[i].seconds)),
    };
  });
}

const weightsOf = (trainings: readonly MeasuredScore[]): number[] => [
  ...new Set(trainings.map(({ residualWeight }) => residualWeight)),
];

/** Trainings with one λ, in the order of their numbers. */
function ofWeight<Trained extends Pick<MeasuredScore, 'training' | 'residualWeight'>>(
  trainings: readonly Trained[],
  weight: number,
): Trained[] {
  return trainings
    .filter(({ residualWeight }) => residualWeight === weight)
    .toSorted((a, b) => a.training - b.training);
}
