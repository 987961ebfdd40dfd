import type { Vector } from '../array/index.js';
import type { Precision } from './derivative-kernel.js';
import {
  type FourierLayout,
  fourierLayout,
  type PlacedFilter,
  placeFilter,
  reaches,
  smallestOf,
} from './lane-fourier.js';
import { type LaneGroups, laneGroups } from './lane-groups.js';
import { type LaneKernel, type LaneLayout, laneLayout, lanesOf } from './lane-layout.js';
import { type LaneSlots, laneSlots } from './lane-slots.js';
import { mirrorPairs } from './mirror-pairs.js';

/** Filters, paths and precision of a compiled scattering mean. */
export interface ScatteringMeanKernelOptions {
  /** d, a power of two from 32. */
  readonly signalLength: number;
  /** N from 1. */
  readonly pathCount: number;
  /** Real transfer functions of the F first-order filters, over the frequencies m = 0 … d − 1. */
  readonly first: readonly Vector[];
  /** Real transfer functions of the S second-order filters. */
  readonly second: readonly Vector[];
  /** 'single' when left out. */
  readonly precision?: Precision;
  /** Bytes for evaluations of groups: beyond it groups share slots and are evaluated again when needed. 2²⁹ when left out. */
  readonly mostStateBytes?: number;
}

/** The functions of assembly/scattering-mean.ts. */
export type MeanFunction =
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

/** A filter in the kernel's memory. */
export interface FilterPlace {
  readonly at: number;
  readonly reach: PlacedFilter['reach'];
}

/**
 * Addresses of what is kept of a group, for each first filter j and each pair j·S + l. With z₁ = x ⋆ ψ_j and
 * z₂ = |z₁| ⋆ ψ_l, a phase is p = z/|z| and a turn i p/√|z|.
 */
export interface GroupPlace {
  /** Phases of z₁, d points. */
  readonly phases: readonly number[];
  /** Turns of z₁, d points. */
  readonly turns: readonly number[];
  /** Slopes of Σ wₖΦₖ along |z₁|, for the last weights, d numbers. */
  readonly slopes: readonly number[];
  /** Spectra of the phases of z₂ times ψ_l, folded (see assembly/folding.ts). */
  readonly folded: readonly number[];
  /** Turns of z₂, d points. */
  readonly secondTurns: readonly number[];
}

/** The kernel and the addresses in its memory. */
export interface ScatteringMeanMemory {
  readonly kernel: LaneKernel<MeanFunction>;
  readonly groups: LaneGroups;
  readonly slots: LaneSlots<GroupPlace>;
  /** d. */
  readonly length: number;
  /** K. */
  readonly componentCount: number;
  readonly width: number;
  /** Bytes of a number of all lanes. */
  readonly numberBytes: number;
  readonly twiddles: number;
  readonly firstFilters: readonly FilterPlace[];
  readonly secondFilters: readonly FilterPlace[];
  /** The table of mirrored frequencies as assembly/folding.ts takes it: its address, its end, and the position `own`. */
  readonly mirror: readonly [pairs: number, end: number, own: number];
  readonly pairCount: number;
  /** Paths of all groups, d numbers each, and sums of moduli of all groups, K each. */
  readonly paths: number;
  readonly sums: number;
  /** Work space of d points each: a path's spectrum, a filtered signal, two moduli as one signal, the path's slope. */
  readonly spectrum: number;
  readonly signal: number;
  readonly packed: number;
  readonly pathSlope: number;
  /** Spectra of two moduli, d points each. */
  readonly moduli: readonly number[];
  /** Folded slopes along two moduli, d/2 points each. */
  readonly moduliSlopes: readonly number[];
  /** For each first filter the derivative of the phases of z₁ along a direction, d points. */
  readonly phaseRates: readonly number[];
  /** A number of all lanes per component: weights, and weights from rates. */
  readonly weights: readonly number[];
  readonly rateWeights: readonly number[];
  /** Sums of the moduli's derivatives along a direction, K. */
  readonly rateSums: number;
}

