import { type LanczosQuadrature, lanczosQuadrature } from './lanczos-quadrature.js';
import type { SettledProbe } from './probe-average.js';

/** An orthonormal basis of vectors. */
export interface SignBasis {
  /** Writes the coefficients of a vector. */
  analyse(vector: Float64Array, coefficients: Float64Array): void;
  /** Writes the vector of coefficients. */
  synthesise(coefficients: Float64Array, vector: Float64Array): void;
}

/** The basis of the entries themselves. */
export const ENTRIES: SignBasis = {
  analyse: (vector, coefficients) => coefficients.set(vector),
  synthesise: (coefficients, vector) => vector.set(coefficients),
};

/** The probes that a round takes. */
export interface RoundPlan {
  /** Writes independent signs; the same for the same number. */
  draw(probeNumber: number, out: Float64Array): void;
  readonly firstNumber: number;
  readonly count: number;
  /** 1 where an entry is left out, [length]; undefined when none is. */
  readonly kept: Float64Array | undefined;
  /** Entries that are not left out. */
  readonly order: number;
}

/** Probes of one operator, taken one after the other. */
export interface ProbeRound {
  start(plan: RoundPlan): void;
  /** The unit vector to multiply next. */
  readonly direction: Float64Array;
  /**
   * Takes a product and its rates.
   * @returns the quadrature that found every eigenvalue, which ends the round at once; else undefined
   */
  accept(product: Float64Array, rates: Float64Array): LanczosQuadrature | undefined;
  /** Whether all probes have settled. */
  readonly complete: boolean;
  /** The probes, once complete. */
  readonly settled: readonly SettledProbe[];
}

/**
 * Makes rounds of probes over vectors of a length; probes keep their memory from round to round.
 * @param goal standard error asked for, nats: quadratures are taken to a thousandth of it, at most 1e-5
 */
export function probeRound(
  length: number,
  rateCount: number,
  { goal, rounding, basis }: { readonly goal: number; readonly rounding: number; readonly basis: SignBasis },
): ProbeRound {
  const probes: SettledProbe[] = [];
  let plan: RoundPlan;
  let taken = 0;

  function begin(): void {
    if (taken === probes.length) {
      const tolerance = Math.min(1e-5, 1e-3 * goal);
      const quadrature = lanczosQuadrature(length, rateCount, { rounding, tolerance, notable: goal });
      probes.push({ quadrature, probe: new Float64Array(length), signs: new Float64Array(length) });
    }
    const { quadrature, probe, signs } = probes[taken];
    plan.draw(plan.firstNumber + taken, signs);
    basis.synthesise(signs, probe);
    zeroKept(probe, plan.kept);
    // Eigenvectors serve other probes: a probe by itself does not wait for them.
    quadrature.start(probe, plan.order, plan.count > 1);
  }

  return {
    start(next) {
      plan = next;
      taken = 0;
      begin();
    },
    accept(product, rates) {
      const { quadrature } = probes[taken];
      quadrature.accept(product, rates);
      if (quadrature.complete) return quadrature;
      if (quadrature.settled && ++taken < plan.count) begin();
      return undefined;
    },
    get direction() {
      return probes[taken].quadrature.direction;
    },
    get complete() {
      return taken === plan.count;
    },
    get settled() {
      return probes.slice(0, plan.count);
    },
  };
}

/** Puts the entries that are left out to 0. */
export function zeroKept(v: Float64Array, kept: Float64Array | undefined): void {
  if (kept) for (let i = 0; i < v.length; i++) if (kept[i] === 1) v[i] = 0;
}
