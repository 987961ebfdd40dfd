import { spokenDuration } from '../../study/duration.js';
import { type StatusLine, statusLine } from '../../study/status-line.js';
import { expectedFrom, type PlannedNotebook } from './schedule.js';

/**
 * Estimate of the seconds that a run still needs: times of earlier runs, scaled by the ratio of this run to them so far, and shared
 * by the kernels, but no less than the longest notebook that runs or waits.
 * @param cells by notebook: the cell that runs now; the number of cells when it has ended; undefined before it starts
 * @param elapsed seconds since the start
 * @internal exported for its test
 */
export function secondsLeft(
  plan: readonly PlannedNotebook[],
  cells: readonly (number | undefined)[],
  { elapsed, kernels }: { readonly elapsed: number; readonly kernels: number },
): number {
  const total = plan.reduce((sum, notebook) => sum + expectedFrom(notebook, 0), 0);
  const left = plan.map((notebook, index) => expectedFrom(notebook, cells[index] ?? 0));
  const sum = left.reduce((before, seconds) => before + seconds, 0);
  const done = total - sum;
  // Five seconds added to both sides damp the scale while few cells have run.
  const pace = (elapsed * kernels + 5) / (done + 5);
  return Math.max((sum * pace) / kernels, Math.max(0, ...left) * Math.min(pace, kernels));
}

/** Shows the progress of a run of notebooks: one rewritten line on a terminal, elsewhere one line per notebook. */
export class RunProgress {
  readonly #start = performance.now();
  readonly #cells: (number | undefined)[];
  #timer: NodeJS.Timeout | undefined;
  readonly #lines: StatusLine;

  constructor(
    private readonly plan: readonly PlannedNotebook[],
    private readonly kernels: number,
    private readonly stream: NodeJS.WriteStream = process.stderr,
  ) {
    this.#cells = plan.map(() => undefined);
    this.#lines = statusLine(stream);
    if (stream.isTTY) {
      this.#timer = setInterval(() => this.#draw(), 1000);
      this.#timer.unref();
    }
  }

  /** Shows that a cell starts. */
  advance(notebook: number, cell: number): void {
    this.#cells[notebook] = cell;
    if (this.stream.isTTY) this.#draw();
  }

  /** Shows that a notebook has ended, by a line that stays. */
  end(notebook: number, text: string): void {
    this.#cells[notebook] = this.plan[notebook].codeCells.length;
    const rest = this.#ended() === this.plan.length ? '' : `, ${this.#timeLeft()}`;
    this.#lines.note(this.stream.isTTY ? text : `${text} (${this.#ended()}/${this.plan.length}${rest})`);
    if (this.#timer !== undefined) this.#draw();
  }

  /** Removes the progress line. */
  finish(): void {
    clearInterval(this.#timer);
    this.#timer = undefined;
    if (this.stream.isTTY) this.#lines.show('');
  }

  #ended(): number {
    return this.plan.filter(({ codeCells }, index) => this.#cells[index] === codeCells.length).length;
  }

  #timeLeft(): string {
    const elapsed = (performance.now() - this.#start) / 1000;
    return `about ${spokenDuration(secondsLeft(this.plan, this.#cells, { elapsed, kernels: this.kernels }))} left`;
  }

  #text(): string {
    const running = this.plan.flatMap(({ name, codeCells }, index) => {
      const cell = this.#cells[index];
      return cell === undefined || cell === codeCells.length ? [] : [`${name} ${cell + 1}/${codeCells.length}`];
    });
    return [`${this.#ended()}/${this.plan.length} done`, this.#timeLeft(), ...running].join(', ');
  }

  #draw(): void {
    this.#lines.show(this.#text());
  }
}
