import { loadParts, workerOf } from '../live/parts.js';
import type { TypesAnswers, TypesQuestion, TypesReply, TypesRequest } from './types-messages.js';

/** What evaluates the part, apart from the page. */
type Compiler = ReturnType<typeof workerOf>;

/** The compiler in a worker. */
export interface TypesClient {
  /** @returns undefined where the compiler cannot be had, and where a newer question of the same kind came before the answer */
  ask<Kind extends TypesQuestion['kind']>(
    question: Extract<TypesQuestion, { readonly kind: Kind }>,
  ): Promise<TypesAnswers[Kind] | undefined>;
}

/** A question and where its answer is told. */
interface Asked {
  readonly question: TypesQuestion;
  tell(answer: unknown): void;
}

/**
 * The compiler, whose part is loaded and whose worker starts at the first question. It answers one question at a time; of those that
 * wait, the newest of each kind, because a reader who types on asks about older code no more.
 * @param codes the code of all cells, in the order of the page
 * @param failed told once why there are no types
 */
export function typesClient(codes: () => readonly string[], failed: (reason: string) => void): TypesClient {
  const waiting = new Map<TypesQuestion['kind'], Asked>();
  let compiler: Promise<Compiler | undefined> | undefined;
  let current: Asked | undefined;
  let latest = 0;

  async function start(): Promise<Compiler | undefined> {
    try {
      const started = workerOf(await loadParts(['types']));
      started.onmessage = ({ data }: MessageEvent<TypesReply>) => take(data);
      started.onerror = ({ message }) => lose(message);
      return started;
    } catch (error) {
      lose((error as Error).message);
      return undefined;
    }
  }

  function take(reply: TypesReply): void {
    if ('error' in reply) console.warn(`types: ${reply.error}`);
    current?.tell('error' in reply ? undefined : reply.answer);
    current = undefined;
    void next();
  }

  function lose(reason: string): void {
    compiler = Promise.resolve(undefined);
    for (const { tell } of [...(current ? [current] : []), ...waiting.values()]) tell(undefined);
    current = undefined;
    waiting.clear();
    failed(reason);
  }

  async function next(): Promise<void> {
    compiler ??= start();
    const open = await compiler;
    const [kind] = waiting.keys();
    if (kind === undefined || current !== undefined) return;
    current = waiting.get(kind)!;
    waiting.delete(kind);
    if (open === undefined) current.tell(undefined);
    else open.postMessage({ id: ++latest, cells: codes(), question: current.question } satisfies TypesRequest);
    if (open === undefined) current = undefined;
  }

  return {
    ask: (question) =>
      new Promise((resolve) => {
        waiting.get(question.kind)?.tell(undefined);
        waiting.set(question.kind, { question, tell: (answer) => resolve(answer as never) });
        void next();
      }),
  };
}
