import { type Vector, vector } from '../array/index.js';
import { draws, key } from '../random/index.js';
import { pow } from '../special/index.js';

/** M functions near a point of ℝᵈ, with claimed slopes, which are compared with differences. */
export interface ClaimedSlopes {
  /** The point, length d. */
  readonly point: Vector;
  /** The functions at the point, length M. */
  readonly center: Vector;
  /** Rounding errors of the functions, length M, including those of the point's entries. */
  readonly rounding: Vector;
  /** Share of a slope that may be missing, dimensionless. */
  readonly tolerance: number;
  /** The functions at other points, length M each. */
  values(points: readonly Vector[]): readonly Vector[];
  /** The claimed slopes at the point along directions, length M each. */
  slopes(directions: readonly Vector[]): readonly Vector[];
}

/** A claim that the differences refute. */
export interface WrongSlope {
  /** Which of the M functions. */
  readonly output: number;
  /** Along which direction; few of its entries are not zero. */
  readonly direction: Vector;
  /** The slope by differences. */
  readonly differences: number;
  readonly claimed: number;
}

const coarse = [3, 5, 7, 9, 11, 13].map((power) => pow(2, -power));
const fine = [...coarse, 2 ** -15, 2 ** -17, 2 ** -19];

/** Forward and backward differences at one step, and the noise of their mean. */
interface Rung {
  readonly central: number;
  readonly forward: number;
  readonly backward: number;
  readonly noise: number;
}

/** Difference of a claim from the slope at the most exact step, and the noise there. */
interface Miss {
  readonly gap: number;
  readonly noise: number;
  readonly central: number;
}

/**
 * A claimed slope that the functions refute, or undefined.
 *
 * A claim is refuted when forward and backward differences agree with each other at two steps, agree with those at
 * every smaller step whose rounding is small enough, and disagree with the claim. At a kink or a jump forward and
 * backward differences disagree; so they do for curvature, but there the disagreement shrinks with the step. Rounding
 * is measured. A direction that refutes a claim is halved until one entry is left or rounding hides the rest: many
 * small jumps together look like a slope, and each by itself like a jump.
 * @param directions length d each; the largest step is 1/8 of them
 * Cost: 12 values for each direction; 36 more for each halving.
 */
export function wrongSlope(map: ClaimedSlopes, directions: readonly Vector[]): WrongSlope | undefined {
  const misses = compare(map, directions, coarse);
  for (const [n, direction] of directions.entries()) {
    const suspects = misses[n]
      .flatMap((miss, output) => (miss ? [{ output, miss }] : []))
      .sort((a, b) => b.miss.gap / b.miss.noise - a.miss.gap / a.miss.noise);
    for (const { output, miss } of suspects.slice(0, 4)) {
      const found = narrow(map, direction, output, miss);
      if (found) return found;
    }
  }
  return undefined;
}

/**
 * Whether the functions refute a claimed slope along one direction as a whole: for a direction along which equal
 * entries stay equal.
 */
export function refutes(map: ClaimedSlopes, direction: Vector): boolean {
  return compare(map, [direction], fine)[0].some((miss) => miss !== undefined);
}

function narrow(map: ClaimedSlopes, direction: Vector, output: number, miss: Miss): WrongSlope | undefined {
  const support = [...direction.keys()].filter((i) => direction[i] !== 0);
  if (support.length === 1) {
    const again = compare(map, [direction], fine)[0][output];
    return again && refuted(map, direction, output, again);
  }
  const middle = support[support.length >> 1];
  const halves = [
    direction.map((entry, i) => (i < middle ? entry : 0)),
    direction.map((entry, i) => (i < middle ? 0 : entry)),
  ];
  const [left, right] = compare(map, halves, fine).map((row) => row[output]);
  if (left && !(right && right.gap > left.gap)) return narrow(map, halves[0], output, left);
  if (right) return narrow(map, halves[1], output, right);
  // One half of a direction keeps at least half of a wrong slope. If neither half shows it although rounding is
  // smaller, the difference came from jumps.
  return miss.gap > 3 * miss.noise ? undefined : refuted(map, direction, output, miss);
}

function refuted(map: ClaimedSlopes, direction: Vector, output: number, { central }: Miss): WrongSlope {
  return { output, direction, differences: central, claimed: map.slopes([direction])[0][output] };
}

