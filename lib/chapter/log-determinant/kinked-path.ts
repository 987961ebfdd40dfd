import { checkLength, type Vector, vectorOf } from '../../array/index.js';
import { dot } from '../../linear-algebra/index.js';
import { hypot } from '../../special/index.js';
import { fourierTransform } from '../../wavelet/index.js';

/** A path moved towards a zero of one of its wavelet coefficients. */
export interface KinkedPath {
  /** [d]. */
  readonly path: Vector;
  /** |u(t)| of the path. */
  readonly modulus: number;
  /** The time t at which |u| of the original path is least. */
  readonly time: number;
}

/**
 * Moves a path by the shortest way to where u(t) = (x ⋆ ψ)(t) is `share` times its original value, at the time t at which |u| is
 * least. Near a zero |u(t)| is a cone, and one eigenvalue of its Hessian grows as 1/|u(t)|.
 * @param path x, [d]
 * @param filter ψ̂, the real transfer function over the frequencies m = 0 … d − 1
 * @param share from 0 to 1
 * Cost: O(d log d).
 */
export function kinkedPath(path: Vector, filter: Vector, share: number): KinkedPath {
  const d = path.length;
  checkLength('kinkedPath: filter', filter, d);
  const { forward, inverse } = fourierTransform(d);
  // The filter in time, and the filtered path.
  const [psi, u] = [
    { re: filter.map((value) => value), im: filter.map(() => 0) },
    { re: path.slice(), im: path.map(() => 0) },
  ];
  inverse(psi.re, psi.im);
  forward(u.re, u.im);
  for (let m = 0; m < d; m++) [u.re[m], u.im[m]] = [u.re[m] * filter[m], u.im[m] * filter[m]];
  inverse(u.re, u.im);
  const moduli = u.re.map((value, t) => hypot(value, u.im[t]));
  const time = moduli.indexOf(Math.min(...moduli));
  // u(t) = a·x + i b·x is linear in x, so that the shortest move is a combination of a and b.
  const [a, b] = [psi.re, psi.im].map((part) => part.map((_, s) => part[(time - s + d) % d]));
  const [aa, ab, bb] = [dot(a, a), dot(a, b), dot(b, b)];
  const determinant = aa * bb - ab * ab;
  const [re, im] = [(1 - share) * u.re[time], (1 - share) * u.im[time]];
  const [alongA, alongB] = [(bb * re - ab * im) / determinant, (aa * im - ab * re) / determinant];
  return {
    path: vectorOf(path.map((value, s) => value - alongA * a[s] - alongB * b[s])),
    modulus: share * moduli[time],
    time,
  };
}
