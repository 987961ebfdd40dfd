import type { Experiment, Result } from './contract.js';
import type { Listener } from './events.js';
import { run } from './experiment.js';
import { progressBar } from './progress.js';
import { printer } from './report.js';
import { load, stored } from './stored-result.js';
import { workOf } from './work.js';

/** How a set of experiments is run. */
export interface RunAllOptions<Data> {
  /** What the bar says, a few words. */
  readonly title: string;
  /** Computes also what this code has computed before. */
  readonly fresh?: boolean;
  /** Hears of each checkpoint gone on from, and of the end; prints a line per event when left out. */
  readonly onEvent?: Listener;
  /** Gets every result as soon as it is there, in order. */
  readonly onResult?: (result: Result<Data>) => void;
  /** Gets the error of an experiment that failed, and the others go on; left out, the first error ends all. */
  readonly onFailure?: (experiment: Experiment<object, Data>, error: Error) => void;
}

/**
 * The results of several experiments of one kind, loaded where this code has computed them, else run one after the other, with
 * one bar over all that is to be computed. Interrupted or killed, it goes on from the last checkpoint when it is called again.
 */
export async function runAll<Data>(
  experiments: readonly Experiment<object, Data>[],
  { title, fresh = false, onEvent = printer(), onResult, onFailure }: RunAllOptions<Data>,
): Promise<Result<Data>[]> {
  const known = new Map(
    experiments.flatMap((experiment) => {
      const result = fresh ? undefined : load(experiment);
      return result ? [[experiment, result] as const] : [];
    }),
  );
  const open = experiments.filter((experiment) => !known.has(experiment));
  const total = open.reduce((sum, experiment) => sum + workOf(experiment), 0);
  const bar = total > 0 ? progressBar(title, total) : undefined;
  const results: Result<Data>[] = [];
  let [done, before, seconds] = [0, 0, 0];
  const announce = eachOnce(onEvent);

  async function compute(experiment: Experiment<object, Data>): Promise<Result<Data>> {
    const work = workOf(experiment);
    let earlier = 0;
    const result = await run(experiment, {
      fresh,
      onEvent: (event) => void ((event.kind === 'computed' && event.id === experiment.id) || announce(event)),
      onProgress(share, earlierShare) {
        earlier = earlierShare * work;
        bar?.advance(done + share * work, before + earlier);
      },
    });
    [done, before, seconds] = [done + work, before + earlier, seconds + result.provenance.wallSeconds];
    return result;
  }

  try {
    for (const experiment of experiments) {
      try {
        const result = known.get(experiment) ?? (await compute(experiment));
        results.push(result);
        onResult?.(result);
      } catch (error) {
        if (onFailure === undefined || (error as Error).name === 'Interrupted') throw error;
        onFailure(experiment, error as Error);
        done += workOf(experiment);
      }
    }
  } catch (error) {
    bar?.stop();
    throw error;
  }
  bar?.finish();
  const counts = { loaded: known.size, computed: results.length - known.size };
  onEvent({ kind: 'set-done', title, ...counts, wallSeconds: seconds });
  return results;
}

/** Passes on what holds for many experiments, such as what they build on, when the first of them says so. */
function eachOnce(onEvent: Listener): Listener {
  const announced = new Set<string>();
  return (event) => {
    const what = JSON.stringify({ ...event, id: undefined });
    if (!announced.has(what)) onEvent(event);
    announced.add(what);
  };
}

/**
 * The stored results of several experiments of one kind, computed here or kept with the sources; those without are left out.
 * @param onEvent hears, by revision and machine, where results come from and how long they took, how many are absent, and which
 * files are not used; prints a line each when left out
 */
export function storedAll<Data>(
  experiments: readonly Experiment<object, Data>[],
  onEvent: Listener = printer(),
): Result<Data>[] {
  // Sources are told for all results together.
  const complaints: Listener = (event) => void (event.kind === 'kept' || onEvent(event));
  const results = experiments.flatMap((experiment) => stored(experiment, complaints) ?? []);
  const sources = new Map<string, Result<Data>[]>();
  for (const result of results) {
    const { revision, machine } = result.provenance;
    const source = JSON.stringify([revision, machine]);
    sources.set(source, [...(sources.get(source) ?? []), result]);
  }
  for (const own of sources.values()) {
    const { revision, machine } = own[0].provenance;
    const dates = own.map(({ provenance }) => provenance.date.slice(0, 10)).sort();
    const [first, last] = [dates[0], dates[dates.length - 1]];
    const wallSeconds = own.reduce((sum, { provenance }) => sum + provenance.wallSeconds, 0);
    onEvent({ kind: 'source', count: own.length, revision, machine, first, last, wallSeconds });
  }
  const absent = experiments.length - results.length;
  if (absent > 0) onEvent({ kind: 'absent', count: absent, of: experiments.length });
  return results;
}
