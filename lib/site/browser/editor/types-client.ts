import { loadParts, workerOf } from '../live/parts.js';
import type { TypesAnswers, TypesQuestion, TypesReply, TypesRequest } from './types-messages.js';

/** What evaluates the part, apart from the page. */
type Compiler = ReturnType<typeof workerOf>;

/** The compiler in a worker. */
export interface TypesClient {
  /** @returns undefined where the compiler cannot be had: an editor works without it */
  ask<Kind extends TypesQuestion['kind']>(
    question: Extract<TypesQuestion, { readonly kind: Kind }>,
  ): Promise<TypesAnswers[Kind] | undefined>;
}

/**
 * The compiler, whose part is loaded and whose worker starts at the first question.
 * @param codes the code of all cells, in the order of the page
 * @param failed told once why there are no types
 */
export function typesClient(codes: () => readonly string[], failed: (reason: string) => void): TypesClient {
  const waiting = new Map<number, (reply: TypesReply | undefined) => void>();
  let latest = 0;
  let worker: Promise<Compiler | undefined> | undefined;

  async function start(): Promise<Compiler | undefined> {
    try {
      const started = workerOf(await loadParts(['types']));
      started.onmessage = ({ data }: MessageEvent<TypesReply>) => {
        waiting.get(data.id)?.(data);
        waiting.delete(data.id);
      };
      started.onerror = ({ message }) => lose(message);
      return started;
    } catch (error) {
      lose((error as Error).message);
      return undefined;
    }
  }

  function lose(reason: string): void {
    worker = Promise.resolve(undefined);
    for (const tell of waiting.values()) tell(undefined);
    waiting.clear();
    failed(reason);
  }

  return {
    async ask(question) {
      worker ??= start();
      const open = await worker;
      if (open === undefined) return undefined;
      const id = ++latest;
      const reply = await new Promise<TypesReply | undefined>((resolve) => {
        waiting.set(id, resolve);
        open.postMessage({ id, cells: codes(), question } satisfies TypesRequest);
      });
      if (reply === undefined) return undefined;
      if ('error' in reply) {
        console.warn(`types: ${reply.error}`);
        return undefined;
      }
      return reply.answer as never;
    },
  };
}
