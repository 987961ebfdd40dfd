import { crc32 } from 'node:zlib';

/** A file of an archive. */
export interface ZipEntry {
  /** Its name, ASCII. */
  readonly name: string;
  readonly content: Uint8Array;
}

/** Signatures of the three kinds of records (PKWARE's APPNOTE, 4.3.7, 4.3.12 and 4.3.16). */
const [LOCAL, CENTRAL, END] = [0x04034b50, 0x02014b50, 0x06054b50];

/** 1 January 1980, midnight: the same files give the same bytes. */
const DATE = 0x21;

/** The largest archive that offsets of four bytes reach. */
const MOST_BYTES = 2 ** 32 - 1;

/**
 * A zip archive of files that are stored as they are, which is what NumPy's `savez` writes.
 * @throws RangeError when the archive would have 4 GiB or more
 */
export function storedZip(entries: readonly ZipEntry[]): Buffer {
  const total = entries.reduce((sum, { name, content }) => sum + content.length + 2 * name.length + 76, 22);
  if (total > MOST_BYTES) {
    throw new RangeError(`storedZip: entries expect less than 4 GiB, got ${total} bytes; write fewer paths`);
  }
  const parts: Buffer[] = [];
  const directory: Buffer[] = [];
  let offset = 0;
  for (const { name, content } of entries) {
    const common = commonFields(name, content);
    const header = Buffer.alloc(4);
    header.writeUInt32LE(LOCAL);
    const local = Buffer.concat([header, common, Buffer.from(name, 'latin1')]);
    const central = Buffer.alloc(6);
    central.writeUInt32LE(CENTRAL);
    central.writeUInt16LE(20, 4);
    // No comment, first disk, no attributes; then where the file begins.
    const place = Buffer.alloc(14);
    place.writeUInt32LE(offset, 10);
    directory.push(central, common, place, Buffer.from(name, 'latin1'));
    parts.push(local, Buffer.from(content.buffer, content.byteOffset, content.length));
    offset += local.length + content.length;
  }
  const size = directory.reduce((sum, part) => sum + part.length, 0);
  const end = Buffer.alloc(22);
  end.writeUInt32LE(END);
  end.writeUInt16LE(entries.length, 8);
  end.writeUInt16LE(entries.length, 10);
  end.writeUInt32LE(size, 12);
  end.writeUInt32LE(offset, 16);
  return Buffer.concat([...parts, ...directory, end]);
}

/** What a file's own header and its line of the directory share: version to extraField length, 26 bytes. */
function commonFields(name: string, content: Uint8Array): Buffer {
  const fields = Buffer.alloc(26);
  fields.writeUInt16LE(20, 0);
  fields.writeUInt16LE(DATE, 8);
  fields.writeUInt32LE(crc32(content), 10);
  fields.writeUInt32LE(content.length, 14);
  fields.writeUInt32LE(content.length, 18);
  fields.writeUInt16LE(name.length, 22);
  return fields;
}
