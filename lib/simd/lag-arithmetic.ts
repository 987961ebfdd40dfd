import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Vector } from '../array';
import { plainLagProducts } from './plain-lag-products';

/**
 * The inner loops of a lag kernel over one memory, `lanes` paths at a time. All positions are indices into `memory`;
 * a block is four points, a tile two lags of x or four lags of x². The formulas stand in assembly/lag-products.ts.
 */
export interface LagArithmetic {
  readonly lanes: number;
  readonly memory: Vector;
  linearSums(x: number, sums: number, blocks: number, tiles: number): void;
  squareSums(s: number, sums: number, blocks: number, tiles: number): void;
  square(x: number, s: number, blocks: number): void;
  /** Copies the numbers of path `lane` of a group to out + lane · 4 · blocks. */
  separate(x: number, out: number, blocks: number): void;
  settle(moved: number, x: number, s: number, blocks: number): void;
  move(x: number, s: number, out: number, weights: number, blocks: number, linearLags: number, tiles: number): void;
}

type Compiled = Record<'linearSums' | 'squareSums' | 'square' | 'separate' | 'settle' | 'move', (...positions: number[]) => void> & {
  readonly memory: WebAssembly.Memory;
};

const pageBytes = 65536;
/** Below it lies what the compiler keeps for itself. */
const firstByte = 1024;

/** Two lanes where WebAssembly has SIMD and MICROCANON_SIMD is not off, else one. */
export function lanesAvailable(): 1 | 2 {
  const setting = process.env.MICROCANON_SIMD ?? 'on';
  if (setting !== 'on' && setting !== 'off') {
    throw new RangeError(`lagKernel: MICROCANON_SIMD expects on or off, got ${JSON.stringify(setting)}`);
  }
  return setting === 'on' && compiledModule() !== undefined ? 2 : 1;
}

/**
 * The arithmetic over a memory of `length` numbers, all zero.
 * @throws RangeError when the memory cannot be had
 */
export function lagArithmetic(lanes: 1 | 2, length: number): LagArithmetic {
  return lanes === 1 ? plainLagProducts(length) : simdLagProducts(length);
}

function simdLagProducts(length: number): LagArithmetic {
  const instance = new WebAssembly.Instance(compiledModule()!, {});
  const kernel = instance.exports as unknown as Compiled;
  const pages = Math.ceil((firstByte + length * 8) / pageBytes);
  const missing = pages - kernel.memory.buffer.byteLength / pageBytes;
  // Growing detaches views: grow first, then never again.
  if (missing > 0) kernel.memory.grow(missing);
  const byte = (position: number): number => firstByte + position * 8;
  return {
    lanes: 2,
    memory: new Float64Array(kernel.memory.buffer, firstByte, length),
    linearSums: (x, sums, blocks, tiles) => kernel.linearSums(byte(x), byte(sums), blocks, tiles),
    squareSums: (s, sums, blocks, tiles) => kernel.squareSums(byte(s), byte(sums), blocks, tiles),
    square: (x, s, blocks) => kernel.square(byte(x), byte(s), blocks),
    separate: (x, out, blocks) => kernel.separate(byte(x), byte(out), byte(out + 4 * blocks), 4 * blocks),
    settle: (moved, x, s, blocks) => kernel.settle(byte(moved), byte(x), byte(s), blocks),
    move: (x, s, out, weights, blocks, linearLags, tiles) =>
      kernel.move(byte(x), byte(s), byte(out), byte(weights), blocks, linearLags, tiles),
  };
}

let kernelModule: WebAssembly.Module | undefined | null = null;

/** The kernel, compiled once a thread; undefined where this machine has no WebAssembly SIMD. */
function compiledModule(): WebAssembly.Module | undefined {
  if (kernelModule !== null) return kernelModule;
  const file = join(__dirname, 'lag-products.wasm');
  let bytes: Uint8Array<ArrayBuffer>;
  try {
    bytes = new Uint8Array(readFileSync(file));
  } catch (error) {
    throw new Error(`lagKernel: ${file} is missing; run npm run build`, { cause: error });
  }
  kernelModule = typeof WebAssembly === 'object' && WebAssembly.validate(bytes) ? new WebAssembly.Module(bytes) : undefined;
  return kernelModule;
}
