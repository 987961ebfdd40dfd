import { type Performer, rowAt, type Space } from '../algorithm/index.js';
import { ensemble, firstNonFinite, matrix, meanRows, shapeOf, type Vector, vector, vectorOf } from '../array/index.js';
import { evaluatorOf } from '../energy/index.js';
import { type GramSolver, gramSolver } from '../linear-algebra/index.js';
import type { Range } from '../parallel/index.js';
import { foldIn, type Key, normals } from '../random/index.js';
import { gramEvaluator, triangleSize } from './gram-evaluator.js';
import type { Guidance, MomentGuidedSchema } from './moment-guided.js';

/** Distance of the second differences, in units of the paths' values. */
const DIFFERENCE = 1e-3;

/** The ensemble of a path, prepared for a half-step: mean energy and the solver of its G. */
interface EnsembleState {
  readonly number: number;
  readonly mean: Vector;
  readonly gram: GramSolver;
}

/**
 * Moves the paths of one shard of a guided diffusion, in place: half-step 2s is the predictor of step s, half-step 2s + 1 its
 * corrector. Sums over an ensemble run over the shared rows in the order of the paths.
 */
export function guidedPerformer(
  guidance: Guidance,
  space: Space<MomentGuidedSchema>,
  range: Range,
  key: Key,
): Performer {
  const { energy, moments, volatility, stepSize } = guidance;
  const { signalLength: d, componentCount: K, labels } = energy;
  const { pathCount, ensembleSize: size, records } = space;
  const count = range.end - range.start;
  const triangle = triangleSize(K);
  const paths = ensemble(count, shapeOf(energy), space.state.paths.subarray(range.start * d, range.end * d));
  const energies = space.exchanged.map((values) => matrix(pathCount, K, values.energies));
  const grams = space.exchanged.map((values) => matrix(pathCount, triangle, values.grams));
  const laplacians = space.exchanged.map((values) => matrix(pathCount, K, values.laplacians));
  const kernel = evaluatorOf(energy).derivatives(count, 'double');
  const gramsOf = gramEvaluator(energy);
  const weights = matrix(count, K);
  const [pulled, shifted, noise] = [vector(count * d), vector(count * d), vector(count * d)];
  let noiseStep = -1;
  const around = vector(count * K);
  const spread = Math.sqrt(2 * stepSize * volatility);
  /** The corrections or squared moves of the shard's ensembles in the last half-step, by number of the ensemble. */
  const last = new Map<number, Vector>();

  const own = (values: Vector, width: number): Vector => values.subarray(range.start * width, range.end * width);

  /** Draws ξ of a step: the noise of its predictor, and before the direction of its second differences. */
  function drawNoise(step: number): void {
    if (step === noiseStep) return;
    noiseStep = step;
    const stepKey = foldIn(key, step);
    for (let n = 0; n < count; n++) normals(foldIn(stepKey, range.start + n), d, noise.subarray(n * d, (n + 1) * d));
  }

  function stateOf(number: number, t: number): EnsembleState {
    const mean = vector(K);
    meanRows(energies[t % 2], number * size, size, mean);
    const low = vector(triangle);
    meanRows(grams[t % 2], number * size, size, low);
    const full = matrix(K, K);
    for (let j = 0, at = 0; j < K; j++) {
      for (let k = 0; k <= j; k++, at++) {
        full.row(j)[k] = low[at];
        full.row(k)[j] = low[at];
      }
    }
    return { number, mean, gram: gramSolver(full, { labels, caller: 'momentGuided' }) };
  }

  /** Writes Φ and JJᵀ of the paths for others, and after correctors an estimate of ΔΦ. */
  function evaluate(t: number): void {
    const written = own(energies[t % 2].data, K);
    kernel.load(paths.data);
    kernel.values(written);
    if (firstNonFinite(written) >= 0) return;
    gramsOf(paths.data, count, own(grams[t % 2].data, triangle));
    const curvatures = own(laplacians[t % 2].data, K);
    curvatures.fill(0);
    if (t % 2 !== 0) return;
    drawNoise(t / 2);
    for (const distance of [DIFFERENCE, -DIFFERENCE]) {
      for (let i = 0; i < shifted.length; i++) shifted[i] = paths.data[i] + distance * noise[i];
      kernel.load(shifted);
      kernel.values(around);
      for (let i = 0; i < around.length; i++) {
        curvatures[i] += (around[i] - written[i]) / (DIFFERENCE * DIFFERENCE);
      }
    }
    kernel.load(paths.data);
  }

  /** Pulls back the weights that `forceOf` gives each ensemble. */
  function pull(t: number, forceOf: (state: EnsembleState) => Vector): void {
    last.clear();
    let force = vector(K);
    let known = -1;
    for (let n = 0; n < count; n++) {
      const number = Math.floor((range.start + n) / size);
      if (number !== known) force = forceOf(stateOf(number, t));
      known = number;
      weights.row(n).set(force);
    }
    kernel.pullback(weights.data, pulled);
  }

  function predict(t: number): void {
    const change = moments.row(t / 2 + 1).map((value, k) => value - moments.row(t / 2)[k]);
    pull(t, ({ number, gram }) => {
      const eta = change.slice();
      gram.solve(eta);
      last.set(number, vectorOf([eta.reduce((sum, value, k) => sum + value * change[k], 0)]));
      return eta;
    });
    for (let i = 0; i < pulled.length; i++) paths.data[i] += pulled[i];
    if (spread === 0) return;
    drawNoise(t / 2);
    for (let i = 0; i < noise.length; i++) paths.data[i] += spread * noise[i];
  }

  function correct(t: number): void {
    const aim = moments.row((t + 1) / 2);
    pull(t, ({ number, mean, gram }) => {
      const lambda = mean.map((value, k) => value - aim[k]);
      gram.solve(lambda);
      last.set(number, lambda);
      return lambda;
    });
    for (let i = 0; i < pulled.length; i++) paths.data[i] -= pulled[i];
  }

  function check(t: number): void {
    const at = firstNonFinite(energies[t % 2].data);
    if (at < 0) return;
    throw new RangeError(
      `moment-guided diffusion: path ${Math.floor(at / K)} has energy ${energies[t % 2].data[at]} (${labels[at % K]}) after ` +
        `half-step ${t}, expected a finite number; ${t === 0 ? 'start from finite paths' : 'take smaller steps'}`,
    );
  }

  // In the middle of a run the energies have been exchanged already, and the kernel holds no paths yet.
  kernel.load(paths.data);
  return {
    begin: () => evaluate(0),
    advance(t) {
      if (t % 2 === 0) predict(t);
      else correct(t);
      evaluate(t + 1);
    },
    record(t) {
      check(t);
      for (let e = Math.ceil(range.start / size); e * size < range.end; e++) {
        const { mean, gram } = stateOf(e, t);
        const theta = vector(K).fill(NaN);
        if (t % 2 === 0) {
          meanRows(laplacians[0], e * size, size, theta);
          gram.solve(theta);
        }
        rowAt(records.meanEnergies, space, t).set(mean, e * K);
        rowAt(records.multipliers, space, t).set(theta, e * K);
        const found = last.get(e);
        const corrected = t % 2 === 0 && found ? found : vector(K).fill(NaN);
        rowAt(records.corrections, space, t).set(corrected, e * K);
        rowAt(records.squaredMoves, space, t)[e] = t % 2 === 1 && found ? found[0] : NaN;
      }
      const kept = space.snapshotSteps.indexOf(t);
      if (kept >= 0) space.snapshots.paths.set(paths.data, (kept * pathCount + range.start) * d);
    },
    save() {},
  };
}
