import { type Performer, rowAt, type Space } from '../algorithm/index.js';
import { firstNonFinite, matrix, meanRows, type Vector, vector, vectorOf } from '../array/index.js';
import type { Range } from '../parallel/index.js';
import type { Key } from '../random/index.js';
import { type EnsembleState, ensembleState, type GuidedRows, guidedEvaluator, guidedRows } from './guided-evaluator.js';
import type { Guidance, MomentGuidedSchema } from './moment-guided.js';

/** By number of the ensemble: its correction, or its squared move, of the last half-step. */
type LastMoves = Map<number, Vector>;

/**
 * Moves the paths of one shard of a guided diffusion, in place: half-step 2s is the predictor of step s, half-step 2s + 1 its
 * corrector.
 */
export function guidedPerformer(
  guidance: Guidance,
  space: Space<MomentGuidedSchema>,
  range: Range,
  key: Key,
): Performer {
  const { moments, volatility, stepSize, ensembleSize: size, energy } = guidance;
  const { signalLength: d, componentCount: K } = energy;
  const evaluator = guidedEvaluator(guidance, space, range, key);
  const { data } = evaluator.paths;
  const rows = guidedRows(guidance, space);
  const weights = matrix(range.end - range.start, K);
  const spread = Math.sqrt(2 * stepSize * volatility);
  const last: LastMoves = new Map();
  const record = guidedRecorder(guidance, space, range, { rows, last });

  /** Jᵀw, with the weights that `forceOf` gives each ensemble. */
  function pull(t: number, forceOf: (state: EnsembleState) => Vector): Vector {
    last.clear();
    let force = vector(K);
    let known = -1;
    for (let n = 0; n < weights.rowCount; n++) {
      const number = Math.floor((range.start + n) / size);
      if (number !== known) force = vectorOf(forceOf(ensembleState(rows, guidance, number, t)));
      known = number;
      weights.row(n).set(force);
    }
    return evaluator.pulled(weights);
  }

  function predict(t: number): void {
    const change = moments.row(t / 2 + 1).map((value, k) => value - moments.row(t / 2)[k]);
    const pulled = pull(t, ({ number, gram }) => {
      const eta = change.slice();
      gram.solve(eta);
      last.set(number, vectorOf([eta.reduce((sum, value, k) => sum + value * change[k], 0)]));
      return eta;
    });
    for (let i = 0; i < data.length; i++) data[i] += pulled[i];
    if (spread === 0) return;
    const noise = evaluator.noise(t / 2);
    for (let i = 0; i < data.length; i++) data[i] += spread * noise[i];
  }

  function correct(t: number): void {
    const aim = moments.row((t + 1) / 2);
    const pulled = pull(t, ({ number, mean, gram }) => {
      const lambda = mean.map((value, k) => value - aim[k]);
      gram.solve(lambda);
      last.set(number, lambda);
      return lambda;
    });
    for (let i = 0; i < data.length; i++) data[i] -= pulled[i];
  }

  return {
    begin: () => evaluator.evaluate(0),
    advance(t) {
      if (t % 2 === 0) predict(t);
      else correct(t);
      evaluator.evaluate(t + 1);
    },
    record(t) {
      record(t);
      const kept = space.snapshotSteps.indexOf(t);
      if (kept >= 0) space.snapshots.paths.set(data, (kept * space.pathCount + range.start) * d);
    },
    save() {},
  };
}

/** Writes row t of the records of the ensembles whose first path is the shard's. */
function guidedRecorder(
  guidance: Guidance,
  space: Space<MomentGuidedSchema>,
  range: Range,
  { rows, last }: { readonly rows: GuidedRows; readonly last: LastMoves },
): (t: number) => void {
  const { energy, ensembleSize: size } = guidance;
  const { componentCount: K, labels } = energy;
  const { records } = space;

  function check(t: number): void {
    const { data } = rows.energies[t % 2];
    const at = firstNonFinite(data);
    if (at < 0) return;
    throw new RangeError(
      `moment-guided diffusion: path ${Math.floor(at / K)} has energy ${data[at]} (${labels[at % K]}) after ` +
        `half-step ${t}, expected a finite number; ${t === 0 ? 'start from finite paths' : 'take smaller steps'}`,
    );
  }

  return (t) => {
    check(t);
    for (let e = Math.ceil(range.start / size); e * size < range.end; e++) {
      const { mean, gram } = ensembleState(rows, guidance, e, t);
      const theta = vector(K).fill(NaN);
      if (t % 2 === 0) {
        meanRows(rows.laplacians[0], e * size, size, theta);
        gram.solve(theta);
      }
      rowAt(records.meanEnergies, space, t).set(mean, e * K);
      rowAt(records.multipliers, space, t).set(theta, e * K);
      const found = last.get(e);
      const corrected = t % 2 === 0 && found ? found : vector(K).fill(NaN);
      rowAt(records.corrections, space, t).set(corrected, e * K);
      rowAt(records.squaredMoves, space, t)[e] = t % 2 === 1 && found ? found[0] : NaN;
    }
  };
}
