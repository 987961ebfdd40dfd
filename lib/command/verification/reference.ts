/** How far a computed array may be off: abs + rel times the largest expected entry. */
export interface Tolerance {
  readonly abs?: number;
  readonly rel?: number;
}

type Bound = Required<Tolerance>;
type Row = readonly number[];
type Rows = readonly Row[];

/** What every reference file of schema `mfmgd-reference/1` holds; test/fixtures/README.md tells how to read one. */
interface ReferenceFile<Kind extends string> {
  readonly schema: string;
  readonly name: string;
  readonly kind: Kind;
}

/** Sizes and parameters of an energy; a file holds those that its energy has. */
interface EnergyParameters {
  readonly energy?: string;
  readonly variant?: string;
  readonly d: number;
  readonly N: number;
  readonly K: number;
  readonly lags: number;
  readonly j1: number;
  readonly j2: number;
  readonly J: number;
  readonly Q: number;
  readonly high_freq: number;
  readonly phases?: readonly string[];
  /** Kind, order, and up to three scales of each component. */
  readonly coefficients: readonly (readonly [string, number, number, number, number])[];
  readonly real_coefficients: number;
}

/** Numbers that an energy is made from; a file holds those that its energy has. */
interface EnergyInput {
  readonly projector: Rows;
  readonly sigma2: Row;
}

/** Values and derivatives of an energy. */
export interface EnergyReference extends ReferenceFile<'energy'> {
  readonly params: EnergyParameters;
  readonly input: EnergyInput & { readonly x: Rows; readonly w: Rows; readonly v: Rows };
  readonly expected: Readonly<Record<'value' | 'vjp' | 'jvp' | 'hvp', Rows>> & { readonly wavelet_power?: Rows };
  readonly tolerance: Readonly<Record<'value' | 'vjp' | 'jvp' | 'hvp', Bound>> & {
    readonly float32: Readonly<Record<'value' | 'vjp' | 'jvp' | 'hvp', { readonly rel: number }>>;
  };
}

interface FlowParameters extends EnergyParameters {
  readonly gamma: number;
  readonly project: boolean;
  readonly normalise?: string;
}

/** One step of either flow: quantities of the regular one for each path, of the mean-field one for the joint system. */
export interface FlowReference extends ReferenceFile<'flow-step'> {
  readonly params: FlowParameters;
  readonly input: EnergyInput & { readonly x: Rows; readonly alpha: Row };
  readonly expected: {
    readonly energy: Rows;
    readonly mgdm: Readonly<Record<string, number | Row | Rows>>;
    readonly mf: Readonly<Record<string, number | Row | Rows>>;
  };
  readonly tolerance: Readonly<Record<string, Bound>>;
}

/** A model of log-likelihoods and starts of descents; `phi` is a list for autoregressions and one number for GARCH. */
export type ModelParameters =
  | { readonly kind: 'ar'; readonly phi: Row; readonly sigma?: number }
  | {
      readonly kind: 'cir';
      readonly kappa: number;
      readonly theta: number;
      readonly sigma: number;
      readonly dt?: number;
    }
  | { readonly kind: 'gaussian' | 'truncated-gaussian'; readonly mean: number; readonly std: number }
  | { readonly kind: 'exponential'; readonly scale: number }
  | GarchParametersOfFile;

/** Parameters of a GARCH model under their names in the files. */
export interface GarchParametersOfFile {
  readonly kind: 'garch-normal' | 'ar1-garch-student-t';
  readonly phi?: number;
  readonly omega: number;
  readonly alpha: number;
  readonly beta: number;
  readonly nu?: number;
  readonly first_rule?: string;
  readonly sigma2_first: number;
}

/** Whole descents of either flow, with what is known after each step. */
export interface DescentReference extends ReferenceFile<'descent'> {
  readonly params: FlowParameters & {
    readonly steps: number;
    readonly q0: ModelParameters;
    readonly model: ModelParameters;
  };
  readonly input: EnergyInput & { readonly x0: Rows; readonly alpha: Row };
  readonly expected: Readonly<Record<'mgdm' | 'mf', Readonly<Record<string, number | Row | Rows>>>>;
  readonly tolerance: Readonly<Record<string, Bound>>;
}

