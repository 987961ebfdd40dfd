import fs from 'node:fs';
import { syncBuiltinESMExports } from 'node:module';
import type { Readable } from 'node:stream';
import type { Input } from './input.js';
import { replaceMethod } from './replacement.js';

/** Standard input as `node:fs` may name it. */
const stdinFiles = new Set<unknown>([0, '/dev/stdin', '/dev/fd/0', '/proc/self/fd/0']);

/** Where `fs.readSync` puts what it reads. */
interface ReadRange {
  readonly offset?: number;
  readonly length?: number;
}

/** Offset and length, which a caller gives one by one, in an object, or not at all. */
function rangeOf(
  target: NodeJS.ArrayBufferView,
  [first, second]: (number | ReadRange | null | undefined)[],
): [number, number] {
  const { offset, length } =
    typeof first === 'object' && first !== null
      ? first
      : { offset: first ?? undefined, length: second as number | undefined };
  return [offset ?? 0, length ?? target.byteLength - (offset ?? 0)];
}

/** Which encoding a caller asks `fs.readFile` for. */
type Encoding = BufferEncoding | { readonly encoding?: BufferEncoding } | null | undefined;

/** A line as `fs.readFile` gives it: bytes, or text where an encoding is asked for. */
function fileContent(line: string, options: Encoding): string | Buffer {
  const bytes = Buffer.from(`${line}\n`);
  const encoding = typeof options === 'string' ? options : options?.encoding;
  return encoding ? bytes.toString(encoding) : bytes;
}

/** The callback of `fs.readFile`. */
type Answer = (error: null, content: string | Buffer) => void;

/** Reads lines of input in pieces of any length. */
function lineReader(input: Input): (target: NodeJS.ArrayBufferView, offset: number, length: number) => number {
  let left = Buffer.alloc(0);
  return (target, offset, length) => {
    if (left.length === 0) left = Buffer.from(`${input.askNow('')}\n`);
    const count = Math.min(length, left.length);
    left.copy(new Uint8Array(target.buffer, target.byteOffset, target.byteLength), offset, 0, count);
    left = left.subarray(count);
    return count;
  };
}

/** Lets the functions of node:fs that read descriptor 0, or a file that means it, ask for a line. */
export function readFilesByAsking(input: Input, stream: () => Readable): void {
  const take = lineReader(input);
  replaceMethod(
    fs,
    'readSync',
    (original) =>
      (fd: number, target: NodeJS.ArrayBufferView, ...rest: (number | ReadRange | null | undefined)[]) =>
        fd === 0 ? take(target, ...rangeOf(target, rest)) : original(fd, target, ...rest),
  );
  replaceMethod(
    fs,
    'readFileSync',
    (original) => (path: unknown, options: Encoding) =>
      stdinFiles.has(path) ? fileContent(input.askNow(''), options) : original(path, options),
  );
  replaceMethod(fs, 'readFile', (original) => (path: unknown, ...rest: [Encoding, Answer] | [Answer]) => {
    if (!stdinFiles.has(path)) return original(path, ...rest);
    input.check();
    const [options, answer] = rest.length > 1 ? (rest as [Encoding, Answer]) : [undefined, rest[0] as Answer];
    void input.ask('').then((line) => setImmediate(() => answer(null, fileContent(line, options))));
  });
  replaceMethod(
    fs,
    'createReadStream',
    (original) => (path: unknown, options?: { readonly fd?: number }) =>
      stdinFiles.has(path) || options?.fd === 0 ? stream() : original(path, options),
  );
  replaceMethod(
    fs.promises,
    'readFile',
    (original) => async (path: unknown, options: Encoding) =>
      stdinFiles.has(path) ? fileContent(await input.ask(''), options) : original(path, options),
  );
  syncBuiltinESMExports();
}
