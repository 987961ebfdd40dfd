import { spokenDuration } from '../../study/duration.js';
import type { Result } from '../../study/index.js';
import type { Runnable } from '../../study/runnable.js';
import type { DistanceRecord } from './descent-distances.js';
import { type EntropyDistanceData, type EntropyDistanceParameters, largeDistances } from './entropy-distance.js';

/** Distances from the law of largest entropy, at the sizes that take minutes. */
const distancesRunnable: Runnable = {
  name: 'entropy-distance',
  summary: 'nats from maximum entropy of both descents: autocovariance at 256 values, scattering mean at 256 and 1024',
  options: { length: { value: 'D', help: 'only paths of this length, 256 or 1024' } },
  headings: ['energy         ', 'd   ', 'ln Z', 'nats from maximum entropy: regular', 'mean field', 'time'],
  parts({ length }) {
    const parts = largeDistances().filter(
      ({ parameters }) => length === undefined || parameters.signalLength === Number(length),
    );
    if (parts.length === 0) throw new RangeError(`option --length expects 256 or 1024, got '${length}'; choose one`);
    return parts;
  },
  line(result) {
    const { parameters, data, provenance } = result as Result<EntropyDistanceData>;
    const { energy, signalLength } = parameters as EntropyDistanceParameters;
    const said = ({ value, standardError }: { value: number; standardError: number }): string =>
      `${value.toFixed(3)} ± ${standardError.toFixed(3)}`;
    const least = ({ fromCanonical: { values, standardErrors } }: DistanceRecord): string => {
      const at = values.indexOf(Math.min(...values));
      return said({ value: values[at], standardError: standardErrors[at] });
    };
    const cells = [energy, String(signalLength), said(data.fresh.logPartition)];
    return [...cells, least(data.regular), least(data.meanField), spokenDuration(provenance.wallSeconds)];
  },
};

/** The experiments of this chapter for the command line. */
export const runnables: readonly Runnable[] = [distancesRunnable];
