import { type Ensemble, ensemble } from '../array/index.js';
import { callOf, type PortableCall, perform, portable } from '../parallel/index.js';
import { squared } from '../special/index.js';
import type { Diffusion } from './diffusion.js';
import type { NoiseSchedule } from './noise-schedule.js';
import { checkAllPositive, checkNoneNegative } from './number-check.js';
import type { DivergentField, TimeField } from './time-field.js';

/** How long a diffusion is reversed, and with how much noise. */
export interface ReversalOptions {
  /** T > 0: the reversed process starts there. */
  readonly duration: number;
  /** λ, 0 or above, in units of the forward process's noise: 1 reverses the stochastic equation, 0 follows its flow. */
  readonly noise?: number;
}

/**
 * A noising run backwards, in its own time τ = T − t from 0 to T: dX = [−fX + ½(1 + λ²)g² s(X, t)] dτ + λg dW. With the exact score
 * s = ∇ln ρ_t, and from ρ_T, its law at τ is ρ_{T−τ} for every λ. Source: Anderson (1982) for λ = 1; Song et al. (2021) for λ = 0.
 * @throws RangeError when the duration is not positive and finite, or the noise negative or not finite
 */
export function timeReversal(score: TimeField, schedule: NoiseSchedule, options: ReversalOptions): Diffusion {
  const { duration, noise = 1 } = options;
  checkReversal('timeReversal', duration, noise);
  const { shape } = score;
  const pull = 0.5 * (1 + squared(noise));
  const name = `reversed ${schedule.name}`;
  const identity = { reversal: score.identity, schedule: schedule.name, duration, noise };
  return {
    name,
    shape,
    drift: {
      name,
      shape,
      identity,
      values: (paths, tau) => reversedDrift(paths, duration - tau, { score, schedule, pull }),
    },
    volatility: (tau) => noise * schedule.volatility(duration - tau),
    identity,
    ...(score.call && { call: callOf(madeReversal, score.call, schedule.call, { duration, noise }) }),
  };
}

const madeReversal = portable(
  'transport/time-reversal#diffusion',
  (score: PortableCall<TimeField>, schedule: PortableCall<NoiseSchedule>, options: ReversalOptions): Diffusion =>
    timeReversal(perform(score), perform(schedule), options),
);

/**
 * The velocity of the reversal without noise, −fX + ½g² s, in the time τ = T − t: its flow carries densities too.
 * @throws RangeError when the duration is not positive and finite
 */
export function reversedFlow(
  score: DivergentField,
  schedule: NoiseSchedule,
  { duration }: Pick<ReversalOptions, 'duration'>,
): DivergentField {
  const { drift, shape } = timeReversal(score, schedule, { duration, noise: 0 });
  return {
    name: `flow of reversed ${schedule.name}`,
    shape,
    values: drift.values,
    divergence(paths, tau) {
      const t = duration - tau;
      const decay = schedule.decay(t) * paths.signalLength;
      const half = 0.5 * squared(schedule.volatility(t));
      return score.divergence(paths, t).map((value) => half * value - decay);
    },
    identity: drift.identity,
    ...(score.call && { call: callOf(madeField, score.call, schedule.call, duration) }),
  };
}

const madeField = portable(
  'transport/time-reversal#flow',
  (score: PortableCall<DivergentField>, schedule: PortableCall<NoiseSchedule>, duration: number): DivergentField =>
    reversedFlow(perform(score), perform(schedule), { duration }),
);

interface ReversedDrift {
  readonly score: TimeField;
  readonly schedule: NoiseSchedule;
  /** ½(1 + λ²). */
  readonly pull: number;
}

function reversedDrift(paths: Ensemble, t: number, { score, schedule, pull }: ReversedDrift): Ensemble {
  const scores = score.values(paths, t).data;
  const decay = schedule.decay(t);
  const factor = pull * squared(schedule.volatility(t));
  const data = paths.data.map((value, i) => factor * scores[i] - decay * value);
  return ensemble(paths.pathCount, paths.shape, data);
}

/** Refuses a duration that is not positive, or a noise below 0. */
export function checkReversal(where: string, duration: number, noise: number): void {
  checkAllPositive(where, { duration });
  checkNoneNegative(where, { noise });
}
