import { type CellOutput, type DisplayRegister, outputList } from '../cell/index.js';
import type { KernelConnection } from './kernel-connection.js';
import type { Content, Message } from './wire.js';

/** How long a cell may take, and who hears of its outputs and answers its questions. */
export interface ExecuteOptions {
  /** Called with an output when it appears and again when it changes. */
  onOutput?(output: CellOutput): void;
  /** Answers the cell's reads of standard input; without `onInput` such a read throws. */
  onInput?(prompt: string): string | Promise<string>;
  /** Stops the cell by an interrupt after this time, in seconds; default: never. */
  readonly timeoutSeconds?: number;
}

/** How a cell ended. */
export interface Execution {
  readonly status: 'ok' | 'error';
  readonly executionCount: number;
  readonly outputs: CellOutput[];
  readonly error?: { readonly ename: string; readonly evalue: string; readonly traceback: string[] };
}

/** What the execution of a cell needs of its kernel. */
export interface CellRunner {
  readonly connection: KernelConnection;
  /** Outputs of earlier cells that a cell may update. */
  readonly displays: DisplayRegister;
  interrupt(): Promise<void>;
  /** Ends the kernel's process by force. */
  kill(): void;
}

/** How long a cell may go on after an interrupt before its kernel is killed. */
const killMilliseconds = 5000;

/** Interrupts a cell after its time, and kills the kernel if the interrupt does not end the cell. */
function timeLimit(seconds: number, { interrupt, kill }: CellRunner) {
  let isOver = false;
  let timer = setTimeout(() => {
    isOver = true;
    interrupt().catch(() => undefined);
    timer = setTimeout(kill, killMilliseconds);
  }, 1000 * seconds);
  return {
    isOver: () => isOver,
    clear: () => clearTimeout(timer),
  };
}

/**
 * Runs a cell and gathers its outputs.
 * @throws Error when the kernel ends or the cell exceeds its time
 */
export async function executeCell(
  runner: CellRunner,
  code: string,
  { onOutput, onInput, timeoutSeconds }: ExecuteOptions,
): Promise<Execution> {
  const { outputs, take } = outputList(runner.displays);
  const request = {
    code,
    silent: false,
    store_history: true,
    user_expressions: {},
    allow_stdin: onInput !== undefined,
    stop_on_error: true,
  };
  const takePublished = (message: Message): void => {
    const output = take({ type: message.header.msg_type, content: message.content });
    if (output) onOutput?.(output);
  };
  const limit = timeoutSeconds === undefined ? undefined : timeLimit(timeoutSeconds, runner);
  try {
    const { content } = await runner.connection.send('execute_request', request, {
      take: takePublished,
      answer: onInput,
    });
    if (limit?.isOver())
      throw new Error(`execute: the cell ran longer than ${timeoutSeconds} s and was interrupted; allow it more time`);
    return {
      status: content.status === 'ok' ? 'ok' : 'error',
      executionCount: content.execution_count ?? 0,
      outputs,
      ...(content.status !== 'ok' && { error: errorOf(content) }),
    };
  } finally {
    limit?.clear();
  }
}

/** The error of a reply; a cell that the kernel did not run, because an earlier one failed, has a reply without details. */
function errorOf({ ename, evalue, traceback }: Content): Execution['error'] {
  return { ename: ename ?? 'Aborted', evalue: evalue ?? 'an earlier cell failed', traceback: traceback ?? [] };
}