/** One filter: values at the bins of the file, and numbers of the whole filter. */
interface FilterOfFile {
  readonly values: Row;
  readonly xi: number;
  readonly sigma: number;
  readonly sum: number;
  readonly l2: number;
  readonly max: number;
  readonly last_nonzero?: number;
}

/** Filters of one bank, under the names psi, phi (Battle-Lemarié) or psi1, psi2 (Morlet). */
export interface FilterReference extends ReferenceFile<'filters'> {
  readonly params: {
    readonly n: number;
    readonly J: number;
    readonly Q: number | Row;
    readonly high_freq: number;
    readonly wav_norm?: string;
  };
  readonly input: { readonly bins: Row };
  readonly expected: {
    readonly psi: readonly FilterOfFile[];
    readonly phi: FilterOfFile;
    readonly psi1: readonly FilterOfFile[];
    readonly psi2: readonly FilterOfFile[];
  };
  readonly tolerance: { readonly values: Bound; readonly scalars: { readonly rel: number } };
}

/** Whitening principal components of a sample. */
export interface ComponentReference extends ReferenceFile<'pca'> {
  readonly params: { readonly components: number };
  readonly input: { readonly samples: Rows };
  readonly expected: { readonly eigenvalues: Row; readonly projector: Rows; readonly projected: Rows };
  readonly tolerance: Readonly<Record<'eigenvalues' | 'projector' | 'projected', Bound>>;
}

/** What a case of log-likelihoods feeds in; a case holds what its model has. */
export interface LikelihoodInput {
  readonly x: Rows;
  readonly points?: Row;
  readonly transition_points: readonly (readonly [number, number])[];
  readonly stationary_points: Row;
  readonly z: Row;
  readonly nu: Row;
}

/** One model with its log-likelihoods; `kind` is part of the file's name where the case has none. */
export interface LikelihoodCase {
  readonly params: (ModelParameters | { readonly kind: 'student-t-density' }) & { readonly d?: number };
  readonly input: LikelihoodInput;
  readonly expected: Readonly<Record<string, number | Row>>;
}

/** Log-likelihoods of models. */
export interface LikelihoodReference extends ReferenceFile<'loglik'> {
  readonly cases: readonly LikelihoodCase[];
  readonly tolerance: Readonly<Record<string, Tolerance>> & { readonly loglik: Bound; readonly pointwise: Bound };
}

/** A fit by maximum likelihood; numbers by the names of the parameters. */
export interface FitOfFile {
  readonly model: 'garch-normal' | 'ar1-garch-student-t';
  readonly first_rule: string;
  readonly estimate: Readonly<Record<string, number>>;
  readonly std_error: Readonly<Record<string, number>>;
  readonly loglik: number;
  readonly sigma2_first: number;
  readonly backcast?: number;
  readonly arch_package?: { readonly params: Readonly<Record<string, number>> };
}

/** Fits of GARCH models; two tolerances are sentences. */
export interface FitReference extends ReferenceFile<'garch-fit'> {
  readonly input: { readonly x: Row };
  readonly expected: { readonly fits: readonly FitOfFile[] };
  readonly tolerance: {
    readonly loglik: string;
    readonly parameters: string;
    readonly loglik_at_expected_params: Tolerance;
  };
}

/** One case of a closed form; which parameters and quantities it holds depends on the file. */
export interface ClosedFormCase {
  readonly params: Readonly<Record<string, unknown>>;
  readonly expected: Readonly<Record<string, unknown>>;
  /** Of this case; `toleranceOf` of single quantities. */
  readonly tolerance: Bound;
  readonly toleranceOf?: Readonly<Record<string, Tolerance>>;
}

/** Closed forms, enumerations and recursions of laws. */
export interface ClosedFormReference extends ReferenceFile<'closed-form'> {
  readonly cases: readonly ClosedFormCase[];
}

/** A reference file. Its fields are trusted: what is read of them is compared, never run. */
export type Reference =
  | EnergyReference
  | FlowReference
  | DescentReference
  | FilterReference
  | ComponentReference
  | LikelihoodReference
  | FitReference
  | ClosedFormReference;

/** A quantity to compare; `got` undefined where the library cannot compute it yet. */
export interface Check {
  readonly quantity: string;
  readonly got: unknown;
  readonly expected: unknown;
  readonly tolerance: Tolerance;
}
