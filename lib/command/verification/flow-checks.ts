import { type Ensemble, ensembleOf } from '../../array/index.js';
import {
  exactJacobian,
  type Flow,
  initialize,
  inspect,
  meanFieldDescent,
  positive,
  regularDescent,
  step,
  stepDeterminant,
  stepSpectrum,
} from '../../flow/index.js';
import { energyOf } from './energy-checks.js';
import { modelOf } from './model-checks.js';
import type { Check, DescentReference, FlowReference, Tolerance } from './reference.js';

/**
 * The regular and the mean-field flow of a file; undefined when the library lacks its energy.
 * @internal exported for tests of flows
 */
export function flowsOf(reference: FlowReference | DescentReference): { regular: Flow; meanField: Flow } | undefined {
  const energy = energyOf(reference);
  if (energy === undefined) return undefined;
  const { params, input } = reference;
  const options = {
    stepSize: params.gamma,
    constraint: params.project ? positive : undefined,
    lossScale: params.normalise === undefined || params.normalise === '||alpha||^2' ? undefined : 1,
  };
  return {
    regular: regularDescent(energy, input.alpha, options),
    meanField: meanFieldDescent(energy, input.alpha, options),
  };
}

/** The library's values of a file of single steps; undefined when the library lacks the energy. */
export function flowChecks(reference: FlowReference): Check[] | undefined {
  const flows = flowsOf(reference);
  if (flows === undefined) return undefined;
  const { input, expected, tolerance } = reference;
  const paths = ensembleOf(input.x);
  const energy = flows.regular.energy.values(paths).data;
  return [
    { quantity: 'energy', got: energy, expected: expected.energy, tolerance: tolerance.energy },
    ...stepChecks('mgdm', flows.regular, paths, reference),
    ...stepChecks('mf', flows.meanField, paths, reference),
  ];
}

/** One step of a flow, its determinant and its spectrum. */
function stepChecks(
  label: 'mgdm' | 'mf',
  flow: Flow,
  paths: Ensemble,
  { params, expected, tolerance }: FlowReference,
): Check[] {
  const state = initialize(flow, paths);
  const determinant = stepDeterminant(flow, state, exactJacobian);
  const spectrum = stepSpectrum(flow, state);
  const next = step(flow, state).state.paths;
  // Files give the joint mean-field loss, which is N/2 times the squared distance, and single numbers for the ensemble.
  const factor = label === 'mf' ? paths.pathCount : 1;
  const moved = Array.from(next.data, (value, i) => (value !== paths.data[i] ? 1 : 0));
  const got: Record<string, unknown> = {
    loss: inspect(flow, state).losses.map((loss) => factor * loss),
    x_next: next.data,
    logabsdet: determinant.logAbs,
    sign: determinant.sign,
    logabsdet_sum: determinant.logAbs.reduce((sum, value) => sum + value, 0),
    logabsdet_blocks: determinant.transport,
    logabsdet_lowrank: determinant.collapse,
    eig_min: spectrum.map((s) => s.smallest),
    eig_max: spectrum.map((s) => s.largest),
    trace_powers: spectrum.map((s) => s.tracePowers),
    mask: params.project ? moved : undefined,
  };
  const allowed: Record<string, Tolerance> = {
    loss: tolerance.energy,
    sign: {},
    mask: {},
    eig_min: tolerance.eig,
    eig_max: tolerance.eig,
    logabsdet_sum: tolerance.logabsdet,
    logabsdet_blocks: tolerance.logabsdet,
    logabsdet_lowrank: tolerance.logabsdet,
  };
  return Object.entries(expected[label]).map(([quantity, value]) => ({
    quantity: `${label}.${quantity}`,
    got: got[quantity],
    expected: value,
    tolerance: allowed[quantity] ?? tolerance[quantity],
  }));
}

/** The library's values of a file of whole descents; undefined when the library lacks the energy or a model. */
export function descentChecks(reference: DescentReference): Check[] | undefined {
  const { params, input, expected, tolerance } = reference;
  const flows = flowsOf(reference);
  const base = modelOf(params.q0, params.d);
  const truth = modelOf(params.model, params.d);
  if (flows === undefined || base === undefined || truth === undefined) return undefined;
  const checks: Check[] = [];
  for (const [label, flow] of [
    ['mgdm', flows.regular],
    ['mf', flows.meanField],
  ] as const) {
    const paths = ensembleOf(input.x0);
    const count = paths.pathCount;
    const factor = label === 'mf' ? count : 1;
    let state = initialize(flow, paths);
    const got: Record<string, number[]> = {
      kl: [],
      neg_entropy: [],
      loglik: [],
      loss: [],
      logdet_per_step: [],
      updated: [],
    };
    let negativeEntropy = mean(base.logDensity(paths));
    for (let t = 0; ; t++) {
      const logLikelihood = mean(truth.logDensity(state.paths));
      got.neg_entropy.push(negativeEntropy);
      got.loglik.push(logLikelihood);
      got.kl.push(negativeEntropy - logLikelihood);
      got.loss.push(factor * mean(inspect(flow, state).losses));
      if (t === params.steps) break;
      const logAbs = stepDeterminant(flow, state, exactJacobian).logAbs.reduce((sum, value) => sum + value, 0);
      got.logdet_per_step.push(logAbs);
      negativeEntropy -= logAbs / count;
      const before = state.paths;
      state = step(flow, state).state;
      got.updated.push(before.data.reduce((sum, value, i) => sum + (value !== state.paths.data[i] ? 1 : 0), 0));
    }
    for (const [quantity, value] of Object.entries(expected[label])) {
      // The authors' likelihood is an approximation, and the library's is exact: they are not compared.
      if (quantity === 'final_loglik_zero_presample') continue;
      const own = quantity === 'x_final' ? state.paths.data : got[quantity];
      checks.push({
        quantity: `${label}.${quantity}`,
        got: own,
        expected: value,
        tolerance: tolerance[quantity] ?? {},
      });
    }
  }
  return checks;
}

function mean(values: ArrayLike<number>): number {
  return Array.from(values).reduce((sum, value) => sum + value, 0) / values.length;
}
