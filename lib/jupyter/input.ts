import type { Channel } from './channel.js';
import type { Message } from './wire.js';

/** Thrown when a cell reads standard input and the front end does not take questions. */
class InputError extends Error {
  override readonly name = 'InputError';
}

/** Lines that the reader types, requested by the protocol's input_request. */
export interface Input {
  /** @param request the execute_request of the cell that begins */
  beginCell(request: Message): void;
  /** Resolves when every question of the cell, and of callbacks on the answers, is answered. */
  answered(): Promise<void>;
  endCell(): void;
  readonly isCellRunning: boolean;
  /** @throws InputError when the front end of the cell takes no questions */
  check(): void;
  /** A line that the reader types, without its end; waits for earlier questions. Rejects with `InputError`. */
  ask(prompt: string): Promise<string>;
  /** As `ask`, but blocks the process until the answer arrives. */
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
      'standard input: this front end takes no questions, so that a read would never end; write the value into the cell',
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
