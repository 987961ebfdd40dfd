import { displaySymbol, tableBundle } from '../array/index.js';
import type { Result, StoredResult } from './contract.js';
import { spokenDuration } from './duration.js';
import { fingerprint } from './fingerprint.js';

/** A result with the way it shows itself. */
export function resultOf<Data>(
  content: StoredResult,
  from: { readonly loaded: boolean; readonly kept: boolean },
): Result<Data> {
  const { id, module, parameters, seed, inputs, provenance } = content;
  const duration = spokenDuration(provenance.wallSeconds);
  return {
    id,
    module,
    parameters,
    seed,
    inputs,
    data: content.data as Data,
    provenance,
    ...from,
    [displaySymbol]: () =>
      tableBundle(
        `result: ${id}`,
        [
          ...Object.entries(parameters).map(([label, value]) => [label, spoken(value)] as const),
          ['seed', seed],
          [originOf(from), `${provenance.date}, in ${duration}, ${provenance.workers} workers`],
          ['revision', provenance.revision],
          ['machine', provenance.machine],
          ['fingerprint', fingerprint(content.data)],
        ],
        { summary: `result: ${id}, ${originOf(from)} ${provenance.date.slice(0, 10)} in ${duration}` },
      ),
  };
}

function originOf({ loaded, kept }: { readonly loaded: boolean; readonly kept: boolean }): string {
  if (kept) return 'kept with the sources, computed';
  return loaded ? 'loaded, computed' : 'computed';
}

/** A parameter in a table. */
function spoken(value: unknown): string {
  if (Array.isArray(value)) return value.join(', ');
  return typeof value === 'object' ? JSON.stringify(value) : String(value);
}
