/**
 * An array in double precision as NumPy's file format has it, version 1.0 (numpy.lib.format): a magic word and a header, together
 * a multiple of 64 bytes, that describes the array in Python's notation, and the numbers, lowest byte first, row by row.
 * @param values as many as the shape's product
 */
export function npyFile(values: ArrayLike<number>, shape: readonly number[]): Buffer {
  const dimensions = shape.length === 1 ? `${shape[0]},` : shape.join(', ');
  const described = `{'descr': '<f8', 'fortran_order': False, 'shape': (${dimensions}), }`;
  const before = 10;
  const length = Math.ceil((before + described.length + 1) / 64) * 64 - before;
  const file = Buffer.alloc(before + length + 8 * values.length);
  file.write('\x93NUMPY\x01\x00', 'latin1');
  file.writeUInt16LE(length, 8);
  file.write(`${described.padEnd(length - 1)}\n`, before, 'latin1');
  for (let i = 0; i < values.length; i++) file.writeDoubleLE(values[i], before + length + 8 * i);
  return file;
}
