import { type Matrix, matrix } from '../array/index.js';
import { fromBase64, toBase64 } from '../host/index.js';

const LITTLE_ENDIAN = new Uint8Array(new Uint16Array([1]).buffer)[0] === 1;

/**
 * JSON text of plain data: JSON values, vectors and matrices, and records and lists of them. Vectors and matrices keep every bit.
 * @throws TypeError at a function, a map or another object that would not come back as it was
 */
export function encode(value: unknown): string {
  return JSON.stringify(pack(value));
}

/** Plain data of JSON text. */
export function decode(text: string): unknown {
  return unpack(JSON.parse(text));
}

function pack(value: unknown): unknown {
  if (value instanceof Float64Array) return { $vector: textOf(value) };
  if (isMatrix(value)) return { $matrix: [value.rowCount, value.columnCount], entries: textOf(value.data) };
  if (Object.is(value, -0)) return { $number: '-0' };
  if (typeof value === 'number' && !Number.isFinite(value)) return { $number: String(value) };
  if (Array.isArray(value)) return value.map(pack);
  if (typeof value === 'object' && value !== null) {
    const kind = Object.getPrototypeOf(value);
    if (kind !== Object.prototype && kind !== null) throw notPlain(value.constructor?.name ?? 'an object');
    return Object.fromEntries(Object.entries(value).map(([name, entry]) => [name, pack(entry)]));
  }
  if (typeof value === 'function' || typeof value === 'symbol' || typeof value === 'bigint')
    throw notPlain(`a ${typeof value}`);
  return value;
}

function notPlain(got: string): TypeError {
  return new TypeError(
    `encode: value expects plain data, vectors and matrices, got ${got}; turn it into a list or a record`,
  );
}

function unpack(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(unpack);
  if (typeof value !== 'object' || value === null) return value;
  const record = value as Record<string, unknown>;
  if ('$vector' in record) return valuesOf(record.$vector as string);
  if ('$number' in record) return Number(record.$number);
  if ('$matrix' in record) {
    const [rows, columns] = record.$matrix as [number, number];
    return matrix(rows, columns, valuesOf(record.entries as string));
  }
  return Object.fromEntries(Object.entries(record).map(([name, entry]) => [name, unpack(entry)]));
}

function isMatrix(value: unknown): value is Matrix {
  return typeof value === 'object' && value !== null && typeof (value as Matrix).row === 'function';
}

function textOf(values: Float64Array): string {
  return toBase64(inFileOrder(values));
}

function valuesOf(text: string): Float64Array {
  return new Float64Array(inFileOrder(new Float64Array(fromBase64(text).buffer)).buffer);
}

/** The bytes as the file has them: lowest first. */
function inFileOrder(values: Float64Array): Uint8Array<ArrayBuffer> {
  const bytes = new Uint8Array(Float64Array.from(values).buffer);
  if (!LITTLE_ENDIAN) for (let at = 0; at < bytes.length; at += 8) bytes.subarray(at, at + 8).reverse();
  return bytes;
}
