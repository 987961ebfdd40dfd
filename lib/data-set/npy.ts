/**
 * An array in double precision in NumPy's file format, version 1.0 (numpy.lib.format): a magic word and a header, together a
 * multiple of 64 bytes, which describes the array in Python's notation; then the numbers, lowest byte first, row by row.
 * @param values as many as the shape's product
 */
export function npyFile(values: ArrayLike<number>, shape: readonly number[]): Uint8Array {
  const dimensions = shape.length === 1 ? `${shape[0]},` : shape.join(', ');
  const described = `{'descr': '<f8', 'fortran_order': False, 'shape': (${dimensions}), }`;
  const before = 10;
  const length = Math.ceil((before + described.length + 1) / 64) * 64 - before;
  const file = new Uint8Array(before + length + 8 * values.length);
  const view = new DataView(file.buffer);
  const write = (text: string, at: number): void => {
    for (let i = 0; i < text.length; i++) file[at + i] = text.charCodeAt(i);
  };
  write('\x93NUMPY\x01\x00', 0);
  view.setUint16(8, length, true);
  write(`${described.padEnd(length - 1)}\n`, before);
  for (let i = 0; i < values.length; i++) view.setFloat64(before + length + 8 * i, values[i], true);
  return file;
}