/** For each direction and function the difference of its claim; undefined where the differences do not refute it. */
function compare(map: ClaimedSlopes, directions: readonly Vector[], steps: readonly number[]): (Miss | undefined)[][] {
  const points = directions.flatMap((v) =>
    steps.flatMap((h) => [h, -h].map((t) => map.point.map((entry, i) => entry + t * v[i]))),
  );
  const values = map.values(points);
  const claims = map.slopes(directions);
  return directions.map((_, n) => {
    return Array.from(map.center, (center, m) => {
      const claimed = claims[n][m];
      const rungs = steps.map((h, j): Rung => {
        const forward = (values[2 * (n * steps.length + j)][m] - center) / h;
        const backward = (center - values[2 * (n * steps.length + j) + 1][m]) / h;
        const central = (forward + backward) / 2;
        const noise = (6 * map.rounding[m]) / h;
        return { forward, backward, central, noise };
      });
      return Number.isFinite(claimed) ? missOf(rungs.filter(hasNumbers), claimed, map.tolerance) : undefined;
    });
  });
}

function hasNumbers(rung: Rung): boolean {
  return Number.isFinite(rung.forward) && Number.isFinite(rung.backward) && Number.isFinite(rung.noise);
}

function missOf(rungs: readonly Rung[], claimed: number, tolerance: number): Miss | undefined {
  const gap = ({ central }: Rung) => Math.abs(central - claimed);
  const plain = (rung: Rung, kink: number) => {
    const { forward, backward, noise, central } = rung;
    return (
      kink <= 0.25 * Math.max(Math.abs(forward), Math.abs(backward)) + noise &&
      gap(rung) > kink + noise + tolerance * Math.max(Math.abs(claimed), Math.abs(central))
    );
  };
  const alike = (a: Rung, b: Rung) =>
    Math.abs(a.central - b.central) <= 0.25 * Math.max(Math.abs(a.central), Math.abs(b.central)) + a.noise + b.noise;
  for (let j = 0; j + 1 < rungs.length; j++) {
    const [a, b] = [rungs[j], rungs[j + 1]];
    // Forward less backward difference is κ + curvature · step: two steps, four apart, give what a kink contributes, κ.
    const kink = Math.abs(4 * (b.forward - b.backward) - (a.forward - a.backward)) / 3;
    if (!plain(a, kink) || !plain(b, kink) || !alike(a, b)) continue;
    if (Math.abs(a.central - b.central) > Math.min(gap(a), gap(b)) + a.noise + b.noise) continue;
    if (!rungs.slice(j + 2).every((smaller) => alike(smaller, b))) continue;
    // The most exact of the steps that agree: the change from the step before measures curvature, the noise measures
    // rounding.
    const spread = (i: number) => rungs[i].noise + Math.abs(rungs[i].central - rungs[i - 1].central);
    const best = rungs.reduce((least, _, i) => (i > j && spread(i) < spread(least) ? i : least), j + 1);
    return { gap: gap(rungs[best]), noise: rungs[best].noise, central: rungs[best].central };
  }
  return undefined;
}

/**
 * Directions that together cover the whole path and its ends: all entries, the first two and the last two, one in the
 * middle.
 * @param uniform numbers in (0, 1)
 * @param scale size of an entry; entries are between a quarter and half of it
 */
export function probes(signalLength: number, scale: number, uniform: () => number): Vector[] {
  const over = (chosen: (i: number) => boolean): Vector =>
    vector(signalLength).map((_, i) => {
      const entry = (0.25 + 0.25 * uniform()) * scale * (uniform() < 0.5 ? -1 : 1);
      return chosen(i) ? entry : 0;
    });
  const middle = signalLength >> 1;
  return [over(() => true), over((i) => i < 2 || i >= signalLength - 2), over((i) => i === middle)];
}

/**
 * Copies of a point whose entries are moved at random by a unit in the last place of single precision, as rounding may
 * do.
 */
export function shakenPoints(point: Vector, count: number): Vector[] {
  const random = draws(key(4));
  return Array.from({ length: count }, () => point.map((entry) => entry * (1 + 2 ** -23 * (2 * random.uniform() - 1))));
}

/** Largest change of each entry under random rounding, and at least that of the last place. */
export function scatter(center: Vector, shaken: readonly Vector[]): Vector {
  return center.map((value, m) =>
    shaken.reduce((most, row) => Math.max(most, Math.abs(row[m] - value)), 2 ** -22 * Math.abs(value) + 1e-36),
  );
}

/** Σ aᵢbᵢ over the entries where bᵢ is not 0: aᵢ may be infinite or NaN elsewhere. */
export function dotOnSupport(a: Vector, b: Vector): number {
  return a.reduce((sum, entry, i) => (b[i] === 0 ? sum : sum + entry * b[i]), 0);
}
