import { bundleOf, type ErrorReport, errorReport, interruptionReport, type MimeData, property } from '../cell/index.js';
import type { CellCompiler } from './cell-compiler.js';
import type { Phase } from './channel.js';
import { diagnosticReport } from './diagnostic-report.js';
import type { Stoppable } from './stoppable.js';
import type { CellExecutor } from './tslab.js';

/** A cell: its execution count and its text. */
export interface NumberedCell {
  readonly number: number;
  readonly code: string;
}

/** Compiles and runs cells, and turns what they throw into reports. */
export interface CellRun {
  /**
   * Runs a cell.
   * @param show gets the value of the cell's last expression as the value shows itself; left out for a silent cell
   * @returns why the cell failed; undefined when it did not
   */
  run(cell: NumberedCell, show?: (data: MimeData) => void): Promise<ErrorReport | undefined>;
  /** Waits for work that belongs to the cell. @returns the report of an interrupt that came before */
  finish(cell: NumberedCell, work: () => Promise<void>): Promise<ErrorReport | undefined>;
}

type Outcome = { readonly failure: ErrorReport } | { readonly value: unknown };

/** Node's error for a cell whose synchronous part got a SIGINT from outside; tslab's for one that was left while it awaited. */
function isInterruption(thrown: unknown): boolean {
  return (
    property(thrown, 'code') === 'ERR_SCRIPT_EXECUTION_INTERRUPTED' ||
    property(thrown, 'name') === 'Interrupted' ||
    property(thrown, 'message') === 'Interrupted asynchronously'
  );
}

export function cellRun(
  compiler: CellCompiler,
  executor: CellExecutor,
  stoppable: Stoppable,
  setPhase: (phase: Phase) => void,
): CellRun {
  const report = (thrown: unknown, { number }: NumberedCell): ErrorReport =>
    isInterruption(thrown) ? interruptionReport(number) : errorReport(thrown, compiler);

  async function evaluate(cell: NumberedCell): Promise<Outcome> {
    compiler.begin(cell.number, cell.code);
    setPhase('compiling');
    try {
      const ending = await stoppable.run(() => executor.execute(cell.code));
      const diagnostics = compiler.diagnostics();
      if (diagnostics.length > 0) return { failure: diagnosticReport(diagnostics, cell.number, cell.code) };
      const value = compiler.end(!ending.isDone);
      return ending.isDone ? { value } : { failure: report(ending.thrown, cell) };
    } catch (error) {
      compiler.end(true);
      return { failure: report(error, cell) };
    }
  }

  return {
    async run(cell, show) {
      const outcome = await evaluate(cell);
      if ('failure' in outcome) return outcome.failure;
      const { value } = outcome;
      if (value === undefined || value === null || show === undefined) return undefined;
      try {
        // The value's own code runs here: it can fail, and can be interrupted.
        show(await stoppable.run(() => bundleOf(value)));
        return undefined;
      } catch (error) {
        return report(error, cell);
      }
    },
    async finish(cell, work) {
      try {
        await stoppable.run(work);
        return undefined;
      } catch {
        return interruptionReport(cell.number);
      }
    },
  };
}
