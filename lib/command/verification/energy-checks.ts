import { type Ensemble, ensembleOf, type Matrix, matrix, matrixOf, vectorOf } from '../../array/index.js';
import {
  autocovariance,
  type Energy,
  principalComponents,
  projectedScatteringCovariance,
  scatteringCovariance,
  scatteringMean,
  scatteringSpectra,
  stylized,
  waveletPower,
} from '../../energy/index.js';
import type { Check, ComponentReference, DescentReference, EnergyReference, FlowReference } from './reference.js';

/** The energy of a file; undefined when the library lacks it. */
export function energyOf(reference: EnergyReference | FlowReference | DescentReference): Energy | undefined {
  const { params, name, input } = reference;
  const kind: string = params.energy ?? name.split('-')[1];
  if (kind === 'acf')
    return autocovariance({ signalLength: params.d, firstSquare: params.variant === 'from2' ? 2 : 1 });
  if (kind === 'stylized') return stylized({ signalLength: params.d, squareLags: params.lags });
  const scattering = { signalLength: params.d, firstScales: params.j1, secondScales: params.j2 };
  if (kind === 'scatmean') return scatteringMean(scattering);
  if (kind === 'scatcov' && hasUsualPhases(params)) return scatteringCovariance(scattering);
  if (kind === 'scatcovpca' && hasUsualPhases(params))
    return projectedScatteringCovariance(input.projector, scattering);
  if (kind === 'scatspectra' && params.Q === 1) {
    const { d, J, high_freq } = params;
    return scatteringSpectra({
      signalLength: d,
      scales: J,
      highestFrequency: high_freq,
      sigma2: reference.input.sigma2,
    });
  }
  return undefined;
}

function hasUsualPhases({ phases = ['0', 'pi/3'] }: EnergyReference['params']): boolean {
  return String(phases) === '0,pi/3';
}

/** The library's values of a file of energies and their derivatives; undefined when the library lacks the energy. */
export function energyChecks(reference: EnergyReference): Check[] | undefined {
  const energy = energyOf(reference);
  if (energy === undefined) return undefined;
  const { params, input, expected, tolerance } = reference;
  const checks = derivativeChecks(energy, reference);
  if (!expected.wavelet_power) return checks;
  const options = { scales: params.J, highestFrequency: params.high_freq };
  const got = input.x.map((path) => waveletPower(ensembleOf([path]), options));
  return [...checks, { quantity: 'wavelet_power', got, expected: expected.wavelet_power, tolerance: tolerance.value }];
}

/**
 * Values, pullback (vjp), pushforward (jvp) and Hessian product of an energy at the inputs of a file.
 * @internal exported for tests of single energies
 */
export function derivativeChecks(energy: Energy, { input, expected, tolerance }: EnergyReference): Check[] {
  const paths = ensembleOf(input.x);
  const weights = matrixOf(input.w);
  const directions = ensembleOf(input.v);
  return [
    { quantity: 'value', got: energy.values(paths).data, expected: expected.value, tolerance: tolerance.value },
    { quantity: 'vjp', got: energy.pullback(paths, weights).data, expected: expected.vjp, tolerance: tolerance.vjp },
    {
      quantity: 'jvp',
      got: pushforward(energy, paths, directions).data,
      expected: expected.jvp,
      tolerance: tolerance.jvp,
    },
    {
      quantity: 'hvp',
      got: energy.hessianProduct(paths, weights, directions).data,
      expected: expected.hvp,
      tolerance: tolerance.hvp,
    },
  ];
}

/** J(xₙ)vₙ, [N, K], from one pullback per component. */
function pushforward(energy: Energy, paths: Ensemble, directions: Ensemble): Matrix {
  const result = matrix(paths.pathCount, energy.componentCount);
  for (let k = 0; k < energy.componentCount; k++) {
    const unit = vectorOf(Array.from({ length: energy.componentCount }, (_, j) => (j === k ? 1 : 0)));
    const gradient = energy.pullback(paths, unit);
    for (let n = 0; n < paths.pathCount; n++) {
      result.row(n)[k] = gradient.path(n).reduce((sum, slope, i) => sum + slope * directions.path(n)[i], 0);
    }
  }
  return result;
}

/** The library's values of a file of principal components. */
export function componentChecks({ params, input, expected, tolerance }: ComponentReference): Check[] {
  const samples = matrixOf(input.samples);
  const { eigenvalues, projection } = principalComponents(samples, params.components);
  const projected = input.samples.map((sample) =>
    Array.from(eigenvalues, (_, k) => projection.row(k).reduce((sum, entry, i) => sum + entry * sample[i], 0)),
  );
  return [
    { quantity: 'eigenvalues', got: eigenvalues, expected: expected.eigenvalues, tolerance: tolerance.eigenvalues },
    { quantity: 'projector', got: projection.data, expected: expected.projector, tolerance: tolerance.projector },
    { quantity: 'projected', got: projected, expected: expected.projected, tolerance: tolerance.projected },
  ];
}
