/** A module of WebAssembly whose one function uses a vector. */
const module = [
  0, 97, 115, 109, 1, 0, 0, 0, 1, 5, 1, 96, 0, 1, 123, 3, 2, 1, 0, 10, 10, 1, 8, 0, 65, 0, 253, 15, 253, 98, 11,
];

/** Whether this browser has the vector instructions that the library's kernels are made of. */
export function hasVectorInstructions(): boolean {
  return typeof WebAssembly === 'object' && WebAssembly.validate(Uint8Array.from(module));
}
