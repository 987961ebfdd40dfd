import {
  bundleOf,
  cellRuntime,
  cellScope,
  compiledCells,
  type ErrorReport,
  errorReport,
  interruptionReport,
  interruptWaits,
  isInterrupted,
  type MimeData,
  type TracedCells,
} from '../cell/index.js';
import { host } from '../host/index.js';
import { type CellProgram, cellProgram } from './cell-program.js';
import { withAdviceOnName } from './name-advice.js';
import { stoppable } from './stoppable.js';
import { syntaxReport } from './syntax-report.js';
import { UnreadableCell } from './type-erasure.js';
import { yieldingWait } from './yielding-wait.js';

/** A cell: its execution count and its text. */
export interface NumberedCell {
  readonly number: number;
  readonly code: string;
}

/** How a cell ended, and which shared variables it names. */
export interface CellOutcome {
  /** Undefined when the cell did not fail. */
  readonly failure: ErrorReport | undefined;
  /** Whether `stop` was called while the cell ran. */
  readonly isStopped: boolean;
  readonly declares: readonly string[];
  readonly uses: readonly string[];
}

/** Runs cells on common variables. */
export interface CellRunner {
  /**
   * Runs a cell; never rejects.
   * @param show gets the value of the cell's last expression as the value shows itself
   */
  run(cell: NumberedCell, show: (data: MimeData) => void): Promise<CellOutcome>;
  /**
   * Stops the cell that runs: its waits are rejected, the library's computations end, and after one turn of the event loop, for
   * `finally` blocks, a cell that still waits is left behind.
   */
  stop(): void;
  readonly cells: TracedCells;
}

/** @param load gives a module that a cell imports */
export function cellRunner(load: (module: string) => unknown): CellRunner {
  const scope = cellScope();
  const compiled = compiledCells();
  // Frames of the library lie in scripts without lines: they would say nothing.
  const cells: TracedCells = { ...compiled, outsideFrame: () => undefined };
  const work = stoppable();
  const wait = yieldingWait();
  let isStopped = false;

  async function evaluate({ cell, run }: CellProgram, show: (data: MimeData) => void): Promise<void> {
    const { number } = cell;
    compiled.add(cell);
    const runtime = cellRuntime(scope, {
      load,
      wait,
      rejected: (reason, place) => compiled.noteAwait(number, reason, place),
    });
    await work.run(async () => run(runtime));
    const { value } = runtime;
    if (value !== undefined && value !== null) show(await work.run(() => bundleOf(value)));
  }

  function reportOf(thrown: unknown, { number, code }: NumberedCell): ErrorReport {
    if (thrown instanceof UnreadableCell) return syntaxReport(thrown, number, code);
    return isInterrupted(thrown) ? interruptionReport(number) : withAdviceOnName(errorReport(thrown, cells));
  }

  return {
    cells,
    async run(cell, show) {
      isStopped = false;
      let program: CellProgram | undefined;
      let failure: ErrorReport | undefined;
      try {
        program = cellProgram(cell, scope.names());
        await evaluate(program, show);
      } catch (thrown) {
        failure = reportOf(thrown, cell);
      }
      const { declares = [], uses = [] } = program?.emitted ?? {};
      return { failure, isStopped, declares, uses };
    },
    stop() {
      if (!work.isRunning()) return;
      isStopped = true;
      interruptWaits();
      const leave = work.leave();
      void host.turn().then(leave);
    },
  };
}
