import { host } from '../host/index.js';

/** Largest file that is read, in bytes, packed or unpacked: more than a series of daily values takes. */
const MOST_BYTES = 64 * 2 ** 20;

/** The text of a file, with a note where its encoding is uncertain. */
export interface FileText {
  readonly text: string;
  readonly notes: readonly string[];
}

/** First bytes of formats that are no text, the format's name, and advice. */
const OTHER_FORMATS: readonly (readonly [start: string | readonly number[], what: string, advice: string])[] = [
  ['PK\x03\x04', 'a zip archive, such as an Excel workbook (.xlsx)', 'save the sheet as CSV, or unpack the archive'],
  [[0xd0, 0xcf, 0x11, 0xe0], 'an old Excel workbook (.xls)', 'save the sheet as CSV'],
  ['PAR1', 'a Parquet file', 'write the table as CSV'],
  ['%PDF', 'a PDF', 'save the table as CSV'],
  ['\x89HDF', 'an HDF5 file', 'write the table as CSV'],
  ['\x93NUMPY', 'a NumPy array', 'write dates and values as CSV'],
  ['SQLite format 3', 'an SQLite data base', 'write the table as CSV'],
  ['BZh', 'a file packed with bzip2', 'unpack it, or pack it with gzip'],
  [[0xfd, 0x37, 0x7a, 0x58, 0x5a], 'a file packed with xz', 'unpack it, or pack it with gzip'],
  [[0x28, 0xb5, 0x2f, 0xfd], 'a file packed with zstd', 'unpack it, or pack it with gzip'],
];

/**
 * The text of a file in UTF-8, in UTF-16 with a byte-order mark, or in Windows-1252 where it is neither; packed with gzip, whatever
 * its name says, or not. A byte-order mark is left out.
 * @param caller named in errors
 * @throws Error when the file cannot be read or unpacked; RangeError when it is no text, or has more than 64 MiB
 */
export function textOfFile(caller: string, path: string): FileText {
  const fail = (expected: string, got: string, advice: string): never => {
    throw new RangeError(`${caller}: ${path} expects ${expected}, got ${got}; ${advice}`);
  };
  let bytes = contentOf(caller, path, () =>
    fail('at most 64 MiB', 'more', 'keep only the columns and days that are needed'),
  );
  if (bytes[0] === 0x1f && bytes[1] === 0x8b) {
    try {
      bytes = host.files.unpack(bytes, MOST_BYTES);
    } catch (cause) {
      const { message } = cause as Error;
      if (cause instanceof RangeError)
        fail('at most 64 MiB when unpacked', 'more', 'keep only the columns and days that are needed');
      throw new Error(`${caller}: ${path} is a damaged gzip file (${message}); download it again`, { cause });
    }
  }
  for (const [start, what, advice] of OTHER_FORMATS) {
    const head = typeof start === 'string' ? Array.from(start, (letter) => letter.charCodeAt(0)) : start;
    if (head.every((byte, at) => bytes[at] === byte)) fail('a table as text', what, advice);
  }
  const decoded = decode(bytes);
  if (decoded.text.includes('\0'))
    fail(
      'text in UTF-8',
      'bytes of 0, as binary files have them and UTF-16 without a byte-order mark',
      'save the table as CSV in UTF-8',
    );
  return decoded;
}

/**
 * Refuses text that is a page or JSON rather than a table.
 * @throws RangeError saying which, and what to do
 */
export function checkTabular(caller: string, path: string, text: string): void {
  const fail = (expected: string, got: string, advice: string): never => {
    throw new RangeError(`${caller}: ${path} expects ${expected}, got ${got}; ${advice}`);
  };
  if (/^\s*<[!?a-z]/i.test(text))
    fail('a table as text', 'a web page or XML', 'open it in a browser and save the data as CSV');
  if (/^\s*[[{]/.test(text)) fail('a table as text', 'what looks like JSON', 'write dates and values as CSV');
}

/** The last part of a path. */
export function fileName(path: string): string {
  return path.replace(/[\\/]+$/, '').replace(/^.*[\\/]/, '');
}

/** A path for an error, followed by the absolute path if it is relative. */
export function shownPath(path: string): string {
  const absolute = host.files.absolute(path);
  return absolute === path ? path : `${path}, that is ${absolute}`;
}

function contentOf(caller: string, path: string, tooLarge: () => never): Uint8Array<ArrayBuffer> {
  try {
    return host.files.read(path, MOST_BYTES);
  } catch (cause) {
    if (cause instanceof RangeError) tooLarge();
    const reason = (cause as { code?: string }).code ?? String(cause);
    const advice = /^https?:/.test(path)
      ? 'download it, and give the file'
      : path.startsWith('~')
        ? '~ is not understood: write the folder out'
        : reason === 'EISDIR'
          ? 'it is a folder: give a file in it'
          : 'check the name';
    throw new Error(`${caller}: path expects a readable file, got ${shownPath(path)} (${reason}); ${advice}`, {
      cause,
    });
  }
}

function decode(bytes: Uint8Array<ArrayBuffer>): FileText {
  const [first, second] = bytes;
  if (first === 0xff && second === 0xfe) return { text: new TextDecoder('utf-16le').decode(bytes), notes: [] };
  if (first === 0xfe && second === 0xff) return { text: new TextDecoder('utf-16be').decode(bytes), notes: [] };
  try {
    return { text: new TextDecoder('utf-8', { fatal: true }).decode(bytes), notes: [] };
  } catch {
    return {
      text: new TextDecoder('windows-1252').decode(bytes),
      notes: ['the file is not in UTF-8: read as Windows-1252'],
    };
  }
}
