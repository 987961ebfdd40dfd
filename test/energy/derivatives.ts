import { type Ensemble, ensemble, type Matrix, matrix, type Vector, vector } from '../../lib/array/index.js';
import type { Energy } from '../../lib/energy/index.js';
import { key, normals } from '../../lib/random/index.js';
import { assertClose } from '../closeness.js';

/** Paths of standard normal numbers. */
export function noise(seed: number, pathCount: number, signalLength: number): Ensemble {
  return ensemble(pathCount, signalLength, normals(key(seed), pathCount * signalLength));
}

/** Rows of standard normal numbers. */
export function noiseRows(seed: number, rowCount: number, columnCount: number): Matrix {
  return matrix(rowCount, columnCount, normals(key(seed), rowCount * columnCount));
}

/** x + step · v. */
function shifted(x: Ensemble, v: Ensemble, step: number): Ensemble {
  return ensemble(
    x.pathCount,
    x.signalLength,
    x.data.map((value, i) => value + step * v.data[i]),
  );
}

export function unit(length: number, k: number): Vector {
  const result = vector(length);
  result[k] = 1;
  return result;
}

/**
 * Pullback against central differences of values, Hessian product against central differences of pullbacks, on three
 * random paths with a row of weights each. The differences' error is of order h² = 1e-8 (exact for polynomials of degree
 * two) plus rounding of 1e-16/h.
 * @param allowed for entries of Hessian products; more where an energy bends sharply, as |z| does near 0
 */
export function assertDerivatives(energy: Energy, allowed = 1e-6): void {
  const { signalLength, componentCount } = energy;
  const [x, v] = [noise(11, 3, signalLength), noise(12, 3, signalLength)];
  const weights = noiseRows(13, 3, componentCount);
  const h = 1e-4;
  const [ahead, behind] = [shifted(x, v, h), shifted(x, v, -h)];

  const [valuesAhead, valuesBehind] = [energy.values(ahead), energy.values(behind)];
  const gradient = energy.pullback(x, weights);
  for (let n = 0; n < 3; n++) {
    let slope = 0;
    for (let k = 0; k < componentCount; k++)
      slope += (weights.row(n)[k] * (valuesAhead.row(n)[k] - valuesBehind.row(n)[k])) / (2 * h);
    const along = gradient.path(n).reduce((sum, entry, i) => sum + entry * v.path(n)[i], 0);
    assertClose(along, slope, 1e-6 * (1 + Math.abs(slope)), `${energy.name}: slope of path ${n}`);
  }

  const [pullAhead, pullBehind] = [energy.pullback(ahead, weights), energy.pullback(behind, weights)];
  const differences = pullAhead.data.map((value, i) => (value - pullBehind.data[i]) / (2 * h));
  assertClose(energy.hessianProduct(x, weights, v).data, differences, allowed, `${energy.name}: Hessian product`);
}

/** The banded Hessian's entries against Hessian products of unit vectors, inside and outside the band. */
export function assertBand(energy: Energy): void {
  const { signalLength, componentCount, bandedHessian } = energy;
  const { bandwidth, fill } = bandedHessian!;
  const x = noise(21, 1, signalLength);
  const weights = noiseRows(22, 1, componentCount).row(0);
  const band = vector(signalLength * (bandwidth + 1)).fill(NaN);
  fill(x.path(0), weights, band);
  for (let j = 0; j < signalLength; j++) {
    const column = energy.hessianProduct(x, weights, ensemble(1, signalLength, unit(signalLength, j))).data;
    for (let i = 0; i < signalLength; i++) {
      const lag = Math.abs(i - j);
      const entry = lag <= bandwidth ? band[Math.max(i, j) * (bandwidth + 1) + lag] : 0;
      assertClose(column[i], entry, 1e-14, `${energy.name}: Hessian entry (${i}, ${j})`);
    }
  }
  for (let i = 0; i < bandwidth; i++) {
    for (let l = i + 1; l <= bandwidth; l++)
      assertClose(band[i * (bandwidth + 1) + l], 0, 0, `unused entry (${i}, ${i - l})`);
  }
}
