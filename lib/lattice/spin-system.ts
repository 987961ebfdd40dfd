import {
  type Ensemble,
  firstNonFinite,
  type Matrix,
  type Shape,
  type Vector,
  vector,
  vectorOf,
} from '../array/index.js';
import { callOf, type PortableCall, portable } from '../parallel/index.js';

/** Couplings of the sites, by site: site i has the entries from `starts[i]` up to `starts[i + 1]`. */
export interface SpinBonds {
  /** [siteCount + 1]. */
  readonly starts: Int32Array;
  /** The site at the other end; a site that is bound twice stands twice. */
  readonly neighbours: Int32Array;
  /** J of each entry. */
  readonly couplings: Vector;
}

/** One coupling and one field for all sites, each with the same number of neighbours: sweeps then look probabilities up. */
export interface UniformSpins {
  readonly coupling: number;
  readonly field: number;
  readonly neighbourCount: number;
}

/** Spins sᵢ = ±1 with energy U(s) = −Σ_bonds J s s′ − Σ hᵢ sᵢ + constant. */
export interface SpinSystem {
  readonly name: string;
  /** Axes of a state: `[siteCount]`, or `[rows, columns]` of a lattice. */
  readonly shape: Shape;
  readonly siteCount: number;
  readonly bonds: SpinBonds;
  /** h, [siteCount]. */
  readonly fields: Vector;
  /** What bonds of a site with itself add. */
  readonly constant: number;
  readonly uniform?: UniformSpins;
  /**
   * U of each state, [N].
   * @throws RangeError when a state has another number of sites, or an entry that is neither 1 nor −1
   */
  energies(states: Ensemble): Vector;
  /** Plain data that tells this system from others. */
  readonly identity: unknown;
  /** How another thread makes the same system. */
  readonly call: PortableCall<SpinSystem>;
}

/** Fields of a system of spins. */
export interface SpinSystemOptions {
  /** h, [n]; zeros when left out. */
  readonly fields?: ArrayLike<number>;
}

/**
 * Spins with any couplings: a Boltzmann machine, a Hopfield network, a spin glass.
 * @param couplings J, [n, n], symmetric; the diagonal adds the constant −½ Σ Jᵢᵢ, so that U = −½ sᵀJs − h·s
 * @throws RangeError when J is not square, symmetric and finite, or the fields are not n finite numbers
 */
export function spinSystem(couplings: Matrix, { fields }: SpinSystemOptions = {}): SpinSystem {
  const { rowCount: n, columnCount, data } = couplings;
  if (n === 0 || n !== columnCount || firstNonFinite(data) >= 0) {
    throw new RangeError(
      `spinSystem: couplings expects a square matrix of finite numbers, got ${n} x ${columnCount}; give a row and a column per site`,
    );
  }
  const h = fields ? vectorOf(fields) : vector(n);
  if (h.length !== n || firstNonFinite(h) >= 0) {
    throw new RangeError(
      `spinSystem: fields expects ${n} finite numbers, one per site, got [${h.join(', ')}]; leave them out for none`,
    );
  }
  const links: Link[] = [];
  let constant = 0;
  for (let i = 0; i < n; i++) {
    constant -= 0.5 * data[i * n + i];
    for (let j = 0; j < i; j++) {
      const coupling = data[i * n + j];
      if (coupling !== data[j * n + i]) {
        throw new RangeError(
          `spinSystem: couplings expects a symmetric matrix, got ${coupling} and ${data[j * n + i]} for sites ${i} and ${j}; give the mean of both`,
        );
      }
      if (coupling !== 0) links.push({ i: j, j: i, coupling });
    }
  }
  return systemOfLinks({
    name: `${n} spins with ${links.length} couplings`,
    shape: [n],
    links,
    fields: h,
    constant,
    identity: { couplings: data, fields: h },
    call: callOf(madeSystem, couplings.data, h),
  });
}

const madeSystem = portable('lattice/spin-system', (couplings: Vector, fields: Vector): SpinSystem => {
  const n = fields.length;
  return spinSystem(
    { rowCount: n, columnCount: n, data: couplings, row: (i) => couplings.subarray(i * n, i * n + n) },
    { fields },
  );
});

/** A bond of two sites. */
export interface Link {
  readonly i: number;
  readonly j: number;
  readonly coupling: number;
}

/** What a system of spins is made of. */
export interface LinkedSpins extends Pick<SpinSystem, 'name' | 'shape' | 'fields' | 'constant' | 'identity' | 'call'> {
  readonly links: readonly Link[];
  readonly uniform?: UniformSpins;
}

/** A system of spins from its list of bonds; bonds of a site with itself belong into the constant. */
export function systemOfLinks({ links, ...made }: LinkedSpins): SpinSystem {
  const { fields, constant } = made;
  const siteCount = fields.length;
  const bonds = bondsOf(links, siteCount);
  const { starts, neighbours, couplings } = bonds;

  function energyOf(spins: Vector): number {
    let twice = 0;
    let inFields = 0;
    for (let i = 0; i < siteCount; i++) {
      let pull = 0;
      for (let entry = starts[i]; entry < starts[i + 1]; entry++) pull += couplings[entry] * spins[neighbours[entry]];
      twice += spins[i] * pull;
      inFields += fields[i] * spins[i];
    }
    return constant - 0.5 * twice - inFields;
  }

  return {
    ...made,
    siteCount,
    bonds,
    energies(states) {
      checkSpins('energies: states', states, siteCount);
      return vector(states.pathCount).map((_, n) => energyOf(states.path(n)));
    },
  };
}

function bondsOf(links: readonly Link[], siteCount: number): SpinBonds {
  const starts = new Int32Array(siteCount + 1);
  for (const { i, j } of links) {
    starts[i + 1]++;
    starts[j + 1]++;
  }
  for (let i = 0; i < siteCount; i++) starts[i + 1] += starts[i];
  const next = starts.slice();
  const neighbours = new Int32Array(2 * links.length);
  const couplings = vector(2 * links.length);
  for (const { i, j, coupling } of links) {
    for (const [from, to] of [
      [i, j],
      [j, i],
    ]) {
      const entry = next[from]++;
      neighbours[entry] = to;
      couplings[entry] = coupling;
    }
  }
  return { starts, neighbours, couplings };
}

/** Refuses states that are not of so many spins, each 1 or −1. */
export function checkSpins(where: string, { signalLength, data }: Ensemble, siteCount: number): void {
  if (signalLength !== siteCount) {
    throw new RangeError(
      `${where} expects ${siteCount} spins per state, got ${signalLength}; take states of this system`,
    );
  }
  // A loop, since `findIndex` with a callback takes a third of the time of a sweep.
  let at = 0;
  while (at < data.length && (data[at] === 1 || data[at] === -1)) at++;
  if (at === data.length) return;
  throw new RangeError(
    `${where} expects spins 1 or -1, got ${data[at]} at site ${at % siteCount} of state ${Math.floor(at / siteCount)}; map units u to 2u − 1`,
  );
}
