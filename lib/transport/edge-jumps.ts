import { log1p } from '../special/index.js';

/**
 * What a controlled walk on points h apart does on one of its edges: it jumps at a rate r of its choice, and pays for rates other than
 * that of plain diffusion.
 *
 * Where the value rises by q along the edge, the best rate is r(q) = (√(q² + 4D²) − q)/2h² with D = σ²/2. The rates of both directions
 * differ by −q/h², the drift −∂ₓU, and add to 2√(D² + q²/4)/h²: diffusion D with an excess of second order in h where D > 0. Where
 * D = 0 the rates are those of the upwind scheme, of first order. They are the derivative of the rate of gain
 *
 *     K(q) = ∫₀^q r = [q(√(q² + 4D²) − q)/2 + 2D² arsinh(q/2D)]/2h²,
 *
 * which is concave: the walk is a game of its own, with its value equation and its adjoint, and not only an approximation of one.
 */
export interface EdgeJumps {
  /** r(q), per unit of time; positive where D > 0. */
  rate(rise: number): number;
  /** r′(q), negative or 0. */
  slope(rise: number): number;
  /** K(q), in the units of q per unit of time. */
  gain(rise: number): number;
}

/** The jumps of a walk with diffusion D = σ²/2, 0 or above, on points h > 0 apart. */
export function edgeJumps(diffusion: number, spacing: number): EdgeJumps {
  const four = 4 * diffusion * diffusion;
  const half = 0.5 / (spacing * spacing);
  const rootOf = (rise: number): number => Math.sqrt(rise * rise + four);
  function rate(rise: number): number {
    const root = rootOf(rise);
    return rise > 0 ? (half * four) / (root + rise) : half * (root - rise);
  }
  return {
    rate,
    slope(rise) {
      const root = rootOf(rise);
      // Where D = 0 the rate has a kink at 0: the mean of both slopes.
      return root > 0 ? -rate(rise) / root : -half;
    },
    gain(rise) {
      const linear = 0.5 * rise * rate(rise);
      return diffusion > 0 ? linear + 0.5 * half * four * arsinh(rise / (2 * diffusion)) : linear;
    },
  };
}

function arsinh(x: number): number {
  const size = Math.abs(x);
  const value = log1p(size + (size * size) / (1 + Math.sqrt(1 + size * size)));
  return x < 0 ? -value : value;
}
