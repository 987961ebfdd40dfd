import { checkCount, vector } from '../array/index.js';
import { callOf, portable } from '../parallel/index.js';
import { type Link, type SpinSystem, systemOfLinks } from './spin-system.js';

/** Sides, coupling and field of Ising's model on a torus. */
export interface IsingTorusOptions {
  /** Whole number from 1. */
  readonly rows: number;
  /** Whole number from 1. */
  readonly columns: number;
  /** J of every bond, an energy; 1 when left out. Positive couplings favour equal neighbours. */
  readonly coupling?: number;
  /** h of every site, an energy; 0 when left out. */
  readonly field?: number;
}

/** Ising's model on a torus as a system of spins. */
export interface IsingTorus extends SpinSystem, Required<IsingTorusOptions> {}

/**
 * Ising's model on a torus: U(s) = −J Σ s s′ − h Σ s over the 2 · rows · columns bonds of a site with the next one of its row and of its
 * column. A side of length 2 has each bond twice; on a side of length 1 a site is bound to itself, s² = 1.
 * @throws RangeError when a side is no whole number from 1, or coupling or field are not finite
 */
export function isingTorus({ rows, columns, coupling = 1, field = 0 }: IsingTorusOptions): IsingTorus {
  checkCount('isingTorus: rows', rows, 1);
  checkCount('isingTorus: columns', columns, 1);
  for (const [name, value] of Object.entries({ coupling, field })) {
    if (!Number.isFinite(value))
      throw new RangeError(`isingTorus: ${name} expects a finite number, got ${value}; give 0 for none`);
  }
  const siteCount = rows * columns;
  const links: Link[] = [];
  let constant = 0;
  for (let row = 0; row < rows; row++) {
    for (let column = 0; column < columns; column++) {
      const i = row * columns + column;
      const below = ((row + 1) % rows) * columns + column;
      const right = row * columns + ((column + 1) % columns);
      for (const j of [below, right]) {
        if (i === j) constant -= coupling;
        else links.push({ i, j, coupling });
      }
    }
  }
  const options = { rows, columns, coupling, field };
  const system = systemOfLinks({
    name: `Ising ${rows} × ${columns}`,
    shape: [rows, columns],
    links,
    fields: vector(siteCount).fill(field),
    constant,
    uniform: { coupling, field, neighbourCount: (2 * links.length) / siteCount },
    identity: { isingTorus: options },
    call: callOf(madeTorus, options),
  });
  return { ...system, ...options };
}

const madeTorus = portable('lattice/ising-torus', isingTorus);
