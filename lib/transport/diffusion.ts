import { ensemble, type Shape } from '../array/index.js';
import { callOf, type PortableCall, perform, portable } from '../parallel/index.js';
import { checkNoneNegative } from './number-check.js';
import type { TimeField } from './time-field.js';

/** A stochastic differential equation dX = b(X, t) dt + g(t) dW with noise that does not depend on X. */
export interface Diffusion {
  readonly name: string;
  readonly shape: Shape;
  /** b. */
  readonly drift: TimeField;
  /** g(t), 0 or above; 0 at every t is an ordinary differential equation. */
  volatility(t: number): number;
  /** Plain data that tells this diffusion from others. */
  readonly identity: unknown;
  /** How another thread makes the same diffusion; without, runs stay in the calling thread. */
  readonly call?: PortableCall<Diffusion>;
}

/** The ordinary differential equation dX = b(X, t) dt. */
export function withoutNoise(field: TimeField): Diffusion {
  return {
    name: `flow of ${field.name}`,
    shape: field.shape,
    drift: field,
    volatility: () => 0,
    identity: { flow: field.identity },
    ...(field.call && { call: callOf(madeFlow, field.call) }),
  };
}

const madeFlow = portable(
  'transport/diffusion#flow',
  (field: PortableCall<TimeField>): Diffusion => withoutNoise(perform(field)),
);

/** A velocity b, and the score s of the laws that it carries. */
export interface ScoredVelocity {
  readonly velocity: TimeField;
  readonly score: TimeField;
}

/**
 * The diffusion dX = (b + εs) dt + √(2ε) dW: where s is the score of the laws ρ_t that b carries, the marginals are these laws for
 * every ε. Source: Albergo, Boffi and Vanden-Eijnden (2023), theorem 2.8 with their forward equation.
 * @param epsilon ε, 0 or above, in squared units of the paths per unit of time
 * @throws RangeError when ε is negative or not finite, or both fields are of paths of different shapes
 */
export function withNoise(fields: ScoredVelocity, epsilon: number): Diffusion {
  const { velocity, score } = fields;
  checkNoneNegative('withNoise', { epsilon });
  if (score.shape.join() !== velocity.shape.join()) {
    throw new RangeError(
      `withNoise: score expects paths of shape [${velocity.shape}], got [${score.shape}]; take both for the same paths`,
    );
  }
  const volatility = Math.sqrt(2 * epsilon);
  const identity = { velocity: velocity.identity, score: score.identity, epsilon };
  return {
    name: `${velocity.name} with noise ${epsilon}`,
    shape: velocity.shape,
    drift: {
      name: `${velocity.name} + ${epsilon} ${score.name}`,
      shape: velocity.shape,
      identity,
      values(paths, t) {
        const sum = velocity.values(paths, t);
        if (epsilon === 0) return sum;
        const added = score.values(paths, t).data;
        const data = sum.data.map((value, i) => value + epsilon * added[i]);
        return ensemble(paths.pathCount, paths.shape, data);
      },
    },
    volatility: () => volatility,
    identity,
    ...(velocity.call && score.call && { call: callOf(madeNoisy, velocity.call, score.call, epsilon) }),
  };
}

const madeNoisy = portable(
  'transport/diffusion#noise',
  (velocity: PortableCall<TimeField>, score: PortableCall<TimeField>, epsilon: number): Diffusion =>
    withNoise({ velocity: perform(velocity), score: perform(score) }, epsilon),
);
