import { checkLength, type Vector, vector } from '../array/index.js';
import { firstUniform, foldIn, type Key, normals } from '../random/index.js';
import { logarithmTable } from '../special/index.js';
import { type CompiledKernel, compiledKernel, isCompilable, simdAllowed } from './compiled-kernel.js';

/** Keys of the rows of a table of draws: row n draws under `foldIn(key, first + n)`. */
export interface RowKeys {
  readonly key: Key;
  readonly first: number;
}

const kernelName = 'normals';

/** Numbers that the kernel makes at a time, so that they stay near the processor: a multiple of 4. */
const CAPACITY = 8192;
/** Rows up to this length are made four at a time. */
const SHORT = 8;
/** Numbers per cell of the table of the logarithm. */
const CELL = 4;
const TABLE = (CELL * logarithmTable.length) / 3;

/** One for each thread: 70 kB. */
let instance: CompiledKernel<Name> | undefined;

type Name = 'setTable' | 'fill' | 'fillRows' | 'fillShortRows' | 'fillUniforms';

/**
 * Standard normal numbers of many rows at once: row n holds what `normals(foldIn(key, first + n), length)` gives, to the bit, in a fraction of
 * its time. WebAssembly SIMD; where that is missing, or MICROCANON_SIMD is off, `normals` itself.
 * @param size rows and their length
 * @param out filled when given, of rowCount · length; else a new vector
 * @returns [rowCount, length], row-major
 * @throws RangeError when `out` has another length, or a row's number is no whole number from 0 to 2³² − 1
 * Cost: about 10 ns per number, and 10 ns per row.
 */
export function normalRows(
  { key, first }: RowKeys,
  { rowCount, length }: { readonly rowCount: number; readonly length: number },
  out: Vector = vector(rowCount * length),
): Vector {
  checkLength('normalRows: out', out, rowCount * length);
  checkRows('normalRows', first, rowCount);
  if (!(simdAllowed() && isCompilable(kernelName))) {
    for (let n = 0; n < rowCount; n++) {
      normals(foldIn(key, first + n), length, out.subarray(n * length, (n + 1) * length));
    }
    return out;
  }
  instance ??= withTable();
  const { run, memory, byte } = instance;
  const at = byte(TABLE);
  if (length > CAPACITY) {
    for (let n = 0; n < rowCount; n++) {
      const { high, low } = foldIn(key, first + n);
      for (let start = 0; start < length; start += CAPACITY) {
        const count = Math.min(CAPACITY, length - start);
        run.fill(high, low, start, count, at);
        out.set(memory.subarray(TABLE, TABLE + count), n * length + start);
      }
    }
    return out;
  }
  const rows = Math.floor(CAPACITY / Math.max(1, length));
  const fillRows = length <= SHORT ? run.fillShortRows : run.fillRows;
  for (let n = 0; n < rowCount; n += rows) {
    const count = Math.min(rows, rowCount - n);
    fillRows(key.high, key.low, first + n, count, length, at);
    out.set(memory.subarray(TABLE, TABLE + count * length), n * length);
  }
  return out;
}

/**
 * A uniform number for each of many rows: for row n what `firstUniform(foldIn(foldIn(key, first + n), stream))` gives, to the bit.
 * @param stream whole number from 0 on: which of a row's streams
 * @returns [rowCount]
 * Cost: about 10 ns per row.
 */
export function uniformOfRows({ key, first }: RowKeys, rowCount: number, stream: number): Vector {
  checkRows('uniformOfRows', first, rowCount);
  const out = vector(rowCount);
  if (!(simdAllowed() && isCompilable(kernelName))) {
    return out.map((_, n) => firstUniform(foldIn(foldIn(key, first + n), stream)));
  }
  instance ??= withTable();
  const { run, memory, byte } = instance;
  for (let n = 0; n < rowCount; n += CAPACITY) {
    const count = Math.min(CAPACITY, rowCount - n);
    run.fillUniforms(key.high, key.low, first + n, stream, count, byte(TABLE));
    out.set(memory.subarray(TABLE, TABLE + count), n);
  }
  return out;
}

/** Refuses rows whose numbers no key can be folded with. */
function checkRows(where: string, first: number, rowCount: number): void {
  if (Number.isInteger(first) && first >= 0 && first + rowCount <= 0x100000000) return;
  throw new RangeError(`${where}: first expects a whole number from 0 to 2^32 - ${rowCount}, got ${first}`);
}

function withTable(): CompiledKernel<Name> {
  // Three numbers, or three short rows, more than are asked for may be written.
  const made = compiledKernel<Name>(kernelName, TABLE + CAPACITY + 3 * SHORT);
  for (let cell = 0; 3 * cell < logarithmTable.length; cell++) {
    made.memory.set(logarithmTable.subarray(3 * cell, 3 * cell + 3), CELL * cell);
  }
  made.run.setTable(made.byte(0));
  return made;
}
