import { sha256 } from '../host/hash.js';
import { withoutOrigins } from '../study/origin.js';
import { plotlyType, type ShownOutput, textOf } from './cell-output.js';

/** JSON whose objects list their fields by name, so that equal values give equal texts. */
function canonical(value: unknown): string {
  return (
    JSON.stringify(value, (_, part) =>
      typeof part === 'object' && part !== null && !Array.isArray(part)
        ? Object.fromEntries(Object.entries(part).sort(([a], [b]) => (a < b ? -1 : 1)))
        : part,
    ) ?? 'null'
  );
}

/** What of an output a fingerprint is taken of: pictures, tracebacks, durations and origins of results depend on the machine, and are left out. */
function essence(output: ShownOutput): readonly unknown[] {
  if (output.output_type === 'stream') return ['stream', output.name, withoutOrigins(textOf(output.text).trimEnd())];
  if (output.output_type === 'error') return ['error', output.ename, output.evalue];
  const { data } = output;
  const figure = data[plotlyType] as { readonly data?: unknown } | undefined;
  if (typeof figure === 'object' && figure !== null) return ['figure', figure.data ?? []];
  for (const type of ['text/html', 'image/svg+xml', 'text/markdown', 'text/latex', 'text/plain'])
    if (data[type] !== undefined) return [type, withoutOrigins(textOf(data[type]))];
  return ['bundle', data];
}

/** The numbers and the text of an output, as its fingerprint takes them. */
export function essenceOf(output: ShownOutput): string {
  return canonical(essence(output));
}

/**
 * Hash of an output's numbers and text, 16 hexadecimal digits: of a figure its traces with every number's bits, of a table or text
 * every letter but those that say how long, when, where and by which revision something was computed. Equal numbers in a kernel and in a page give equal fingerprints.
 */
export function fingerprintOf(output: ShownOutput): string {
  return sha256(essenceOf(output)).slice(0, 16);
}
