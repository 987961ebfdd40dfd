import { isProgressBar } from '../../site/cell-output.js';
import { essenceOf } from '../../site/fingerprint.js';
import type { StoredOutput } from '../../site/notebook.js';
import { textOf } from '../../site/notebook.js';

/** Outputs without progress bars, whose places streams had on both sides joined: a loaded result shows no bar between two lines. */
function joined(outputs: readonly StoredOutput[]): StoredOutput[] {
  const lasting: StoredOutput[] = [];
  for (const output of outputs.filter((one) => isProgressBar(one) === false)) {
    const last = lasting.at(-1);
    if (output.output_type === 'stream' && last?.output_type === 'stream' && last.name === output.name)
      lasting[lasting.length - 1] = { ...last, text: textOf(last.text) + textOf(output.text) };
    else lasting.push(output);
  }
  return lasting;
}

/** A stretch of both texts around the first character that differs. */
function around(one: string, other: string): string {
  let at = 0;
  while (at < Math.min(one.length, other.length) && one[at] === other[at]) at++;
  const stretch = (text: string): string => text.slice(Math.max(0, at - 40), at + 40);
  return `${stretch(one)} | ${stretch(other)}`;
}

/**
 * How a cell's outputs in a page differ from those of the kernel; undefined where they are the same by their fingerprints, as pages judge.
 * @param here outputs of the page
 */
export function outputDifference(
  here: readonly StoredOutput[],
  published: readonly StoredOutput[],
): string | undefined {
  const [ours, theirs] = [here, published].map((outputs) => joined(outputs).map(essenceOf));
  const at = ours.findIndex((text, i) => text !== theirs[i]);
  if (at < 0 && ours.length >= theirs.length) return undefined;
  const place = at < 0 ? ours.length : at;
  return around(ours[place] ?? '', theirs[place] ?? '');
}