/** Lays out the memory and fills its tables. */
export function scatteringMeanMemory(options: ScatteringMeanKernelOptions): ScatteringMeanMemory {
  const { signalLength: d, pathCount, first, second, precision, mostStateBytes = 2 ** 29 } = options;
  const lanes = lanesOf('scatteringMeanKernel', 'scattering-mean', precision);
  const { width, elementBytes } = lanes;
  const layout = laneLayout(lanes);
  const groups = laneGroups(pathCount, width);
  const componentCount = first.length * (1 + second.length);
  const fourier = fourierLayout(d);
  const mirror = mirrorPairs(fourier);
  const twiddles = layout.constants(fourier.twiddles.length);
  const filters = reserveFilters(layout, fourier, first, second);
  const pairs = layout.integers(mirror.pairs.length);
  const spectrum = layout.points(d);
  const signal = layout.points(d);
  const packed = layout.points(d);
  const pathSlope = layout.points(d);
  const moduli = times(2, () => layout.points(d));
  const moduliSlopes = times(2, () => layout.points(d / 2));
  const phaseRates = first.map(() => layout.points(d));
  const weights = times(componentCount, () => layout.numbers(1));
  const rateWeights = times(componentCount, () => layout.numbers(1));
  const rateSums = layout.sums(componentCount);
  const paths = layout.numbers(groups.count * d);
  const sums = layout.sums(groups.count * componentCount);
  const slotBytes = width * elementBytes * d * (first.length * 5 + first.length * second.length * 3);
  const slots = laneSlots(groups.count, slotBytes, mostStateBytes, () =>
    reserveGroup(layout, d, first.length, filters.second),
  );
  const kernel = layout.open<MeanFunction>('scattering-mean');
  kernel.elements.set(fourier.twiddles, twiddles / elementBytes);
  kernel.integers.set(mirror.pairs, pairs / 4);
  for (const { at, values } of [...filters.first, ...filters.second]) kernel.elements.set(values, at / elementBytes);
  return {
    kernel,
    groups,
    slots,
    length: d,
    componentCount,
    width,
    numberBytes: width * elementBytes,
    twiddles,
    firstFilters: filters.first,
    secondFilters: filters.second,
    mirror: [pairs, pairs + 4 * mirror.pairs.length, mirror.own],
    pairCount: mirror.pairs.length / 2,
    paths,
    sums,
    spectrum,
    signal,
    packed,
    pathSlope,
    moduli,
    moduliSlopes,
    phaseRates,
    weights,
    rateWeights,
    rateSums,
  };
}

/**
 * Filters take along the factor 1/d of inverse transforms; those of second order also the 2 of unpacked spectra (assembly's
 * `unpack` leaves twice a spectrum).
 */
function reserveFilters(
  layout: LaneLayout,
  fourier: FourierLayout,
  first: readonly Vector[],
  second: readonly Vector[],
): { first: (FilterPlace & PlacedFilter)[]; second: (FilterPlace & PlacedFilter)[] } {
  const { length: d } = fourier;
  const smallest = smallestOf(layout.lanes.elementBytes);
  const placed = (filter: Vector, factor: number): FilterPlace & PlacedFilter => ({
    ...placeFilter(fourier, filter, factor, smallest),
    at: layout.constants(d),
  });
  return {
    first: first.map((filter) => placed(filter, 1 / d)),
    second: second.map((filter) => placed(filter, 1 / (2 * d))),
  };
}

function reserveGroup(
  layout: LaneLayout,
  d: number,
  firstCount: number,
  secondFilters: readonly FilterPlace[],
): GroupPlace {
  const pairCount = firstCount * secondFilters.length;
  const foldedSize = ({ reach }: FilterPlace): number => (reach === reaches.low ? d / 4 + 2 : d / 2);
  return {
    phases: times(firstCount, () => layout.points(d)),
    turns: times(firstCount, () => layout.points(d)),
    slopes: times(firstCount, () => layout.numbers(d)),
    folded: times(pairCount, (jl) => layout.points(foldedSize(secondFilters[jl % secondFilters.length]))),
    secondTurns: times(pairCount, () => layout.points(d)),
  };
}

function times<Place>(count: number, place: (i: number) => Place): Place[] {
  return Array.from({ length: count }, (_, i) => place(i));
}
