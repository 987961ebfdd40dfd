import type { Slot } from './lane-slots.js';
import type { FilterPlace, GroupPlace, MeanFunction, ScatteringMeanMemory } from './scattering-mean-memory.js';

/**
 * The three ways through the scattering mean of one group of paths: values, gradient, and derivatives along a direction.
 *
 * Per first filter j: x̂ → z₁ = x ⋆ ψ_j → |z₁|; per second filter l: |z₁| → z₂ = |z₁| ⋆ ψ_l → |z₂|. Since |z₁| and |z₁′| of two
 * first filters are real, they share one complex transform: `twos` lists first filters two by two.
 */
export class ScatteringMeanPhases {
  private readonly run: Readonly<Record<MeanFunction, (...addresses: number[]) => void>>;
  private readonly twos: readonly (readonly number[])[];

  constructor(private readonly memory: ScatteringMeanMemory) {
    this.run = memory.kernel.run;
    const filters = memory.firstFilters.map((_, j) => j);
    this.twos = filters.filter((j) => j % 2 === 0).map((j) => filters.slice(j, j + 2));
  }

  /** Sums of the moduli of a group's paths; keeps phases, and turns of second order where these are asked for. */
  evaluate(group: number, { place }: Slot<GroupPlace>, keepsTurns: boolean): void {
    const { run, memory } = this;
    const { length, paths, sums, spectrum, twiddles, numberBytes, componentCount, width } = memory;
    const groupSums = sums + group * componentCount * width * 8;
    this.clearSums(groupSums);
    run.forwardReal(paths + group * length * numberBytes, spectrum, length, twiddles);
    for (const two of this.twos) {
      this.clearOddPart(two);
      for (const j of two) this.scatterFirst(j, place, groupSums);
      this.unpackModuli();
      for (const j of two) this.scatterSecond(j, place, keepsTurns, groupSums);
    }
  }

  private scatterFirst(j: number, { phases, turns }: GroupPlace, sums: number): void {
    const { spectrum, length, twiddles, firstFilters } = this.memory;
    const { at, reach } = firstFilters[j];
    this.run.first(spectrum, at, reach, phases[j], length, twiddles, turns[j], this.packedPart(j), this.sum(sums, j));
  }

  private scatterSecond(j: number, { folded, secondTurns }: GroupPlace, keepsTurns: boolean, sums: number): void {
    const { moduli, signal, length, twiddles, mirror } = this.memory;
    this.eachSecond(j, (jl, k, { at, reach }) => {
      const turns = keepsTurns ? secondTurns[jl] : 0;
      const sum = this.sum(sums, k);
      this.run.second(moduli[j % 2], at, reach, signal, length, twiddles, turns, sum, ...mirror, folded[jl]);
    });
  }

  /** Gradients of Σ wₖΦₖ for a group, in the real parts of `pathSlope`; keeps the slopes along |z₁|. */
  pullBack({ place }: Slot<GroupPlace>): void {
    const { run, memory } = this;
    const { kernel, length, twiddles, numberBytes, firstFilters, weights, moduliSlopes, pathSlope, signal } = memory;
    kernel.clear(pathSlope, 2 * numberBytes * length);
    for (const two of this.twos) {
      for (const j of two) kernel.clear(moduliSlopes[j % 2], numberBytes * length);
      this.addFolded(two, place, weights);
      this.unfold(two);
      for (const j of two) {
        const { at, reach } = firstFilters[j];
        const [slope, phase] = [place.slopes[j], place.phases[j]];
        run.firstBack(this.packedPart(j), weights[j], slope, phase, signal, length, twiddles, at, reach, pathSlope);
      }
    }
    run.inverse(pathSlope, length, twiddles);
  }

  /**
   * Derivatives along a direction, whose numbers stand at `signal`: those of the moduli's sums at `rateSums`, and the Hessian
   * product plus c Jᵀ(J v) in the real parts of `pathSlope`.
   * @param placeRates writes c times the sums so far to `rateWeights`
   */
  along({ place }: Slot<GroupPlace>, c: number, placeRates: () => void): void {
    const { run, memory } = this;
    const { kernel, length, twiddles, numberBytes, spectrum, signal, pathSlope, rateSums, rateWeights } = memory;
    this.clearSums(rateSums);
    run.forwardReal(signal, spectrum, length, twiddles);
    kernel.clear(pathSlope, 2 * numberBytes * length);
    for (const two of this.twos) {
      this.clearOddPart(two);
      for (const j of two) this.scatterFirstAlong(j, place);
      this.unpackModuli();
      for (const j of two) this.scatterSecondAlong(j, place);
      placeRates();
      if (c !== 0) this.addFolded(two, place, rateWeights);
      this.unfold(two);
      for (const j of two) this.backAlong(j, place);
    }
    run.inverse(pathSlope, length, twiddles);
  }

