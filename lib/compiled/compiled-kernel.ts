import type { Vector } from '../array/index.js';
import { host, settings } from '../host/index.js';

/** An instance of a WebAssembly kernel, its functions by name, over a memory that its caller lays out. */
export interface CompiledKernel<Name extends string> {
  readonly run: Readonly<Record<Name, (...addresses: number[]) => void>>;
  /** All zero at first. */
  readonly memory: Vector;
  /** Address of the number at a position in `memory`. */
  byte(position: number): number;
}

const pageBytes = 65536;
/** First address for data: the compiler's own data lies below it. */
export const firstByte = 1024;

const modules = new Map<string, WebAssembly.Module | undefined>();

/**
 * The module NAME.wasm, compiled once per thread; undefined where this machine has no WebAssembly SIMD and the module
 * needs it.
 * @throws Error when it was not built
 */
function compiledModule(name: string): WebAssembly.Module | undefined {
  if (modules.has(name)) return modules.get(name);
  const asset = `microcanon/dist/lib/compiled/${name}.wasm`;
  let bytes: Uint8Array<ArrayBuffer>;
  try {
    bytes = host.bytes(asset);
  } catch (error) {
    throw new Error(`compiledKernel: ${asset} is missing; run npm run build`, { cause: error });
  }
  const known = typeof WebAssembly === 'object' && WebAssembly.validate(bytes);
  modules.set(name, known ? new WebAssembly.Module(bytes) : undefined);
  return modules.get(name);
}

/** Whether this machine can run the kernel: its WebAssembly has the instructions. */
export function isCompilable(name: string): boolean {
  return compiledModule(name) !== undefined;
}

/** Whether SIMD may be used: unless MICROCANON_SIMD is off. */
export function simdAllowed(): boolean {
  return settings().simd;
}

/**
 * A kernel and its memory of `bytes` bytes, all zero from `firstByte` on; call `isCompilable` first.
 * @throws RangeError when the memory cannot be had
 */
export function kernelInstance<Name extends string>(
  name: string,
  bytes: number,
): { readonly run: CompiledKernel<Name>['run']; readonly buffer: ArrayBuffer } {
  const instance = new WebAssembly.Instance(compiledModule(name)!, {});
  const { memory } = instance.exports as { memory: WebAssembly.Memory };
  const missing = Math.ceil(bytes / pageBytes) - memory.buffer.byteLength / pageBytes;
  // Growing detaches views of the memory, so that it grows once, before any view is made.
  if (missing > 0) memory.grow(missing);
  return { run: instance.exports as CompiledKernel<Name>['run'], buffer: memory.buffer as ArrayBuffer };
}

/**
 * A kernel over a memory of `length` numbers of double precision; call `isCompilable` first.
 * @throws RangeError when the memory cannot be had
 */
export function compiledKernel<Name extends string>(name: string, length: number): CompiledKernel<Name> {
  const { run, buffer } = kernelInstance<Name>(name, firstByte + length * 8);
  return { run, memory: new Float64Array(buffer, firstByte, length), byte: (position) => firstByte + position * 8 };
}
