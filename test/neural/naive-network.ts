import type { Multilayer } from '../../lib/neural/index.js';

const sigmoid = (u: number): number => 1 / (1 + Math.exp(-u));
const units: Readonly<Record<string, (u: number) => number>> = {
  tanh: Math.tanh,
  softplus: (u) => Math.log1p(Math.exp(u)),
  silu: (u) => u * sigmoid(u),
};

/** A network written out: weights of a layer row by row, then its biases, layer after layer. */
export function naiveNetwork({ widths, activation }: Multilayer, parameters: ArrayLike<number>): Naive {
  const unit = units[activation.name];
  return (x) => {
    let at = 0;
    let h: number[] = Array.from(x);
    for (let l = 1; l < widths.length; l++) {
      const [from, to] = [widths[l - 1], widths[l]];
      const start = at;
      const sums = Array.from({ length: to }, (_, o) =>
        h.reduce((sum, value, i) => sum + value * parameters[start + i * to + o], parameters[start + from * to + o]),
      );
      at += (from + 1) * to;
      h = l === widths.length - 1 ? sums : sums.map(unit);
    }
    return h;
  };
}

export type Naive = (x: ArrayLike<number>) => number[];

/** f at x moved by `by` along coordinate i. */
function moved(f: Naive, x: ArrayLike<number>, i: number, by: number): number[] {
  const at = Array.from(x);
  at[i] += by;
  return f(at);
}

/** ∂ᵢf by central differences: error about 1e-9. */
export function slopeOf(f: Naive, x: ArrayLike<number>, i: number, step = 1e-4): number[] {
  // Two step lengths, extrapolated to none.
  const central = (h: number): number[] => {
    const behind = moved(f, x, i, -h);
    return moved(f, x, i, h).map((value, j) => (value - behind[j]) / (2 * h));
  };
  const wide = central(2 * step);
  return central(step).map((value, j) => (4 * value - wide[j]) / 3);
}

/** Σᵢ ∂²ᵢf over the first d coordinates, by second differences: error about 1e-6. */
export function laplacianOf(f: Naive, x: ArrayLike<number>, d: number, step = 1e-3): number[] {
  const total = f(x).map(() => 0);
  for (let i = 0; i < d; i++) {
    const centre = f(x);
    const second = (h: number): number[] => {
      const behind = moved(f, x, i, -h);
      return moved(f, x, i, h).map((value, j) => (value + behind[j] - 2 * centre[j]) / (h * h));
    };
    const wide = second(2 * step);
    second(step).forEach((value, j) => {
      total[j] += (4 * value - wide[j]) / 3;
    });
  }
  return total;
}
