import { checkedDerivatives } from './checked-derivatives.js';
import { type DerivativeKernel, ROUNDING } from './derivative-kernel.js';
import { checkFilterLengths, checkKernelSizes } from './lane-groups.js';
import { type ScatteringSpectraKernelOptions, scatteringSpectraMemory } from './scattering-spectra-memory.js';
import { ScatteringSpectraPhases } from './scattering-spectra-phases.js';

export type { ScatteringSpectraKernelOptions } from './scattering-spectra-memory.js';

const factory = 'scatteringSpectraKernel';

/**
 * A kernel for the scattering spectra: averages over time of W_j = x ⋆ ψ_j/σ_j, of |W_j| and of products of these and of
 * V_{j,l} = |W_j| ⋆ ψ_l, all of reflected signals.
 *
 * A reflection's spectrum is a cosine transform, real but for a phase, and filtered signals are conjugate symmetric, so that
 * half of their samples determine them: a real signal of length d needs half a complex transform of length d, a filtered one a
 * whole one (after Makhoul, A fast cosine transform in one and two dimensions, 1980). V_{j,l} is sampled no finer than its band
 * asks for; averages of the low-pass are sums over bins, without a transform back.
 * @throws RangeError when an option is out of range, the paths do not fit into 4 GB, or what `lanesOf` says
 * Cost: for J = 7 and the usual frequencies about 20 complex transforms of length d for `load`, 20 for `pullback` and 40 for
 * `hessianProduct`, O(dJ³) for averages; 180 d bytes per path in single precision.
 */
export function scatteringSpectraKernel(options: ScatteringSpectraKernelOptions): DerivativeKernel {
  checkOptions(options);
  const { signalLength, pathCount, coefficients } = options;
  const componentCount = coefficients.length;
  const memory = scatteringSpectraMemory(options);
  const { kernel, transforms, averages, readings, groups, states, rates, width } = memory;
  const { run } = kernel;
  const phases = new ScatteringSpectraPhases(memory);

  return checkedDerivatives(factory, {
    pathCount,
    signalLength,
    componentCount,
    width,
    rounding: ROUNDING[options.precision ?? 'single'],
    load(paths) {
      states.forEach(({ signals, wavelets, inverses, averages: means }, group) => {
        transforms.copyIn(paths, group * width, groups.sizeOf(group));
        phases.forward(signals, wavelets, (j, part) => run.modulus(wavelets[j], signalLength, part, inverses[j]));
        averages.average(signals, means);
      });
    },
    values(out) {
      for (let n = 0; n < pathCount; n++) {
        readings.values(states[Math.floor(n / width)].averages, n % width, out, n * componentCount);
      }
    },
    pullback(weights, out) {
      const shared = weights.length === componentCount;
      states.forEach(({ signals, wavelets, inverses, turns, factors, averages: means, slopes }, group) => {
        for (let lane = 0; lane < width; lane++) {
          const row = shared ? 0 : groups.pathIn(group, lane) * componentCount;
          readings.slopes(means, lane, weights, row, slopes);
        }
        averages.writeFactors(slopes, factors);
        phases.backward(slopes, {
          combine: (l, a, slope) => averages.combine(l, a, signals, factors, slope, false),
          addLow: (a, slope) => averages.addLow(a, signals, factors, slope),
          addModulus: (j, part, slope) =>
            run.addModulusSlope(part, signalLength, wavelets[j], inverses[j], turns[j], slope),
        });
        transforms.copyOut(out, group * width, groups.sizeOf(group));
      });
    },
    hessianProduct(group, directions, c, out, jacobianRates) {
      const { signals, wavelets, inverses, turns, factors, averages: means, slopes } = states[group];
      const count = groups.sizeOf(group);
      transforms.copyIn(directions, 0, count);
      phases.forward(rates.signals, rates.wavelets, (j, part) =>
        run.modulusRate(rates.wavelets[j], signalLength, wavelets[j], inverses[j], turns[j], part, rates.turns[j]),
      );
      averages.averageRates(signals, rates.signals, rates.averages);
      for (let lane = 0; lane < count; lane++) {
        const state = { averages: means, slopes, averageRates: rates.averages };
        const written = { rates: jacobianRates, row: lane * componentCount, slopeRates: rates.slopes };
        readings.rates(state, lane, c, written);
      }
      averages.writeFactors(rates.slopes, rates.factors);
      phases.backward(rates.slopes, {
        combine(l, a, slope) {
          averages.combine(l, a, signals, rates.factors, slope, false);
          averages.combine(l, a, rates.signals, factors, slope, true);
        },
        addLow(a, slope) {
          averages.addLow(a, signals, rates.factors, slope);
          averages.addLow(a, rates.signals, factors, slope);
        },
        addModulus: (j, part, slope) =>
          run.addModulusSlopeRate(part, signalLength, wavelets[j], inverses[j], rates.turns[j], slope),
      });
      transforms.copyOut(out, 0, count);
    },
  });
}

function checkOptions(options: ScatteringSpectraKernelOptions): void {
  const { signalLength, filters, deviations } = options;
  checkKernelSizes(factory, options, 8);
  checkFilterLengths(factory, 'filters', filters, 2 * signalLength);
  if (filters.length < 2 || deviations.length !== filters.length) {
    throw new RangeError(
      `${factory}: filters and deviations expect as many, from 2, got ${filters.length} and ${deviations.length}`,
    );
  }
}
