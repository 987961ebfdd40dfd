import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { vector, type Vector } from '../array';
import { bandedCoupling, SignedProduct, SMALL_PIVOT, type LogDeterminant } from '../linear-algebra';
import type { JacobianKernel, PathJacobians } from './jacobian-kernel';
import { lanesAvailable } from './lag-arithmetic';
import type { LagKernelOptions } from './lag-kernel';

export type LagJacobianOptions = Omit<LagKernelOptions, 'pathCount'>;

/** The sizes and constants that both ways of evaluating share. Components are in the order of the lags here. */
interface Shape {
  readonly order: number;
  readonly bandwidth: number;
  readonly linearLags: number;
  readonly squareLags: number;
  readonly componentCount: number;
}

/** Evaluates some paths from a row on: writes ln|det M| and Y M⁻¹Yᵀ of the bare columns Y through `settle`. */
interface Evaluation {
  /** Paths at a time. */
  readonly width: number;
  evaluate(paths: Vector, firstPath: number, count: number, settle: Settle): void;
}

type Settle = (n: number, block: LogDeterminant, coupling: Vector) => void;
/** Writes v₀, −v₁ … −v_bandwidth, u₁ … u_squareLags, 2u₁ … 2u_squareLags of a path; see assembly/lag-jacobian.ts. */
type ReadWeights = (n: number, out: Vector) => void;

/**
 * Jacobian determinants of the steps of lag-product energies (see `lagKernel`, whose options these are).
 *
 * Elimination through the band of M carries the gradients along, two paths a WebAssembly vector. Where that is missing, or
 * MICROCANON_SIMD is off, the same operations in TypeScript: the same bits. A path whose pivots get small, which only a
 * large step brings about, is evaluated again with row exchanges.
 * Cost: about d(b² + 2bK + K²) operations a path, b the largest lag and K = linearLags + 1 + squareLags.
 */
export function lagJacobian(options: LagJacobianOptions): JacobianKernel {
  const { signalLength: d, linearLags, squareLags } = options;
  const componentCount = linearLags + 1 + squareLags;
  const shape = { order: d, bandwidth: Math.max(linearLags, squareLags), linearLags, squareLags, componentCount };
  const permutation = options.order ?? Array.from({ length: componentCount }, (_, k) => k);
  const position = vector(componentCount);
  for (let k = 0; k < componentCount; k++) position[permutation[k]] = k;
  const multiplicity = Array.from({ length: componentCount }, (_, k) => (k === 0 || k > linearLags ? 2 : 1));
  let given = vector(0);

  const readWeights: ReadWeights = (n, out) => {
    const row = n * componentCount;
    const pulls = shape.bandwidth + 1;
    for (let k = 0; k < componentCount; k++) {
      const weight = (multiplicity[k] * given[row + position[k]]) / d;
      if (k === 0) out[0] = weight;
      else if (k <= linearLags) out[k] = -weight;
      else {
        const l = k - linearLags - 1;
        out[pulls + l] = weight;
        out[pulls + squareLags + l] = 2 * weight;
      }
    }
  };
  const evaluation = lanesAvailable() === 2 ? compiled(shape, readWeights) : plain(shape, readWeights);

  return {
    evaluate(paths, weights, { logAbs, sign, couplings }: PathJacobians) {
      const pathCount = logAbs.length;
      if (paths.length !== pathCount * d || weights.length !== pathCount * componentCount) {
        throw new RangeError(
          `lagJacobian.evaluate: ${pathCount} paths expect ${pathCount * d} numbers and ${pathCount * componentCount} weights, ` +
            `got ${paths.length} and ${weights.length}`,
        );
      }
      given = weights;
      const settle: Settle = (n, block, coupling) => {
        logAbs[n] = block.logAbs;
        sign[n] = block.sign;
        const at = n * componentCount ** 2;
        for (let j = 0; j < componentCount; j++) {
          for (let k = 0; k <= j; k++) {
            const entry = coupling[j * componentCount + k] * ((multiplicity[j] / d) * (multiplicity[k] / d));
            couplings[at + position[j] * componentCount + position[k]] = entry;
            couplings[at + position[k] * componentCount + position[j]] = entry;
          }
        }
      };
      for (let n = 0; n < pathCount; n += evaluation.width) {
        evaluation.evaluate(paths, n, Math.min(evaluation.width, pathCount - n), settle);
      }
    },
  };
}

/** Path by path, in TypeScript: the reference of the compiled kernel. */
function plain({ order, bandwidth, linearLags, squareLags, componentCount }: Shape, readWeights: ReadWeights): Evaluation {
  const x = vector(order + 2 * bandwidth);
  const s = vector(order + 2 * bandwidth);
  const weights = vector(bandwidth + 1 + 2 * squareLags);
  const band = vector(order * (bandwidth + 1));
  const columns = vector(order * componentCount);
  const coupling = vector(componentCount ** 2);

  function fill(): void {
    for (let i = 0; i < order; i++) {
      const here = bandwidth + i;
      const row = i * (bandwidth + 1);
      let column = i * componentCount;
      columns[column++] = x[here];
      for (let l = 1; l <= linearLags; l++) columns[column++] = x[here - l] + x[here + l];
      let pull = weights[0];
      for (let l = 1; l <= bandwidth; l++) {
        band[row + l] = weights[l];
        if (l > squareLags) continue;
        const around = s[here - l] + s[here + l];
        columns[column++] = x[here] * around;
        pull += weights[bandwidth + l] * around;
        band[row + l] -= weights[bandwidth + squareLags + l] * (x[here] * x[here - l]);
      }
      band[row] = 1 - pull;
    }
  }

  return {
    width: 1,
    evaluate(paths, n, _count, settle) {
      for (let i = 0; i < order; i++) {
        const value = paths[n * order + i];
        x[bandwidth + i] = value;
        s[bandwidth + i] = value * value;
      }
      readWeights(n, weights);
      fill();
      settle(n, bandedCoupling(band, columns, order, bandwidth, coupling), coupling);
    },
  };
}

