import { type Matrix, matrix, type Vector, vector } from '../array/index.js';
import type { Energy } from '../energy/index.js';
import { factoriseDense, type LogDeterminant, smallLogDeterminant } from '../linear-algebra/index.js';
import { descentFlow, type Flow, type FlowOptions, type MeanFieldOptions } from './flow.js';

/** Options of a mean-field descent, and how much of its own way each path goes. */
export interface JoinedOptions extends MeanFieldOptions {
  /** λ from 0, the mean-field descent, to 1, the regular one. */
  readonly ownShare: number;
}

/**
 * The descents between the mean field and the regular one: x′ = x − c Jᵀ(x)[(Φ̄ − α) + λ(Φ(x) − Φ̄)].
 *
 * E‖Φ − α‖² = ‖E Φ − α‖² + tr Cov Φ: the mean field follows the gradient of the first term alone, the regular descent
 * that of both, and λ is the weight of the second. Ensembles of one path are the regular descent whatever λ.
 * @param target α, [K], finite
 * @throws RangeError when λ is not from 0 to 1, and what `meanFieldDescent` throws
 * Cost of a step: that of `meanFieldDescent`. The loss of entropy is exact, and known for energies whose Jacobians are
 * (see `chosenJacobian`): O(K³) more per path.
 */
export function joinedDescent(energy: Energy, target: ArrayLike<number>, options: JoinedOptions): Flow {
  const { ownShare, ...rest } = options;
  if (!(ownShare >= 0 && ownShare <= 1)) {
    throw new RangeError(`joinedDescent: ownShare expects a number from 0 to 1, got ${ownShare}`);
  }
  const flow = descentFlow({ factory: 'joinedDescent', name: 'joined descent' }, energy, target, rest);
  return { ...flow, own: { share: ownShare, targets: undefined } };
}

/**
 * Regular descents of which each has a target of its own, such as the energy of a reference path:
 * x′ = x − c Jᵀ(x)(Φ(x) − αₙ), with c = γ/‖ᾱ‖² for all.
 *
 * Paths do not collapse onto one energy: that of path n approaches αₙ. The entropy is that of the paths given the
 * targets; the law of a path whose target is drawn with it has more entropy, by the information that its energies have of
 * the target.
 * @param targets αₙ by path, [N, K]; a descent of these moves N paths
 * @throws RangeError when there is no target, or what `regularDescent` throws
 */
export function singleTargetDescent(energy: Energy, targets: Matrix, options: FlowOptions): Flow {
  if (targets.rowCount < 1 || targets.columnCount !== energy.componentCount) {
    throw new RangeError(
      `singleTargetDescent: targets expect a row of ${energy.componentCount} numbers for each path, got ` +
        `${targets.rowCount} x ${targets.columnCount}`,
    );
  }
  const mean = vector(targets.columnCount);
  for (let i = 0; i < targets.data.length; i++) {
    if (!Number.isFinite(targets.data[i])) {
      throw new RangeError(
        `singleTargetDescent: targets expect finite numbers, got ${targets.data[i]} for path ${Math.floor(i / mean.length)}`,
      );
    }
    mean[i % mean.length] += targets.data[i] / targets.rowCount;
  }
  const flow = descentFlow({ factory: 'singleTargetDescent', name: 'single-target descent' }, energy, mean, {
    ...options,
    ensembleSize: 1,
  });
  return { ...flow, own: { share: 1, targets: matrix(targets.rowCount, mean.length, targets.data.slice()) } };
}

/**
 * The part of a joined step's ln|det| that is not the paths' blocks M: with C = J M⁻¹Jᵀ of each path and A = M − cλ JᵀJ,
 * Σ ln|det(I − cλC)| + ln|det(I − (c(1−λ)/N) Σ J A⁻¹Jᵀ)|, where J A⁻¹Jᵀ = C(I − cλC)⁻¹.
 * @param couplings C, [N, K, K]
 * Cost: O(K³) per path.
 */
export function joinedCollapse(
  { stepSize, lossScale, own, energy: { componentCount: order } }: Flow,
  couplings: Vector,
  first: number,
  size: number,
): LogDeterminant {
  const [c, share] = [stepSize / lossScale, own!.share];
  const common = vector(order * order);
  let logAbs = 0;
  let sign: LogDeterminant['sign'] = 1;
  for (let n = first; n < first + size; n++) {
    const coupling = couplings.subarray(n * order * order, (n + 1) * order * order);
    const { logDeterminant, solve } = factoriseDense(matrix(order, order, identityLess(coupling, c * share, order)));
    logAbs += logDeterminant.logAbs;
    sign = signOf(sign * logDeterminant.sign);
    // C is symmetric and commutes with I − cλC: row k of the product is the solution for row k of C.
    for (let k = 0; k < order; k++) {
      const row = coupling.slice(k * order, (k + 1) * order);
      solve(row);
      for (let l = 0; l < order; l++) common[k * order + l] += row[l];
    }
  }
  const shared = smallLogDeterminant(identityLess(common, (c * (1 - share)) / size, order), order);
  return { logAbs: logAbs + shared.logAbs, sign: signOf(sign * shared.sign) };
}

function signOf(value: number): LogDeterminant['sign'] {
  return value > 0 ? 1 : value < 0 ? -1 : 0;
}

/** I − factor · m. */
function identityLess(m: Vector, factor: number, order: number): Vector {
  return m.map((entry, i) => (i % (order + 1) === 0 ? 1 : 0) - factor * entry);
}
