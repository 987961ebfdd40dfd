import type { Channel } from './channel.js';
import type { Message } from './wire.js';

/** Thrown by a cell that reads standard input where the front end cannot be asked for it. */
class InputError extends Error {
  override readonly name = 'InputError';
}

/** What the reader types, asked for by the protocol's input_request. */
export interface Input {
  /** @param request the execute_request of the cell that begins */
  beginCell(request: Message): void;
  /** When every question of the cell has its answer, those of its callbacks too. */
  answered(): Promise<void>;
  endCell(): void;
  readonly isCellRunning: boolean;
  /** @throws InputError when the front end of the cell cannot be asked */
  check(): void;
  /** A line that the reader types, without its end; waits for earlier questions. Rejects with `InputError`. */
  ask(prompt: string): Promise<string>;
  /** The same, while the whole process waits. */
  askNow(prompt: string): string;
}

export function input(channel: Channel, flush: () => void): Input {
  let request: Message | undefined;
  let isCellRunning = false;
  const open = new Set<Promise<string>>();
  let last: Promise<unknown> = Promise.resolve();

  function asker(): Message {
    if (request?.content.allow_stdin === true) return request;
    throw new InputError(
      'standard input: this front end cannot be asked for input, so a cell that reads it would wait for ever; write the value into the cell',
    );
  }

  return {
    beginCell(next) {
      request = next;
      isCellRunning = true;
      open.clear();
      last = Promise.resolve();
    },
    async answered() {
      // The callback of an answer may ask the next question.
      for (; open.size > 0; await new Promise(setImmediate)) await Promise.allSettled(open);
    },
    endCell() {
      isCellRunning = false;
      channel.stopAsking();
    },
    get isCellRunning() {
      return isCellRunning;
    },
    check: () => void asker(),
    async ask(prompt) {
      const from = asker();
      const answer = last.then(() => {
        flush();
        return channel.ask(from, prompt);
      });
      last = answer.catch(() => undefined);
      open.add(answer);
      try {
        return await answer;
      } finally {
        open.delete(answer);
      }
    },
    askNow(prompt) {
      const from = asker();
      flush();
      return channel.askNow(from, prompt);
    },
  };
}
