import { type Experiment, run } from './experiment.js';
import { progressBar } from './progress.js';
import { type Result, spokenSeconds } from './result.js';
import { load, stored } from './stored-result.js';

/** How a set of experiments is run. */
export interface RunAllOptions<Data> {
  /** What the bar says, a few words. */
  readonly title: string;
  /** Computes also what this code has computed before. */
  readonly fresh?: boolean;
  /** Gets a line about each checkpoint gone on from, and one at the end; `console.log` when left out. */
  readonly say?: (line: string) => void;
  /** Gets every result as soon as it is there, in order. */
  readonly onResult?: (result: Result<Data>) => void;
  /** Gets the error of an experiment that failed, and the others go on; left out, the first error ends all. */
  readonly onFailure?: (experiment: Experiment<object, Data>, error: Error) => void;
}

/** Work of an experiment, in its own unit. */
function workOf({ stageWork, stageCount }: Experiment<object, unknown>): number {
  return stageWork ? Object.values(stageWork).reduce((sum, work) => sum + work, 0) : stageCount;
}

/**
 * The results of several experiments of one kind, loaded where this code has computed them, else run one after the other, with
 * one bar over all that is to be computed. Interrupted or killed, it goes on from the last checkpoint when it is called again.
 */
export async function runAll<Data>(
  experiments: readonly Experiment<object, Data>[],
  { title, fresh = false, say = console.log, onResult, onFailure }: RunAllOptions<Data>,
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
  // What holds for many, such as what they build on, is announced by the first of them alone.
  const announced = new Set<string>();
  const announce = (line: string): void => {
    const what = line.replace(/^[^:]*: /, '');
    if (!announced.has(what)) say(line);
    announced.add(what);
  };

  async function compute(experiment: Experiment<object, Data>): Promise<Result<Data>> {
    const work = workOf(experiment);
    let earlier = 0;
    const result = await run(experiment, {
      fresh,
      say: (line) => void (line.startsWith(`${experiment.id}: computed in`) || announce(line)),
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
  const counts = [
    [known.size, 'loaded'],
    [results.length - known.size, `computed in ${spokenSeconds(seconds)}`],
  ] as const;
  const told = counts.filter(([count]) => count > 0).map(([count, how]) => `${count} ${how}`);
  say(`${title}: ${told.join(', ') || 'nothing to compute'}`);
  return results;
}

/**
 * The stored results of several experiments of one kind, computed here or kept with the sources; those without are left out.
 * It says, by revision and machine, where they come from, how long they took and how many are absent.
 */
export function storedAll<Data>(
  experiments: readonly Experiment<object, Data>[],
  say: (line: string) => void = console.log,
): Result<Data>[] {
  const complaints = (line: string): void => void (/ is not used$/.test(line) && say(line));
  const results = experiments.flatMap((experiment) => stored(experiment, complaints) ?? []);
  const sources = new Map<string, Result<Data>[]>();
  for (const result of results) {
    const { revision, machine } = result.provenance;
    const source = `revision ${revision} on ${machine}`;
    sources.set(source, [...(sources.get(source) ?? []), result]);
  }
  for (const [source, own] of sources) {
    const dates = own.map(({ provenance }) => provenance.date.slice(0, 10)).sort();
    const [first, last] = [dates[0], dates[dates.length - 1]];
    const seconds = own.reduce((sum, { provenance }) => sum + provenance.wallSeconds, 0);
    const [what, when] = [own.length === 1 ? 'result' : 'results', first === last ? first : `${first} to ${last}`];
    say(`${own.length} ${what} computed ${when} in ${spokenSeconds(seconds)} by ${source}`);
  }
  const absent = experiments.length - results.length;
  if (absent > 0) say(`${absent} of ${experiments.length} ${absent === 1 ? 'is' : 'are'} absent`);
  return results;
}
