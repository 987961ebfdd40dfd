import { zipSync } from 'fflate';

/** Date of every entry, in local time as archives have it: with one date for all, the same entries give the same bytes. */
const DATE = '1980-01-01T00:00:00';

/** Size limit: offsets in a zip archive have four bytes. */
const MOST_BYTES = 2 ** 32 - 1;

/**
 * A zip archive that stores its entries uncompressed, as NumPy's `savez` does. Entries keep their order.
 * @param entries contents by name, ASCII
 * @returns the archive's bytes, the same for the same entries
 * @throws RangeError when the archive would have 4 GiB or more
 * Cost: two copies of the contents.
 */
export function storedZip(entries: Readonly<Record<string, Uint8Array>>): Uint8Array {
  const total = Object.entries(entries).reduce((sum, [name, { length }]) => sum + length + 2 * name.length + 76, 22);
  if (total > MOST_BYTES) {
    throw new RangeError(`storedZip: entries expects less than 4 GiB, got ${total} bytes; write fewer paths`);
  }
  return zipSync(entries, { level: 0, mtime: DATE });
}
