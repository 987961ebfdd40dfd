import { cos, log, sin, squared } from '../../special/index.js';

/** A linear map of the plane that takes N(0, I) to N(0, diag(a², b²)), after a rotation. */
export interface RotatedFlow {
  /** Angle of the rotation, radians. */
  readonly angle: number;
  /** −ln of the density that it makes, at each point, nats. */
  readonly negativeLogDensities: readonly number[];
  /** ½E|Mx − x|²: what straight lines cost in one unit of time. */
  readonly transportCost: number;
}

/**
 * The map M = diag(a, b) R(θ): by the formula of flows, −ln φ(M⁻¹y) + ln|det M| is its negative log-density at y, the same for every θ, and
 * its transport costs ½[(a − 1)² + (b − 1)²] + (a + b)(1 − cos θ).
 * @param points y, pairs
 */
export function rotatedFlow(
  [a, b]: readonly [number, number],
  angle: number,
  points: readonly (readonly [number, number])[],
): RotatedFlow {
  const [c, s] = [cos(angle), sin(angle)];
  // M by rows.
  const [m11, m12, m21, m22] = [a * c, -a * s, b * s, b * c];
  const determinant = m11 * m22 - m12 * m21;
  return {
    angle,
    negativeLogDensities: points.map(([y1, y2]) => {
      const x1 = (m22 * y1 - m12 * y2) / determinant;
      const x2 = (m11 * y2 - m21 * y1) / determinant;
      return 0.5 * (squared(x1) + squared(x2)) + log(2 * Math.PI) + log(Math.abs(determinant));
    }),
    transportCost: 0.5 * (squared(m11 - 1) + squared(m12) + squared(m21) + squared(m22 - 1)),
  };
}
