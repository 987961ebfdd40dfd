import type { Vector } from '../array/index.js';
import { checkedDerivatives } from './checked-derivatives.js';
import type { DerivativeKernel, Precision } from './derivative-kernel.js';
import { fourierLayout, type PlacedFilter, placeFilter, smallestOf } from './lane-fourier.js';
import { interleave, laneLayout, lanesOf, separate } from './lane-layout.js';
import { mirrorPairs } from './mirror-pairs.js';

export interface ScatteringMeanKernelOptions {
  /** d, a power of two from 32. */
  readonly signalLength: number;
  /** N from 1. */
  readonly pathCount: number;
  /** Real transfer functions of the first-order filters, over the frequencies m = 0 … d − 1. */
  readonly first: readonly Vector[];
  /** Of the second-order filters. */
  readonly second: readonly Vector[];
  /** 'single' when left out. */
  readonly precision?: Precision;
  /** Of what is kept of paths: beyond it, groups share places and are evaluated again when they are needed. 2²⁹ when left out. */
  readonly mostStateBytes?: number;
}

/** The shortest paths that the kernel takes. */
export const shortestScatteringMean = 32;

type Method =
  | 'forward'
  | 'forwardReal'
  | 'inverse'
  | 'pack'
  | 'unpack'
  | 'product'
  | 'addFolded'
  | 'first'
  | 'second'
  | 'firstBack'
  | 'firstAlong'
  | 'secondAlong'
  | 'firstBackAlong';

/**
 * A kernel for time means of |x ⋆ ψ₁| and ||x ⋆ ψ₁| ⋆ ψ₂|, circular, over all pairs, second filter fastest: K = F + FS for F
 * first-order and S second-order filters.
 *
 * A lane is a path. Two moduli share a complex transform. Of a phase's spectrum, filtered, only what the real part of its signal
 * needs is kept: from that come pullbacks, the derivatives of all Φₖ along a direction, and the Gauss-Newton term, without
 * further transforms of second order. Turns i p/√|z|, from which second derivatives come without a division, are kept from the
 * first Hessian product on. Where z = 0 the derivatives of |z| are taken as 0. Entries of filters below 1e-12 of the greatest
 * (1e-20 in double precision) count as 0.
 * @throws RangeError when an option is out of range, or the paths do not fit into 4 GB
 * Cost: transforms of O(d log d) a path: 1 + 3F/2 + 2FS for `load`, 1 + 3F/2 for `pullback`, 2 + 3F + 2FS for `hessianProduct`.
 * Storage: d(1 + 5F + 3FS) numbers per path.
 */
