import { perEnsemble, perPath, type ShardedAlgorithm, shardedAlgorithm } from '../algorithm/index.js';
import { firstNonFinite, type Matrix, matrix, shapeOf, type Vector } from '../array/index.js';
import { type Energy, type EnergyRecipe, energyIdentity, energyOf, triangleSize } from '../energy/index.js';
import { callOf, portable } from '../parallel/index.js';
import { guidedPerformer } from './guided-performer.js';

/** The moments that paths are guided through, and the noise. */
export interface MomentGuidedOptions {
  /** m₀ … m_T, [T + 1, K], finite: the mean energies that an ensemble has after each step (`straightMoments` makes a table). */
  readonly moments: Matrix;
  /** σ² ≥ 0: variance 2σ² of the noise per unit of time. */
  readonly volatility: number;
  /** h > 0, the time of a step. */
  readonly stepSize: number;
  /** N ≥ K, paths whose mean energy is guided. */
  readonly ensembleSize: number;
}

/** The quantities of a guided diffusion, whose records have two rows per step: after the predictor, and after the corrector. */
export type MomentGuidedSchema = ReturnType<typeof schemaOf>;

/** Moment-guided diffusion as an algorithm of the runner: 2T of its steps are T steps of the diffusion. */
export type MomentGuided = ShardedAlgorithm<MomentGuidedSchema>;

/** What the paths of a guided diffusion move by. */
export interface Guidance extends MomentGuidedOptions {
  readonly energy: Energy;
}

function schemaOf({ signalLength, componentCount }: Energy) {
  return {
    state: { paths: perPath(signalLength) },
    exchanged: {
      energies: perPath(componentCount),
      /** JJᵀ, lower triangle. */
      grams: perPath(triangleSize(componentCount)),
      /** An estimate of ΔΦ; after correctors alone. */
      laplacians: perPath(componentCount),
    },
    passing: {},
    records: {
      meanEnergies: perEnsemble(componentCount),
      /** θ = G⁻¹ E ΔΦ at even rows, NaN at odd ones. */
      multipliers: perEnsemble(componentCount),
      /** G⁻¹(Φ̄ − m) of the corrector that led to an even row from 2 on: hσ²θ and noise; NaN elsewhere. */
      corrections: perEnsemble(componentCount),
      /** Δm·G⁻¹Δm of the predictor that led to an odd row; NaN elsewhere. */
      squaredMoves: perEnsemble(),
    },
    snapshots: { paths: perPath(signalLength) },
  };
}

/**
 * Moment-guided diffusion (Sbalchiero, Boffi, Mallat and others, arXiv 2602.17211): noise, and forces in the span of the energy's
 * gradients that lead an ensemble's mean energy through prescribed moments.
 *
 * In continuous time dX = Jᵀ(η − σ²θ) dt + √2 σ dW with Gη = ṁ, Gθ = E ΔΦ, G = E JJᵀ. A step is a predictor
 * y = x + J(x)ᵀG⁻¹Δm + √(2hσ²) ξ and a corrector x′ = y − J(y)ᵀG(y)⁻¹(Φ̄(y) − m′), which takes no Laplacian. As σ² → ∞ the law becomes
 * that of largest entropy with the moments m; σ² = 0 is Gauss-Newton transport, a mean-field descent with prescribed moments; m held is
 * relaxation on the set of paths with these mean energies. No restoring force other than the constraint holds paths together: the
 * energy must confine them, as a component ‖x‖² does.
 *
 * Entropy never falls below its start plus ∫ θ·ṁ dt. θ is recorded from second differences of Φ along one normal direction per path,
 * in place of the corrector's forces, whose noise of variance 2G⁻¹/(N h σ²) is recorded beside (`guide` has both integrals). The
 * differences take steps of 10⁻³ normal numbers: bring paths to values of order 1 where the energy is not quadratic.
 * Deviation: J(y) and G(y) are those of each ensemble of N paths, which are coupled.
 * The noise of path n at step s depends on the key, n and s alone: no number of workers changes it.
 * Moments that no law has are not followed: see the mean energies of the record.
 * @throws RangeError when an argument is out of range; while it runs, when G has not full rank, naming the components
 * Cost of a step: two Gram matrices (K pullbacks and d K²/2 products each), two pullbacks, four evaluations and 2d normal draws per path.
 */
export function momentGuided(energy: Energy, options: MomentGuidedOptions): MomentGuided {
  checkArguments(energy, options);
  const { moments, volatility, stepSize, ensembleSize } = options;
  const { recipe } = energy;
  const numbers = { volatility, stepSize, ensembleSize };
  return shardedAlgorithm({
    name: 'moment-guided diffusion',
    shape: shapeOf(energy),
    coupling: { kind: 'ensembles', size: ensembleSize },
    cutsEnsembles: true,
    schema: schemaOf(energy),
    identity: { energy: energyIdentity(energy), moments: moments.data, ...numbers },
    call: recipe && callOf(madeGuided, recipe, moments.data, numbers),
    perform: (space, range, key) => guidedPerformer({ energy, ...options }, space, range, key),
  });
}

const madeGuided = portable(
  'chain/moment-guided',
  (recipe: EnergyRecipe, moments: Vector, numbers: Omit<MomentGuidedOptions, 'moments'>): MomentGuided => {
    const energy = energyOf(recipe);
    const { componentCount } = energy;
    return momentGuided(energy, {
      ...numbers,
      moments: matrix(moments.length / componentCount, componentCount, moments),
    });
  },
);

function checkArguments(
  { name, componentCount }: Energy,
  { moments, volatility, stepSize, ensembleSize }: MomentGuidedOptions,
): void {
  const refuse = (what: string, got: unknown, remedy: string): never => {
    throw new RangeError(`momentGuided: ${what}, got ${String(got)}; ${remedy}`);
  };
  if (moments.columnCount !== componentCount || moments.rowCount < 2) {
    refuse(
      `moments expects two rows or more of ${componentCount} numbers, one per component of ${name}`,
      `[${moments.rowCount}, ${moments.columnCount}]`,
      'make them by straightMoments',
    );
  }
  const bad = firstNonFinite(moments.data);
  if (bad >= 0) refuse('moments expects finite numbers', moments.data[bad], 'measure them on finite paths');
  if (!(volatility >= 0 && volatility < Infinity)) {
    refuse('volatility expects a finite number from 0', volatility, 'give σ²');
  }
  if (!(stepSize > 0 && stepSize < Infinity)) refuse('stepSize expects a positive finite number', stepSize, 'give h');
  if (!Number.isInteger(ensembleSize) || ensembleSize < componentCount) {
    refuse(
      `ensembleSize expects a whole number from ${componentCount}, the number of components of ${name}, on`,
      ensembleSize,
      'take more paths, or fewer components',
    );
  }
}
