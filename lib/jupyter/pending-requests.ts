import type { Message } from './wire.js';

/** What a client does with the messages that a request gives rise to. */
export interface RequestHandlers {
  /** Called with each message on the iopub channel that belongs to the request, status messages apart. */
  readonly take?: (message: Message) => void;
  /** Answers a question that the kernel asks for the request on the stdin channel. */
  readonly answer?: (prompt: string) => string | Promise<string>;
}

/** Requests without a complete answer, found by the id that the kernel's messages repeat. */
export interface PendingRequests {
  /**
   * Registers a request.
   * @param isIdle true where the reply alone is the answer; otherwise the kernel's `idle` status has to come too
   * @returns the reply
   */
  add(id: string, handlers: RequestHandlers, isIdle: boolean): Promise<Message>;
  /** Takes a message of the shell or the control channel. */
  takeReply(message: Message): void;
  /** Takes a message of the iopub channel. */
  takePublished(message: Message): void;
  /** The handler that answers a question of the stdin channel; undefined where nobody does. */
  answerTo(message: Message): RequestHandlers['answer'];
  /** Ends all requests by an error. */
  reject(reason: Error): void;
  /** Forgets all requests: their promises stay open. */
  forget(): void;
}

interface PendingRequest extends RequestHandlers {
  readonly resolve: (reply: Message) => void;
  readonly reject: (error: Error) => void;
  reply?: Message;
  isIdle: boolean;
}

export function pendingRequests(): PendingRequests {
  const requests = new Map<string, PendingRequest>();
  const idOf = ({ parent }: Message): string => parent.msg_id ?? '';

  function update(message: Message, change: (request: PendingRequest) => void): void {
    const id = idOf(message);
    const request = requests.get(id);
    if (request === undefined) return;
    change(request);
    if (request.reply === undefined || !request.isIdle) return;
    requests.delete(id);
    request.resolve(request.reply);
  }

  return {
    add: (id, handlers, isIdle) =>
      new Promise((resolve, reject) => requests.set(id, { ...handlers, resolve, reject, isIdle })),
    takeReply: (message) =>
      update(message, (request) => {
        request.reply = message;
      }),
    takePublished: (message) =>
      update(message, (request) => {
        if (message.header.msg_type !== 'status') request.take?.(message);
        else if (message.content.execution_state === 'idle') request.isIdle = true;
      }),
    answerTo: (message) => requests.get(idOf(message))?.answer,
    reject(reason) {
      for (const request of requests.values()) request.reject(reason);
      requests.clear();
    },
    forget: () => requests.clear(),
  };
}