type Exports = Record<'interleave' | 'square' | 'tridiagonal' | 'fill' | 'banded', (...positions: number[]) => void> & {
  readonly memory: WebAssembly.Memory;
};

const pageBytes = 65536;
/** Below it lies what the compiler keeps for itself. */
const firstByte = 1024;
/** Pivots a product holds; each is within a few powers of ten of the diagonal, so that the product is a number. */
const PIVOTS = 8;
const LANES = 2;

/** Two lanes a vector; two vectors side by side where all that a row needs fits into registers. */
function compiled(shape: Shape, readWeights: ReadWeights): Evaluation {
  const { order, bandwidth, linearLags, squareLags, componentCount } = shape;
  const tridiagonal = linearLags === 1 && squareLags === 0;
  const vectors = tridiagonal ? 2 : 1;
  const width = LANES * vectors;
  const even = order + (order % 2);
  const columnStride = tridiagonal ? 2 : 8 * Math.ceil(componentCount / 8);
  const productCount = Math.ceil(order / PIVOTS);
  const weightCount = tridiagonal ? 2 : bandwidth + 1 + 2 * squareLags;

  // Positions are in numbers. First the paths as they are given, then what is in points.
  let end = width * even;
  const reserve = (points: number): number => {
    const at = end;
    end += LANES * points;
    return at;
  };
  const each = (points: number): number[] => Array.from({ length: vectors }, () => reserve(points));
  const x = each(even + 2 * bandwidth).map((at) => at + LANES * bandwidth);
  const coefficients = each(weightCount);
  const results = each(columnStride ** 2 + 2 + productCount);
  const judgement = LANES * columnStride ** 2;
  const s = reserve(even + 2 * bandwidth) + LANES * bandwidth;
  const band = tridiagonal ? end : reserve(order * (bandwidth + 1));
  const columns = tridiagonal ? end : reserve(order * columnStride);
  const inverses = tridiagonal ? end : reserve(order);

  const kernel = new WebAssembly.Instance(compiledModule(), {}).exports as unknown as Exports;
  const missing = Math.ceil((firstByte + end * 8) / pageBytes) - kernel.memory.buffer.byteLength / pageBytes;
  // Growing detaches views: grow first, then never again.
  if (missing > 0) kernel.memory.grow(missing);
  const memory = new Float64Array(kernel.memory.buffer, firstByte, end);
  const byte = (position: number): number => firstByte + position * 8;

  const weights = vector(bandwidth + 1 + 2 * squareLags);
  const coupling = vector(componentCount ** 2);
  const product = new SignedProduct();
  const careful = plain(shape, readWeights);

  function load(paths: Vector, first: number, count: number): void {
    for (let p = 0; p < width; p++) {
      // Where paths are missing, the last takes their places.
      const n = first + Math.min(p, count - 1);
      memory.set(paths.subarray(n * order, (n + 1) * order), p * even);
      readWeights(n, weights);
      const at = coefficients[Math.floor(p / LANES)] + (p % LANES);
      if (tridiagonal) {
        memory[at] = 1 - weights[0];
        memory[at + LANES] = weights[1];
      } else for (let w = 0; w < weightCount; w++) memory[at + LANES * w] = weights[w];
    }
    for (let v = 0; v < vectors; v++) kernel.interleave(byte(LANES * v * even), byte((LANES * v + 1) * even), byte(x[v]), order);
  }

  function eliminate(): void {
    if (tridiagonal) {
      kernel.tridiagonal(byte(x[0]), byte(x[1]), byte(coefficients[0]), byte(coefficients[1]), byte(results[0]), byte(results[1]), order);
      return;
    }
    const stride = columnStride * 16;
    const [couplings] = results;
    kernel.square(byte(x[0]), byte(s), order);
    kernel.fill(byte(x[0]), byte(s), byte(coefficients[0]), byte(band), byte(columns), order, bandwidth, linearLags, squareLags, stride);
    memory.fill(0, couplings, couplings + judgement);
    kernel.banded(byte(band), byte(columns), byte(inverses), byte(couplings), byte(couplings + judgement), order, bandwidth, stride);
  }

  return {
    width,
    evaluate(paths, first, count, settle) {
      load(paths, first, count);
      eliminate();
      for (let p = 0; p < count; p++) {
        const couplings = results[Math.floor(p / LANES)] + (p % LANES);
        const [least, largest] = [memory[couplings + judgement], memory[couplings + judgement + LANES]];
        if (!(least > SMALL_PIVOT * largest)) {
          careful.evaluate(paths, first + p, 1, settle);
          continue;
        }
        product.reset();
        let at = couplings + judgement + 2 * LANES;
        for (let i = 0; i < productCount; i++, at += LANES) product.multiply(memory[at]);
        for (let j = 0; j < componentCount; j++) {
          for (let k = 0; k <= j; k++) coupling[j * componentCount + k] = memory[couplings + LANES * (j * columnStride + k)];
        }
        settle(first + p, product.logDeterminant(), coupling);
      }
    },
  };
}

let kernelModule: WebAssembly.Module | undefined;

/** The kernel, compiled once a thread. */
function compiledModule(): WebAssembly.Module {
  const file = join(__dirname, 'lag-jacobian.wasm');
  try {
    kernelModule ??= new WebAssembly.Module(new Uint8Array(readFileSync(file)));
  } catch (error) {
    throw new Error(`lagJacobian: ${file} is missing; run npm run build`, { cause: error });
  }
  return kernelModule;
}
