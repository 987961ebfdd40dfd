/** One shard's view of its run, which a task is given. */
export interface Shard {
  /** This shard's number, 0 … count − 1. */
  readonly index: number;
  readonly count: number;
  /**
   * Returns once every shard of the run has called it as often as this one.
   * @throws when the run was stopped, or when another shard has returned and can never arrive
   * Cost: a few microseconds where every shard has a core of its own and all arrive together.
   */
  barrier(): void;
  /** True once the run was interrupted or another shard failed: leave as soon as is convenient. */
  cancelled(): boolean;
  /**
   * Reports how much of this shard's work is done, in a unit that all shards share (a whole number below 2³¹). Cheap.
   */
  report(done: number): void;
  /**
   * Lets messages and interrupts in where the shard runs in the calling thread and has kept it for a while: a promise to await then,
   * else undefined. Call `rest` every few milliseconds, and ask `cancelled` behind it.
   */
  rest(): Promise<void> | undefined;
}

/** Thrown out of a barrier of a run that has been stopped; the run itself rejects with the reason. */
export class Released extends Error {
  override readonly name = 'Released';
}

/** The numbers that all shards of one run share, and that the calling thread watches. */
export type Control = Int32Array;

const stopped = 0;
const arrived = 1;
const generation = 2;
const returned = 3;
/** Counters of different shards lie on different cache lines. */
const line = 16;

/** Times that a waiting shard reads the generation before it sleeps: about 20 µs. */
const spinLimit = 2000;
/** Longest sleep of a waiting shard: a wake-up that comes between its last read and its sleep is lost. */
const sleepMilliseconds = 100;

export function createControl(count: number, shared: boolean): Control {
  const bytes = (count + 1) * line * Int32Array.BYTES_PER_ELEMENT;
  return new Int32Array(shared ? new SharedArrayBuffer(bytes) : new ArrayBuffer(bytes));
}

/** Stops a run: `cancelled` turns true everywhere, and shards inside a barrier leave it. */
export function stopShards(control: Control): void {
  // The flag is written before the generation, so that a shard that reads the new generation also reads the flag.
  Atomics.store(control, stopped, 1);
  Atomics.add(control, generation, 1);
  wake(control);
}

/** Notes that a shard will arrive at no further barrier. */
export function leaveRun(control: Control): void {
  Atomics.add(control, returned, 1);
  wake(control);
}

/** Sum of what the shards have reported. */
export function reportedTotal(control: Control): number {
  let total = 0;
  for (let at = line; at < control.length; at += line) total += Atomics.load(control, at);
  return total;
}

/** Shard `index` of `count` as its task sees it, but for its rests; `spin` where each shard has a core of its own. */
export function shardOf(control: Control, index: number, count: number, spin: boolean): Omit<Shard, 'rest'> {
  const polls = spin ? spinLimit : 0;
  const cancelled = (): boolean => Atomics.load(control, stopped) !== 0;
  const leaveIfStopped = (): void => {
    if (cancelled()) throw new Released('barrier: the run was stopped');
  };
  return {
    index,
    count,
    cancelled,
    report: (done) => void Atomics.store(control, (index + 1) * line, done),
    barrier() {
      const current = Atomics.load(control, generation);
      leaveIfStopped();
      if (Atomics.add(control, arrived, 1) === count - 1) {
        Atomics.store(control, arrived, 0);
        Atomics.add(control, generation, 1);
        wake(control);
        return;
      }
      for (let poll = 0; poll < polls; poll++) {
        if (Atomics.load(control, generation) !== current) return leaveIfStopped();
      }
      while (Atomics.load(control, generation) === current) {
        const someoneLeft = Atomics.load(control, returned) > 0;
        if (someoneLeft && Atomics.load(control, generation) === current) {
          throw new Error(
            `barrier: shard ${index} expects all ${count} shards to arrive, but another has returned; call barrier equally often in every shard`,
          );
        }
        Atomics.wait(control, generation, current, sleepMilliseconds);
      }
      leaveIfStopped();
    },
  };
}

function wake(control: Control): void {
  Atomics.notify(control, generation);
}
