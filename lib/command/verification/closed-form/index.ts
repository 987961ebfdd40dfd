import type { Check, ClosedFormCase, ClosedFormReference } from '../reference.js';
import { chainDiagnostics } from './chain-diagnostics.js';
import { chainOnGrid } from './chain-on-grid.js';
import {
  meanFieldLangevin,
  meanFieldLangevinCircular,
  momentGuidedGaussian,
  thermalisedSpectrum,
} from './circular-noise.js';
import type { ClosedForm } from './closed-form.js';
import { exponentialSpectrumLimit, spectraWithAutocovariances } from './exponential-spectrum.js';
import { finiteEnsembleLawCircular, finiteEnsembleLawExact, gaussNewtonLaw } from './finite-ensemble-law.js';
import { diracGan, ganJsd } from './games.js';
import { hamiltonianGaussian, unadjustedGaussian } from './gaussian-chains.js';
import { gradientFlowGaussian, inertialGaussian } from './gaussian-flows.js';
import { meanFieldGameGaussian } from './gaussian-game.js';
import { hopfieldErrorRate } from './hopfield-error-rate.js';
import { isingChain, isingLogPartition } from './ising.js';
import { jarzynskiQuadrature } from './jarzynski-quadrature.js';
import { langevinGap } from './langevin-gap.js';
import { macrocanonicalAr } from './macrocanonical-ar.js';
import { mixtureTraining } from './mixture-training.js';
import { pricedTransport } from './priced-transport.js';
import { ppca } from './principal-components.js';
import { rbmLogPartition } from './rbm-log-partition.js';
import { temperingSwap } from './tempering-swap.js';
import { interpolantGaussian, reverseDiffusion } from './transport.js';

/** By the names of their files. Each reads the parameters of its own file. */
const closedForms: Readonly<Record<string, ClosedForm<never, never>>> = {
  'chain-diagnostics': chainDiagnostics,
  'chain-on-grid': chainOnGrid,
  'dirac-gan': diracGan,
  'exponential-spectrum': spectraWithAutocovariances,
  'exponential-spectrum-limit': exponentialSpectrumLimit,
  'finite-ensemble-law-circular': finiteEnsembleLawCircular,
  'finite-ensemble-law-exact': finiteEnsembleLawExact,
  'gan-jsd': ganJsd,
  'gauss-newton-law': gaussNewtonLaw,
  'hmc-gaussian': hamiltonianGaussian,
  'jarzynski-quadrature': jarzynskiQuadrature,
  'jko-gaussian': gradientFlowGaussian,
  'langevin-gap': langevinGap,
  'hopfield-error-rate': hopfieldErrorRate,
  'inertial-gaussian': inertialGaussian,
  'interpolant-gaussian': interpolantGaussian,
  'ising-chain': isingChain,
  'ising-log-partition': isingLogPartition,
  'mean-field-langevin': meanFieldLangevin,
  'mean-field-langevin-circular': meanFieldLangevinCircular,
  'mfg-gaussian': meanFieldGameGaussian,
  'moment-guided-gaussian': momentGuidedGaussian,
  ppca: ppca,
  'priced-transport': pricedTransport,
  'tempering-swap': temperingSwap,
  'thermalised-spectrum': thermalisedSpectrum,
  'rbm-log-partition': rbmLogPartition,
  'reverse-diffusion': reverseDiffusion,
  'ula-gaussian': unadjustedGaussian,
  'macrocanonical-ar': macrocanonicalAr,
  'mixture-training': mixtureTraining,
};

/** The library's values of a file of closed forms; undefined where the library has none of them. */
export function closedFormChecks({ name, cases }: ClosedFormReference): Check[] | undefined {
  const closedForm = Object.hasOwn(closedForms, name) ? closedForms[name] : undefined;
  return closedForm && cases.flatMap((one) => checksOfCase(one, closedForm));
}

function checksOfCase(
  { params, expected, tolerance, toleranceOf }: ClosedFormCase,
  closedForm: ClosedForm<never, never>,
): Check[] {
  const got = closedForm(params as never, expected as never);
  const label = Object.entries(params)
    .flatMap(([name, value]) => shown(name, value))
    .join(', ');
  return Object.keys(expected).map((quantity) => ({
    quantity: `${label}: ${quantity}`,
    got: got[quantity],
    expected: expected[quantity],
    tolerance: toleranceOf?.[quantity] ?? tolerance,
  }));
}

/** A parameter in a few characters; none for long lists and for objects. */
function shown(name: string, value: unknown): string[] {
  if (Array.isArray(value))
    return value.length > 3 || typeof value[0] === 'object' ? [] : [`${name} (${value.join(', ')})`];
  return typeof value === 'object' ? [] : [`${name} ${value}`];
}
