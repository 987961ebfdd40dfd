import { type Displayable, displaySymbol, tableBundle } from '../array/index.js';
import type { Provenance } from './provenance.js';

/** A finished experiment. */
export interface Result<Data> extends Displayable {
  readonly id: string;
  readonly parameters: object;
  readonly seed: number;
  readonly data: Data;
  readonly provenance: Provenance;
  /** True when it was read from a file rather than computed now. */
  readonly loaded: boolean;
  /** True when it came with the sources, from data/results, whatever code computed it: see its provenance. */
  readonly kept: boolean;
}

/** What a result's file holds. */
export interface StoredResult {
  readonly id: string;
  readonly parameters: object;
  readonly seed: number;
  readonly data: unknown;
  readonly provenance: Provenance;
}

/** A result with the way it shows itself. */
export function resultOf<Data>(
  content: StoredResult,
  from: { readonly loaded: boolean; readonly kept: boolean },
): Result<Data> {
  const { id, parameters, seed, provenance } = content;
  return {
    id,
    parameters,
    seed,
    data: content.data as Data,
    provenance,
    ...from,
    [displaySymbol]: () =>
      tableBundle(
        `result: ${id}`,
        [
          ...Object.entries(parameters).map(([label, value]) => [label, spoken(value)] as const),
          ['seed', seed],
          [
            originOf(from),
            `${provenance.date}, in ${spokenSeconds(provenance.wallSeconds)}, ${provenance.workers} workers`,
          ],
          ['revision', provenance.revision],
          ['machine', provenance.machine],
        ],
        {
          summary: `result: ${id}, ${originOf(from)} ${provenance.date.slice(0, 10)} in ${spokenSeconds(provenance.wallSeconds)}`,
        },
      ),
  };
}

function originOf({ loaded, kept }: { readonly loaded: boolean; readonly kept: boolean }): string {
  if (kept) return 'kept with the sources, computed';
  return loaded ? 'loaded, computed' : 'computed';
}

/** A duration: `8.3 s`, `12.4 min`. */
export function spokenSeconds(value: number): string {
  return value < 90 ? `${value.toFixed(1)} s` : `${(value / 60).toFixed(1)} min`;
}

/** A parameter in a table. */
function spoken(value: unknown): string {
  if (Array.isArray(value)) return value.join(', ');
  return typeof value === 'object' ? JSON.stringify(value) : String(value);
}
