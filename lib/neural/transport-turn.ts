import type { Tensor, Tensor1D, Tensor2D } from '@tensorflow/tfjs-core/dist/tensor';
import { checkCount, checkPositive } from '../array/index.js';
import type { TensorFlow } from '../energy/tensor-backend.js';
import type { Sampler } from '../model/index.js';
import { log } from '../special/index.js';
import type { Multilayer } from './multilayer.js';
import type { Optimiser } from './optimiser.js';
import { checkPotential } from './potential-flow.js';
import { type TensorNetwork, type TensorPotential, tensorNetwork, tensorOf } from './tensor-network.js';
import type { Turn } from './training.js';

/** What paths pay that follow ẋ = −∇U(x, t) from 0 to T; each 0 or above. */
export interface TransportPrices {
  /** Of ½ ∫ ‖∇U‖² dt. */
  readonly transport: number;
  /** Of −ln q(x), q being the law that N(0, I) at time T has at time 0 under the same flow. */
  readonly surprise: number;
  /** Of ∫ |∂ₜU − ½‖∇U‖²| dt, the residual of the Hamilton–Jacobi equation along the paths. */
  readonly residual: number;
}

/** How long paths go, in how many steps, and what they pay. */
export interface TransportTurnOptions {
  readonly prices: TransportPrices;
  /** T > 0. */
  readonly duration: number;
  /** Steps of the classical Runge–Kutta rule from 0 to T, whole number from 1. */
  readonly timeSteps: number;
  /** Paths per step of the training. */
  readonly batchSize: number;
  readonly optimiser: Optimiser;
}

/**
 * The turn in which the potential U(x, t) of a flow learns to carry a law at time 0 to N(0, I) at time T at the least price: paths are drawn
 * anew at each step and carried along, with their density. With a price of transport and of surprise this is the mean-field game of first
 * order with a terminal cost of `surprise` times the divergence from N(0, I); OT-Flow (Onken, Wu Fung, Li and Ruthotto 2021) adds the
 * residual, which is 0 at the game's optimum.
 * @param network of one output, its last input being the time
 * @throws RangeError when the network has not one output and one condition, or an option is out of range
 * Cost: 4 · timeSteps evaluations of U with its derivatives per path, d + 3 matrix products per layer each, and the way back.
 */
export function transportTurn(
  network: Multilayer,
  law: Pick<Sampler, 'sample'>,
  { prices, duration, timeSteps, batchSize, optimiser }: TransportTurnOptions,
): Turn<'potential'> {
  checkTransport(network, { prices, duration, timeSteps });
  const constant = 0.5 * network.signalLength * log(2 * Math.PI);
  return {
    name: 'transport',
    moves: ['potential'],
    optimiser,
    loss({ tf, parameters: { potential }, key }) {
      const net = tensorNetwork(tf, network);
      const rates = (paths: Tensor2D, t: number): Moving => ratesOf(tf, net, { potential, paths, t, prices });
      let state: Moving = { paths: tensorOf(tf, law.sample(key, batchSize)), paid: tf.zeros([batchSize]) };
      const h = duration / timeSteps;
      for (let i = 0; i < timeSteps; i++) state = rungeKutta(rates, state, { t: i * h, h });
      const distance = state.paths.square().sum(1).mul(0.5).add(constant);
      return distance.mul(prices.surprise).add(state.paid).mean();
    },
  };
}

/** Where paths are and what they have paid, [N, d] and [N]; or how fast both change. */
interface Moving {
  readonly paths: Tensor2D;
  readonly paid: Tensor;
}

/** −∇U, and what is paid per time. The density rises along the way, ∂ₜ ln ρ(X) = ΔU: what starts at x is less dense than where it ends. */
function ratesOf(
  tf: TensorFlow,
  net: TensorNetwork,
  { potential, paths, t, prices }: { potential: Tensor1D; paths: Tensor2D; t: number; prices: TransportPrices },
): Moving {
  const inputs = paths.concat(tf.fill([paths.shape[0], 1], t), 1) as Tensor2D;
  if (prices.residual === 0) {
    const found = net.potential(potential, inputs);
    return { paths: found.gradient.neg(), paid: found.laplacian.mul(prices.surprise).add(transportOf(found, prices)) };
  }
  const found = net.evolvingPotential(potential, inputs);
  const residual = found.rates.sum(1).sub(found.gradient.square().sum(1).mul(0.5)).abs();
  const flowing = found.laplacian.mul(prices.surprise).add(transportOf(found, prices));
  return { paths: found.gradient.neg(), paid: flowing.add(residual.mul(prices.residual)) };
}

function transportOf({ gradient }: TensorPotential, { transport }: TransportPrices): Tensor {
  return gradient
    .square()
    .sum(1)
    .mul(0.5 * transport);
}

function rungeKutta(
  rates: (paths: Tensor2D, t: number) => Moving,
  { paths, paid }: Moving,
  { t, h }: { readonly t: number; readonly h: number },
): Moving {
  const first = rates(paths, t);
  const second = rates(paths.add(first.paths.mul(h / 2)), t + h / 2);
  const third = rates(paths.add(second.paths.mul(h / 2)), t + h / 2);
  const fourth = rates(paths.add(third.paths.mul(h)), t + h);
  const mean = <Kind extends Tensor>(of: (rate: Moving) => Kind): Kind => {
    const middle = of(second).add(of(third)).mul(2);
    return of(first)
      .add(middle)
      .add(of(fourth))
      .mul(h / 6) as Kind;
  };
  return { paths: paths.add(mean((rate) => rate.paths)), paid: paid.add(mean((rate) => rate.paid)) };
}

function checkTransport(
  network: Multilayer,
  { prices, duration, timeSteps }: Pick<TransportTurnOptions, 'prices' | 'duration' | 'timeSteps'>,
): void {
  checkPotential('transportTurn', network);
  checkCount('transportTurn: timeSteps', timeSteps, 1);
  checkPositive('transportTurn: duration', duration);
  for (const [name, price] of Object.entries(prices)) {
    if (price >= 0 && price < Infinity) continue;
    throw new RangeError(
      `transportTurn: prices.${name} expects a finite number from 0, got ${price}; give 0 to leave a term out`,
    );
  }
}
