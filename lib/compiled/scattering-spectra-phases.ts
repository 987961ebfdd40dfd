import type { Vector } from '../array/index.js';
import type { ScatteringSpectraMemory } from './scattering-spectra-memory.js';
import type { SignalPlace } from './spectra-averages.js';

/** Writes, for one band, what follows its own signal; the modulus of band j stands at `part`. */
export type ModulusStep = (j: number, part: number) => void;

/** The arithmetic that differs between a pullback and a Hessian product, on the way back. */
export interface BackwardSteps {
  /** Writes the slope along signal a of band l to `out`. */
  combine(l: number, a: number, out: number): void;
  /** Adds to the slopes along cosine spectrum a what the low-pass's products contribute. */
  addLow(a: number, out: number): void;
  /** Adds to the slope along W_j what the slope along |W_j|, at `part`, contributes. */
  addModulus(j: number, part: number, slope: number): void;
}

/** The two ways through the scattering spectra of one group of paths: from a path to all signals, and from slopes back. */
export class ScatteringSpectraPhases {
  constructor(private readonly memory: ScatteringSpectraMemory) {}

  /**
   * From a path's, or a direction's, values in `pair` to all signals.
   * @param wavelets addresses where W_j at all points, or its rate, is written
   * @param takeModulus then writes the modulus of W_j, or its rate
   */
  forward(signals: SignalPlace, wavelets: readonly number[], takeModulus: ModulusStep): void {
    const { transforms, bands, spectra, ignored, pair, length, numberBytes } = this.memory;
    transforms.analyse(spectra[0], ignored);
    bands.forEach(({ first }, j) => {
      const isLast = j === bands.length - 1;
      transforms.apply(spectra[0], first, wavelets[j]);
      if (isLast && j % 2 === 0) transforms.clear(pair, length * 2 * numberBytes);
      takeModulus(j, this.partOf(j));
      if (j % 2 === 1) transforms.analyse(spectra[j], spectra[j + 1]);
      else if (isLast) transforms.analyse(spectra[j + 1], ignored);
    });
    this.writeBands(signals);
    this.writeLows(signals);
  }

  /** Writes W_l, where it is not there at all points already, and V_{j,l} for j < l. */
  private writeBands(signals: SignalPlace): void {
    const { transforms, bands, bandStrides, spectra } = this.memory;
    bands.forEach(({ own, second, isWhole }, l) => {
      const first = signals.bands[l];
      if (!isWhole) transforms.apply(spectra[0], own, first);
      for (let j = 0; j < l; j++) transforms.apply(spectra[j + 1], second, first + (j + 1) * bandStrides[l]);
    });
  }

  /** Copies the lowest bins of all cosine spectra. */
  private writeLows(signals: SignalPlace): void {
    const { kernel, spectra, lowStride, lowBytes, width, numberBytes } = this.memory;
    const elementBytes = numberBytes / width;
    spectra.forEach((spectrum, s) => {
      const to = (signals.lows + s * lowStride) / elementBytes;
      kernel.elements.copyWithin(to, spectrum / elementBytes, (spectrum + lowBytes) / elementBytes);
    });
  }

  /** From the slopes along signals and averages back to those along a path, in `pair`. */
  backward(slopes: Vector, steps: BackwardSteps): void {
    const { transforms, averages, bands, spectra, spectraBytes, zeros, waveletSlopes, length, numberBytes } =
      this.memory;
    transforms.clear(spectra[0], spectraBytes);
    this.addBands(steps);
    for (const [a, spectrum] of spectra.entries()) steps.addLow(a, spectrum);
    averages.addSingle(slopes, spectra);
    bands.forEach(({ first, isWhole }, j) => {
      // The last of an odd number of bands is alone in its pair.
      if (j % 2 === 0) transforms.synthesise(spectra[j + 1], j + 1 < bands.length ? spectra[j + 2] : zeros);
      if (!isWhole) transforms.clear(waveletSlopes[j], length * 2 * numberBytes);
      steps.addModulus(j, this.partOf(j), waveletSlopes[j]);
      transforms.addTransposed(waveletSlopes[j], first, spectra[0]);
    });
    transforms.synthesise(spectra[0], zeros);
  }

  /** Adds the slopes along the bands' signals to those along cosine spectra; slopes along whole W_l wait for those of |W_l|. */
  private addBands(steps: BackwardSteps): void {
    const { transforms, bands, spectra, single, waveletSlopes } = this.memory;
    bands.forEach(({ own, second, isWhole }, l) => {
      for (let a = 0; a <= l; a++) {
        const waits = a === 0 && isWhole;
        steps.combine(l, a, waits ? waveletSlopes[l] : single);
        if (!waits) transforms.addTransposed(single, a === 0 ? own : second, spectra[a]);
      }
    });
  }

  /** Where the real signal of band j stands: bands share `pair` two by two. */
  private partOf(j: number): number {
    const { pair, numberBytes } = this.memory;
    return pair + (j % 2) * numberBytes;
  }
}
