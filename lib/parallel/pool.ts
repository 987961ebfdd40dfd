import { host, settings, type Thread } from '../host/index.js';
import { type Assignment, type Reply, runShard } from './assignment.js';
import { Interrupted, onInterrupt } from './interruption.js';
import { packError, unpackError } from './packed-error.js';
import { moduleOf, namesIn, type PortableCall } from './portable.js';
import { createControl, reportedTotal, stopShards } from './shard.js';
import { threadsAvailable } from './sharding.js';
import type { Task } from './task.js';

/** Who hears of the progress of a run. */
export interface ShardOptions {
  /**
   * Portable calls in the payloads: threads load the modules that declare what these calls, and calls among their
   * arguments, name.
   */
  readonly calls?: readonly PortableCall[];
  /** Gets the sum of what the shards reported, at most ten times a second and once at the end. */
  onProgress?(done: number): void;
}

const progressMilliseconds = 100;
/** How long stopped shards may go on before their threads are ended. */
const graceMilliseconds = 300;

/** A thread of this process, and the function that takes its next reply. */
interface Member {
  readonly thread: Thread;
  settle?: (reply: Reply) => void;
}

const idle: Member[] = [];

/**
 * Runs a function once for each payload, all at the same time in as many worker threads, so that they can meet at
 * barriers. Threads stay warm between runs and keep no process alive while idle.
 * @param task declared by `task`
 * @param payloads one for each shard, copied to its thread; vectors of `sharedVector` are shared instead.
 *   Where threads are off (`workerCount()` is then 1) a single payload is run in the calling thread.
 * @returns the outcomes in the order of the payloads
 * @throws the error of the first shard that failed, with its message and stack, once the others have left;
 *   Interrupted at once when the reader interrupts. Stopped shards that go on for 0.3 s lose their thread, and may
 *   write to shared vectors until then.
 * Cost: about 0.1 ms where threads are warm, 30 ms for each new thread.
 */
export function runShards<Payload, Result>(
  { name }: Task<Payload, Result>,
  payloads: readonly Payload[],
  options: ShardOptions = {},
): Promise<Awaited<Result>[]> {
  const count = payloads.length;
  const modules = [...new Set([name, ...(options.calls ?? []).flatMap(namesIn)].map(moduleOf))];
  const threads = threadsAvailable();
  const control = createControl(count, threads);
  const replies: (Reply | undefined)[] = payloads.map(() => undefined);
  const members: Member[] = [];

  return new Promise((resolve, reject) => {
    if (count === 0) return resolve([]);
    if (!threads && count > 1) {
      throw new RangeError(
        `runShards: payloads expects at most 1 where worker threads are off, got ${count}; cut the work by workerCount()`,
      );
    }
    let missing = count;
    let grace: ReturnType<typeof setTimeout> | undefined;
    const { onProgress } = options;
    const tell = (): void => onProgress?.(reportedTotal(control));
    const ticker = onProgress && setInterval(tell, progressMilliseconds);

    const stop = (): void => {
      stopShards(control);
      grace ??= setTimeout(() => {
        members.forEach((member, index) => void (replies[index] ?? member.thread.terminate()));
      }, graceMilliseconds);
    };
    let interrupted = false;
    const forget = onInterrupt(() => {
      interrupted = true;
      clearInterval(ticker);
      reject(new Interrupted('the computation was interrupted'));
      stop();
    });
    const finish = (): void => {
      forget();
      clearInterval(ticker);
      clearTimeout(grace);
      if (interrupted) return;
      // Threads that were ended because another shard failed count as lost too; the reason is the failed shard's error.
      const failure =
        replies.find((reply) => reply?.kind === 'failed') ?? replies.find((reply) => reply?.kind === 'lost');
      if (failure && 'error' in failure) {
        reject(unpackError(failure.error));
        return;
      }
      tell();
      resolve(replies.map((reply) => (reply as { outcome: Awaited<Result> }).outcome));
    };
    const settle = (index: number, reply: Reply): void => {
      if (replies[index] !== undefined) return;
      replies[index] = reply;
      missing--;
      if (reply.kind !== 'done' && missing > 0) stop();
      if (missing === 0) finish();
    };

    payloads.forEach((payload, index) => {
      const assignment: Assignment = { task: name, modules, payload, index, count, control, settings: settings() };
      if (!threads) {
        void runShard(assignment).then((reply) => settle(index, reply));
        return;
      }
      const member = takeMember();
      members[index] = member;
      member.settle = (reply) => settle(index, reply);
      try {
        member.thread.post(assignment);
      } catch (error) {
        release(member);
        settle(index, { kind: 'failed', error: packError(error) });
      }
    });
  });
}

/** An idle thread or a new one, which keeps the process alive until it is released. */
function takeMember(): Member {
  const member = idle.pop() ?? startMember();
  member.thread.ref();
  return member;
}

function release(member: Member): void {
  member.settle = undefined;
  member.thread.unref();
  idle.push(member);
}

function startMember(): Member {
  const lose = (reply: Reply): void => {
    const { settle } = member;
    member.settle = undefined;
    const at = idle.indexOf(member);
    if (at >= 0) idle.splice(at, 1);
    settle?.(reply);
  };
  const thread = host.workers!.start('parallel/worker', {
    message(reply) {
      const { settle } = member;
      release(member);
      settle?.(reply as Reply);
    },
    error: (error) => lose({ kind: 'lost', error: packError(error) }),
    exit(code) {
      const error = new Error(`runShards: a worker thread ended by itself with code ${code}`);
      lose({ kind: 'lost', error: packError(error) });
    },
  });
  const member: Member = { thread };
  return member;
}