  private scatterFirstAlong(j: number, { phases, turns }: GroupPlace): void {
    const { spectrum, length, twiddles, firstFilters, phaseRates, rateSums } = this.memory;
    const { at, reach } = firstFilters[j];
    const [rate, sum] = [phaseRates[j], this.sum(rateSums, j)];
    this.run.firstAlong(spectrum, at, reach, rate, length, twiddles, phases[j], turns[j], this.packedPart(j), sum);
  }

  private scatterSecondAlong(j: number, { folded, secondTurns }: GroupPlace): void {
    const { run, memory } = this;
    const { kernel, moduli, moduliSlopes, signal, length, twiddles, mirror, numberBytes, rateSums, weights } = memory;
    const [modulus, slopes] = [moduli[j % 2], moduliSlopes[j % 2]];
    kernel.clear(slopes, numberBytes * length);
    this.eachSecond(j, (jl, k, { at, reach }) => {
      const [turns, weight] = [secondTurns[jl], weights[k]];
      run.product(folded[jl], reach, modulus, ...mirror, this.sum(rateSums, k));
      run.secondAlong(modulus, at, reach, signal, length, twiddles, turns, ...mirror, weight, slopes);
    });
  }

  private backAlong(j: number, { slopes, phases }: GroupPlace): void {
    const { length, twiddles, firstFilters, phaseRates, rateWeights, pathSlope } = this.memory;
    const { at, reach } = firstFilters[j];
    const [weight, rate] = [rateWeights[j], phaseRates[j]];
    this.run.firstBackAlong(
      this.packedPart(j),
      weight,
      slopes[j],
      phases[j],
      rate,
      length,
      twiddles,
      at,
      reach,
      pathSlope,
    );
  }

  /** Adds to the folded slopes along the moduli of two filters the folded spectra times a weight per component. */
  private addFolded(two: readonly number[], { folded }: GroupPlace, weights: readonly number[]): void {
    const { moduliSlopes, pairCount } = this.memory;
    for (const j of two) {
      this.eachSecond(j, (jl, k, { reach }) => {
        this.run.addFolded(folded[jl], reach, pairCount, weights[k], moduliSlopes[j % 2]);
      });
    }
  }

  /** Transforms the folded slopes of two moduli back to signals: the real and the imaginary parts of `packed`. */
  private unfold(two: readonly number[]): void {
    const { kernel, moduliSlopes, packed, mirror, length, twiddles, numberBytes } = this.memory;
    if (two.length === 1) kernel.clear(moduliSlopes[1], numberBytes * length);
    this.run.pack(moduliSlopes[0], moduliSlopes[1], packed, ...mirror);
    this.run.inverse(packed, length, twiddles);
  }

  /** Transforms two moduli, the real and the imaginary parts of `packed`, to their spectra. */
  private unpackModuli(): void {
    const { packed, moduli, length, twiddles, mirror } = this.memory;
    this.run.forward(packed, length, twiddles);
    this.run.unpack(packed, moduli[0], moduli[1], ...mirror);
  }

  /** Address of the real parts of `packed` for even j, of the imaginary parts for odd j. */
  private packedPart(j: number): number {
    return this.memory.packed + (j % 2) * this.memory.numberBytes;
  }

  private clearOddPart(two: readonly number[]): void {
    const { kernel, packed, numberBytes, length } = this.memory;
    if (two.length === 1) kernel.clear(packed, 2 * numberBytes * length);
  }

  private sum(sums: number, k: number): number {
    return sums + k * this.memory.width * 8;
  }

  private clearSums(sums: number): void {
    const { kernel, componentCount, width } = this.memory;
    kernel.doubles.fill(0, sums / 8, sums / 8 + componentCount * width);
  }

  /** Calls `body` for the pairs of first filter j with every second filter: pair number, component number, filter. */
  private eachSecond(j: number, body: (pair: number, k: number, filter: FilterPlace) => void): void {
    const { firstFilters, secondFilters } = this.memory;
    secondFilters.forEach((filter, l) => {
      const pair = j * secondFilters.length + l;
      body(pair, firstFilters.length + pair, filter);
    });
  }
}