export function scatteringMeanKernel(options: ScatteringMeanKernelOptions): DerivativeKernel {
  const { signalLength: d, pathCount, first, second, precision, mostStateBytes = 2 ** 29 } = options;
  checkOptions(options);
  const lanes = lanesOf('scatteringMeanKernel', 'scattering-mean', precision);
  const { width, elementBytes } = lanes;
  const fourier = fourierLayout(d);
  const mirror = mirrorPairs(fourier);
  const [F, S] = [first.length, second.length];
  const componentCount = F + F * S;
  const groupCount = Math.ceil(pathCount / width);
  const smallest = smallestOf(elementBytes);
  // Filters take the 1/d of inverse transforms along, and the 2 that unpacking and folding leave.
  const firstFilters = first.map((filter) => placeFilter(fourier, filter, 1 / d, smallest));
  const secondFilters = second.map((filter) => placeFilter(fourier, filter, 1 / (2 * d), smallest));

  const layout = laneLayout(lanes);
  const many = <Place>(count: number, place: (i: number) => Place): Place[] =>
    Array.from({ length: count }, (_, i) => place(i));
  const foldedSize = ({ reach }: PlacedFilter): number => (reach === 1 ? d / 4 + 2 : d / 2);
  const twiddles = layout.constants(fourier.twiddles.length);
  const filterAt = many(F, () => layout.constants(d));
  const secondFilterAt = many(S, () => layout.constants(d));
  const pairs = layout.integers(mirror.pairs.length);
  const pairsEnd = pairs + 4 * mirror.pairs.length;
  const { own } = mirror;
  const spectrum = layout.points(d);
  const z = layout.points(d);
  const packed = layout.points(d);
  const sum = layout.points(d);
  const moduli = many(2, () => layout.points(d));
  const inner = many(2, () => layout.points(d / 2));
  const moved = many(F, () => layout.points(d));
  const weightAt = many(componentCount, () => layout.numbers(1));
  const rateAt = many(componentCount, () => layout.numbers(1));
  const rateSums = layout.sums(componentCount);
  const paths = layout.numbers(groupCount * d);
  const sums = layout.sums(groupCount * componentCount);
  const slotBytes = width * elementBytes * d * (F * 5 + F * S * 3);
  const slotCount = Math.min(groupCount, Math.max(1, Math.floor(mostStateBytes / slotBytes)));
  const slots = many(slotCount, () => ({
    phases: many(F, () => layout.points(d)),
    turns: many(F, () => layout.points(d)),
    slopes: many(F, () => layout.numbers(d)),
    folded: many(F * S, (jl) => layout.points(foldedSize(secondFilters[jl % S]))),
    secondTurns: many(F * S, () => layout.points(d)),
  }));
  const { run, elements, doubles, integers } = layout.open<Method>('scattering-mean');
  elements.set(fourier.twiddles, twiddles / elementBytes);
  firstFilters.forEach(({ values }, j) => {
    elements.set(values, filterAt[j] / elementBytes);
  });
  secondFilters.forEach(({ values }, l) => {
    elements.set(values, secondFilterAt[l] / elementBytes);
  });
  integers.set(mirror.pairs, pairs / 4);

  /** What a slot holds: of which group, with its turns, with the slopes of the last weights. */
  const held = many(slotCount, () => ({ group: -1, turned: false, pulled: false }));
  const weights = new Float64Array(pathCount * componentCount);
  let keepsTurns = false;

  const sizeOf = (group: number): number => Math.min(width, pathCount - group * width);
  /** Every other number of a packed signal. */
  const part = (address: number, j: number): number => address + (j % 2) * width * elementBytes;
  const clear = (address: number, points: number): void => {
    elements.fill(0, address / elementBytes, address / elementBytes + 2 * width * points);
  };
  /** Calls `body` for first-order filters two by two, or one, that share a transform. */
  const eachTwo = (body: (js: readonly number[]) => void): void => {
    for (let j = 0; j < F; j += 2) body(j + 1 < F ? [j, j + 1] : [j]);
  };

  function unpackModuli(): void {
    run.forward(packed, d, twiddles);
    run.unpack(packed, moduli[0], moduli[1], pairs, pairsEnd, own);
  }

  function evaluate(group: number): void {
    const slot = group % slotCount;
    const { phases, turns, folded, secondTurns } = slots[slot];
    const groupSums = sums + group * componentCount * width * 8;
    doubles.fill(0, groupSums / 8, groupSums / 8 + componentCount * width);
    const sumAt = (k: number): number => groupSums + k * width * 8;
    run.forwardReal(paths + group * d * width * elementBytes, spectrum, d, twiddles);
    eachTwo((js) => {
      if (js.length === 1) clear(packed, d);
      for (const j of js) {
        run.first(
          spectrum,
          filterAt[j],
          firstFilters[j].reach,
          phases[j],
          d,
          twiddles,
          turns[j],
          part(packed, j),
          sumAt(j),
        );
      }
      unpackModuli();
      for (const j of js) {
        for (let l = 0; l < S; l++) {
          const jl = j * S + l;
          run.second(
            moduli[j % 2],
            secondFilterAt[l],
            secondFilters[l].reach,
            z,
            d,
            twiddles,
            keepsTurns ? secondTurns[jl] : 0,
            sumAt(F + jl),
            pairs,
            pairsEnd,
            own,
            folded[jl],
          );
        }
      }
    });
    held[slot] = { group, turned: keepsTurns, pulled: false };
  }

  /** Puts numbers of all components and lanes, times `factor`, where the kernel reads weights. */
  function place(addresses: readonly number[], factor: number, number: (lane: number, k: number) => number): void {
    for (let k = 0; k < componentCount; k++) {
      for (let lane = 0; lane < width; lane++) elements[addresses[k] / elementBytes + lane] = factor * number(lane, k);
    }
  }

  function placeWeights(group: number): void {
    const size = sizeOf(group);
    place(weightAt, 1 / d, (lane, k) => weights[(group * width + Math.min(lane, size - 1)) * componentCount + k]);
  }

  /** The signals of two folded spectra that have been summed up: every other number of `packed`. */
  function unfold(js: readonly number[]): void {
    if (js.length === 1) clear(inner[1], d / 2);
    run.pack(inner[0], inner[1], packed, pairs, pairsEnd, own);
    run.inverse(packed, d, twiddles);
  }

  function addAllFolded(js: readonly number[], folded: readonly number[], factors: readonly number[]): void {
    for (const j of js) {
      for (let l = 0; l < S; l++) {
        const jl = j * S + l;
        run.addFolded(folded[jl], secondFilters[l].reach, mirror.pairs.length / 2, factors[F + jl], inner[j % 2]);
      }
    }
  }

  /** Leaves the real part of its result in `sum`. */
  function pullBack(group: number): void {
    const slot = group % slotCount;
    const { phases, slopes, folded } = slots[slot];
    placeWeights(group);
    clear(sum, d);
    eachTwo((js) => {
      for (const j of js) clear(inner[j % 2], d / 2);
      addAllFolded(js, folded, weightAt);
      unfold(js);
      for (const j of js) {
        const { reach } = firstFilters[j];
        run.firstBack(part(packed, j), weightAt[j], slopes[j], phases[j], z, d, twiddles, filterAt[j], reach, sum);
      }
    });
    run.inverse(sum, d, twiddles);
    held[slot].pulled = true;
  }

  /** Makes a group's slot hold it. */
  function hold(group: number, withSlopes: boolean): void {
    const slot = group % slotCount;
    if (held[slot].group !== group || (withSlopes && !held[slot].turned)) evaluate(group);
    if (withSlopes && !held[slot].pulled) pullBack(group);
  }

  function alongDirection(group: number, c: number, rates: Vector): void {
    const { phases, turns, slopes, folded, secondTurns } = slots[group % slotCount];
    placeWeights(group);
    doubles.fill(0, rateSums / 8, rateSums / 8 + componentCount * width);
    const sumAt = (k: number): number => rateSums + k * width * 8;
    const rate = (lane: number, k: number): number => doubles[rateSums / 8 + k * width + lane] / d;
    run.forwardReal(z, spectrum, d, twiddles);
    clear(sum, d);
    eachTwo((js) => {
      if (js.length === 1) clear(packed, d);
      for (const j of js) {
        run.firstAlong(
          spectrum,
          filterAt[j],
          firstFilters[j].reach,
          moved[j],
          d,
          twiddles,
          phases[j],
          turns[j],
          part(packed, j),
          sumAt(j),
        );
      }
      unpackModuli();
      for (const j of js) {
        clear(inner[j % 2], d / 2);
        for (let l = 0; l < S; l++) {
          const jl = j * S + l;
          const { reach } = secondFilters[l];
          run.product(folded[jl], reach, moduli[j % 2], pairs, pairsEnd, own, sumAt(F + jl));
          run.secondAlong(
            moduli[j % 2],
            secondFilterAt[l],
            reach,
            z,
            d,
            twiddles,
            secondTurns[jl],
            pairs,
            pairsEnd,
            own,
            weightAt[F + jl],
            inner[j % 2],
          );
        }
      }
      place(rateAt, c / d, rate);
      if (c !== 0) addAllFolded(js, folded, rateAt);
      unfold(js);
      for (const j of js) {
        run.firstBackAlong(
          part(packed, j),
          rateAt[j],
          slopes[j],
          phases[j],
          moved[j],
          d,
          twiddles,
          filterAt[j],
          firstFilters[j].reach,
          sum,
        );
      }
    });
    run.inverse(sum, d, twiddles);
    for (let lane = 0; lane < sizeOf(group); lane++) {
      for (let k = 0; k < componentCount; k++) rates[lane * componentCount + k] = rate(lane, k);
    }
  }

  const takeSum = (out: Vector, row: number, rowCount: number): void => {
    separate(elements, sum / elementBytes, 2 * width, out, row, rowCount, d);
  };

  return checkedDerivatives('scatteringMeanKernel', {
    pathCount,
    signalLength: d,
    componentCount,
    width,
    load(given) {
      for (let group = 0; group < groupCount; group++) {
        interleave(
          given,
          group * width,
          sizeOf(group),
          d,
          elements,
          paths / elementBytes + group * width * d,
          width,
          width,
        );
        evaluate(group);
      }
    },
    values(out) {
      for (let n = 0; n < pathCount; n++) {
        const at = sums / 8 + Math.floor(n / width) * componentCount * width + (n % width);
        for (let k = 0; k < componentCount; k++) out[n * componentCount + k] = doubles[at + k * width] / d;
      }
    },
    pullback(given, out) {
      if (given.length !== componentCount) weights.set(given);
      else for (let n = 0; n < pathCount; n++) weights.set(given, n * componentCount);
      for (const slot of held) slot.pulled = false;
      for (let group = 0; group < groupCount; group++) {
        hold(group, false);
        pullBack(group);
        takeSum(out, group * width, sizeOf(group));
      }
    },
    hessianProduct(group, directions, c, out, rates) {
      keepsTurns = true;
      hold(group, true);
      interleave(directions, 0, sizeOf(group), d, elements, z / elementBytes, width, width);
      alongDirection(group, c, rates);
      takeSum(out, 0, sizeOf(group));
    },
  });
}

function checkOptions({ signalLength, pathCount, first, second }: ScatteringMeanKernelOptions): void {
  if (!Number.isInteger(Math.log2(signalLength)) || signalLength < shortestScatteringMean) {
    throw new RangeError(
      `scatteringMeanKernel: signalLength expects a power of two from ${shortestScatteringMean}, got ${signalLength}`,
    );
  }
  if (!Number.isInteger(pathCount) || pathCount < 1) {
    throw new RangeError(`scatteringMeanKernel: pathCount expects a whole number from 1, got ${pathCount}`);
  }
  for (const [order, filters] of [
    ['first', first],
    ['second', second],
  ] as const) {
    const wrong = filters.findIndex((filter) => filter.length !== signalLength);
    if (wrong < 0) continue;
    const { length } = filters[wrong];
    throw new RangeError(
      `scatteringMeanKernel: ${order} expects filters of ${signalLength} numbers, got ${length} in filter ${wrong}`,
    );
  }
}
