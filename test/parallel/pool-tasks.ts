import { threadId } from 'node:worker_threads';
import { ensembleMean, type MeanExchange } from '../../lib/command/benchmark/ensemble-mean.js';
import { settings } from '../../lib/host/index.js';
import { type PortableCall, perform, type Range, task } from '../../lib/parallel/index.js';

// Tasks that the tests of the pool run in threads. A module outside lib gives its absolute path.

const own = (word: string): string => `${__filename}#${word}`;

export const double = task(own('double'), (payload: number) => 2 * payload);

export const threadAndShard = task(own('threadAndShard'), (_: null, { index, count }) => ({
  index,
  count,
  thread: threadId,
}));

/** Each shard writes its number, all meet, each adds up what all have written; over and over. */
export const sumOverBarriers = task(
  own('sumOverBarriers'),
  ({ values, rounds }: { values: Float64Array; rounds: number }, shard) => {
    const sums: number[] = [];
    for (let round = 1; round <= rounds; round++) {
      values[shard.index] = round * (shard.index + 1);
      shard.barrier();
      sums.push(values.reduce((sum, value) => sum + value, 0));
      shard.barrier();
    }
    return sums;
  },
);

export const failAtShard = task(
  own('failAtShard'),
  function failAtShard({ failing, error }: { failing: number; error: string }, shard): void {
    if (shard.index === failing) {
      if (error === 'exit') process.exit(3);
      // biome-ignore lint/style/useThrowOnlyError: the pool must survive a thrown text
      if (error === 'uncaught') throw 'a bare string';
      const failure = error === 'named' ? new Error('odd number') : new RangeError('odd number');
      if (error === 'named') failure.name = 'OddNumber';
      throw failure;
    }
    shard.barrier();
  },
);

export const returnEarly = task(own('returnEarly'), (early: number, shard) => {
  if (shard.index !== early) shard.barrier();
});

export const spinForever = task(own('spinForever'), ({ running }: { running: Float64Array }): void => {
  for (;;) running[0]++;
});

export const spinUntilCancelled = task(own('spinUntilCancelled'), ({ ticks }: { ticks: Float64Array }, shard) => {
  while (!shard.cancelled()) ticks[shard.index]++;
});

export const report = task(own('report'), async (total: number, shard) => {
  for (let done = 1; done <= total; done++) {
    shard.report(done);
    await new Promise((resolve) => setTimeout(resolve, 5));
  }
});

export const outcomeThatCannotTravel = task(own('outcomeThatCannotTravel'), (_: number) => () => 1);

export const readSettings = task(own('readSettings'), (_: null) => settings());

export const performed = task(own('performed'), (call: PortableCall<number>) => perform(call));

/** Means of `rows` times 1, 2, …, steps, each shard contributing the rows of its range. */
export const meansOfScaledRows = task(
  own('meansOfScaledRows'),
  (
    { exchange, range, rows, steps }: { exchange: MeanExchange; range: Range; rows: Float64Array; steps: number },
    shard,
  ) => {
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
  },
);
