import type { StoredOutput } from '../../site/notebook.js';
import { textOf } from '../../site/notebook.js';

/** Lines that tell how long something took, or when. */
const timed = /^.*: (computed in|loaded, computed|done in|\d+ %).*\n?/gm;

/** What two outputs must have in common: no times, no progress, no picture, which a page draws itself. */
function comparable(output: StoredOutput): string | undefined {
  if (output.output_type === 'stream') {
    const text = textOf(output.text).replace(timed, '');
    return text.trim() === '' ? undefined : JSON.stringify([output.name, text]);
  }
  if (output.output_type === 'error') return JSON.stringify([output.ename, output.evalue]);
  const entries = Object.entries(output.data)
    .filter(([type]) => type !== 'image/png')
    .map(([type, content]) => [type, type.endsWith('json') ? content : textOf(content)] as const)
    .sort(([a], [b]) => (a < b ? -1 : 1));
  const html = entries.find(([type]) => type === 'text/html')?.[1];
  if (typeof html === 'string' && html.startsWith('<progress')) return undefined;
  return JSON.stringify(entries);
}

/** A stretch of both texts around the first character that differs. */
function around(one: string, other: string): string {
  let at = 0;
  while (at < Math.min(one.length, other.length) && one[at] === other[at]) at++;
  const stretch = (text: string): string => text.slice(Math.max(0, at - 40), at + 40);
  return `${stretch(one)} | ${stretch(other)}`;
}

/**
 * How a cell's outputs in a page differ from those of the kernel; undefined where they are the same to the last digit.
 * @param here outputs of the page
 */
export function outputDifference(
  here: readonly StoredOutput[],
  published: readonly StoredOutput[],
): string | undefined {
  const [ours, theirs] = [here, published].map((outputs) => outputs.flatMap((output) => comparable(output) ?? []));
  const at = ours.findIndex((text, i) => text !== theirs[i]);
  if (at < 0 && ours.length >= theirs.length) return undefined;
  const place = at < 0 ? ours.length : at;
  return around(ours[place] ?? '', theirs[place] ?? '');
}
