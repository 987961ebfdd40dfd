import { property } from './thrown.js';

/** A frame of Firefox or Safari: the function's name, @, and its place. */
const geckoFrame = /^(.*?)@(.*:\d+:\d+)$/;

/** The name of a function without what it lies in: of `outer/inner` the last part; of a function without a name, nothing. */
function functionName(given: string): string {
  const name = given.replace(/^(async|setTimeout handler|promise callback)\*/, '');
  const own = name.slice(name.lastIndexOf('/') + 1);
  return own === '<' || own === '' ? '' : own.replace(/<$/, '');
}

/** Names of the classes of a value. */
function classNames(value: unknown): ReadonlySet<unknown> {
  const names = new Set<unknown>();
  for (let of = value; typeof of === 'object' && of !== null; of = Object.getPrototypeOf(of))
    names.add(property(property(of, 'constructor'), 'name'));
  return names;
}

/**
 * The frames of an error's stack as V8 writes them, `    at name (place)`, whichever engine wrote the stack: constructors of the
 * error's own classes have none.
 */
export function stackFrames(error: unknown): string[] {
  const stack = property(error, 'stack');
  if (typeof stack !== 'string') return [];
  const lines = stack.split('\n');
  const frames = lines.filter((line) => /^\s+at /.test(line));
  if (frames.length > 0) return frames;
  const found = lines.flatMap((line) => {
    const [, given, place] = geckoFrame.exec(line) ?? [];
    return place === undefined ? [] : [{ name: functionName(given), place }];
  });
  const classes = classNames(error);
  const first = found.findIndex(({ name }) => !classes.has(name));
  return found.slice(first).map(({ name, place }) => (name === '' ? `    at ${place}` : `    at ${name} (${place})`));
}
