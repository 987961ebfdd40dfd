import assert from 'node:assert/strict';
import { key, normals } from 'microcanon/random';

// AssemblyScript: addresses in, addresses out, no memory of its own. lib/compiled/assembly/NAME.ts holds such a text.
const source = `
export function squares(x: usize, end: usize, out: usize): void {
  let sums = f64x2.splat(0);
  for (; x < end; x += 16) {
    const pair = v128.load(x);
    sums = f64x2.add(sums, f64x2.mul(pair, pair));
  }
  v128.store(out, sums);
}`;

/** The same operations in the same order, for machines without WebAssembly SIMD: the same bits. */
function plainSquares(x: ArrayLike<number>): [number, number] {
  let [even, odd] = [0, 0];
  for (let i = 0; i < x.length; i += 2) {
    even += x[i] * x[i];
    odd += x[i + 1] * x[i + 1];
  }
  return [even, odd];
}

/** The part of AssemblyScript's compiler that is needed; its own types would change those of the whole program. */
interface Compiler {
  main(
    options: readonly string[],
    files: {
      readFile(name: string): string | null;
      writeFile(name: string, contents: Uint8Array): void;
      listFiles(): string[];
    },
  ): Promise<{ error: Error | null; stderr: { toString(): string } }>;
}

const compiler: string = 'assemblyscript/asc';

/** What build.cjs does for every name in its list of kernels. */
async function compiled(text: string): Promise<WebAssembly.Module> {
  const { default: asc } = (await import(compiler)) as { default: Compiler };
  const options = [
    'kernel.ts',
    '--outFile',
    'kernel.wasm',
    '--runtime',
    'stub',
    '--use',
    'abort=',
    '-O3',
    '--enable',
    'simd',
  ];
  let binary: Uint8Array<ArrayBuffer> | undefined;
  const { error, stderr } = await asc.main(options, {
    readFile: (name) => (name === 'kernel.ts' ? text : null),
    writeFile: (name, contents) => {
      if (name === 'kernel.wasm') binary = Uint8Array.from(contents);
    },
    listFiles: () => [],
  });
  if (error || binary === undefined) throw new Error(stderr.toString());
  return new WebAssembly.Module(binary);
}

// Its test: the bits of plain code.
void compiled(source).then((module) => {
  const { memory, squares } = new WebAssembly.Instance(module, {}).exports as {
    memory: WebAssembly.Memory;
    squares(x: number, end: number, out: number): void;
  };
  if (memory.buffer.byteLength === 0) memory.grow(1);
  const [at, values] = [1024, normals(key(5), 100)];
  const numbers = new Float64Array(memory.buffer, at, 102);
  numbers.set(values);
  squares(at, at + 800, at + 800);
  assert.deepEqual([...numbers.subarray(100)], plainSquares(values));
});
