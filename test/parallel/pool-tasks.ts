import { ensembleMean, type MeanExchange, type Range, type Shard } from '../../lib/parallel/index.js';

// Functions that the tests of the pool run in threads.

export const file = __filename;

export function double(payload: number): number {
  return 2 * payload;
}

export function threadAndShard(_: unknown, shard: Shard): { index: number; count: number; thread: number } {
  return { index: shard.index, count: shard.count, thread: require('node:worker_threads').threadId };
}

/** Each shard writes its number, all meet, each adds up what all have written; over and over. */
export function sumOverBarriers({ values, rounds }: { values: Float64Array; rounds: number }, shard: Shard): number[] {
  const sums: number[] = [];
  for (let round = 1; round <= rounds; round++) {
    values[shard.index] = round * (shard.index + 1);
    shard.barrier();
    sums.push(values.reduce((sum, value) => sum + value, 0));
    shard.barrier();
  }
  return sums;
}

export function failAtShard({ failing, error }: { failing: number; error: string }, shard: Shard): void {
  if (shard.index === failing) {
    if (error === 'exit') process.exit(3);
    if (error === 'uncaught') throw 'a bare string';
    const failure = error === 'named' ? new Error('odd number') : new RangeError('odd number');
    if (error === 'named') failure.name = 'OddNumber';
    throw failure;
  }
  shard.barrier();
}

export function returnEarly(early: number, shard: Shard): void {
  if (shard.index !== early) shard.barrier();
}

export function spinForever({ running }: { running: Float64Array }): void {
  for (;;) running[0]++;
}

export function spinUntilCancelled({ ticks }: { ticks: Float64Array }, shard: Shard): void {
  while (!shard.cancelled()) ticks[shard.index]++;
}

export async function report(total: number, shard: Shard): Promise<void> {
  for (let done = 1; done <= total; done++) {
    shard.report(done);
    await new Promise((resolve) => setTimeout(resolve, 5));
  }
}

export function outcomeThatCannotTravel(): unknown {
  return () => 1;
}

export function readSetting(name: string): string | undefined {
  return process.env[name];
}

/** Means of `rows` times 1, 2, …, steps, each shard contributing the rows of its range. */
export function meansOfScaledRows(
  { exchange, range, rows, steps }: { exchange: MeanExchange; range: Range; rows: Float64Array; steps: number },
  shard: Shard,
): Float64Array[] {
  const { columnCount } = exchange;
  const mine = rows.subarray(range.start * columnCount, range.end * columnCount);
  const meanOf = ensembleMean(exchange, range, shard);
  return Array.from({ length: steps }, (_, step) => {
    const mean = new Float64Array(columnCount);
    meanOf(
      mine.map((value) => value * (step + 1)),
      mean,
    );
    return mean;
  });
}
