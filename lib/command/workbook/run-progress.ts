import { spokenDuration } from '../../study/duration.js';
import { type StatusLine, statusLine } from '../../study/status-line.js';

/** A notebook to run: its name, which of its cells are code, and their earlier wall times if known. */
export interface PlannedNotebook {
  readonly name: string;
  readonly codeCells: readonly boolean[];
  readonly earlierSeconds?: readonly number[];
}

const secondsOfUnknownCell = 1;

function expectedSeconds(notebook: PlannedNotebook, cell: number): number {
  if (!notebook.codeCells[cell]) return 0;
  return notebook.earlierSeconds?.[cell] ?? secondsOfUnknownCell;
}

function expectedFrom(notebook: PlannedNotebook, cell: number): number {
  let sum = 0;
  for (let index = cell; index < notebook.codeCells.length; index++) sum += expectedSeconds(notebook, index);
  return sum;
}

/**
 * Estimate of the seconds that a run still needs: times of earlier runs, scaled by the ratio of this run to them so far.
 * @param position index of the notebook and of the cell that starts now
 * @param elapsed seconds since the start of the first notebook
 * @internal exported for its test
 */
export function secondsLeft(
  plan: readonly PlannedNotebook[],
  position: { notebook: number; cell: number },
  elapsed: number,
): number {
  const total = plan.reduce((sum, notebook) => sum + expectedFrom(notebook, 0), 0);
  let left = 0;
  for (let index = position.notebook; index < plan.length; index++) {
    left += expectedFrom(plan[index], index === position.notebook ? position.cell : 0);
  }
  const done = total - left;
  // Five seconds added to both sides damp the scale while few cells have run.
  const pace = (elapsed + 5) / (done + 5);
  return left * pace;
}

/** Shows the progress of a run of notebooks: one rewritten line on a terminal, elsewhere one line per notebook. */
export class RunProgress {
  readonly #start = performance.now();
  #notebook = -1;
  #cell = 0;
  #timer: NodeJS.Timeout | undefined;
  readonly #lines: StatusLine;

  constructor(
    private readonly plan: readonly PlannedNotebook[],
    private readonly stream: NodeJS.WriteStream = process.stderr,
  ) {
    this.#lines = statusLine(stream);
    if (stream.isTTY) {
      this.#timer = setInterval(() => this.#draw(), 1000);
      this.#timer.unref();
    }
  }

  /** Shows that a cell starts. */
  advance(notebook: number, cell: number): void {
    const isNew = notebook !== this.#notebook;
    this.#notebook = notebook;
    this.#cell = cell;
    if (this.stream.isTTY || isNew) this.#draw();
  }

  /** Writes a line that stays, above the progress line. */
  note(text: string): void {
    this.#lines.note(text);
    if (this.#timer !== undefined) this.#draw();
  }

  /** Removes the progress line. */
  finish(): void {
    clearInterval(this.#timer);
    this.#timer = undefined;
    if (this.stream.isTTY) this.#lines.show('');
  }

  #text(): string {
    const notebook = this.plan[this.#notebook];
    const elapsed = (performance.now() - this.#start) / 1000;
    const left = secondsLeft(this.plan, { notebook: this.#notebook, cell: this.#cell }, elapsed);
    const cell = Math.min(this.#cell + 1, notebook.codeCells.length);
    const place = `${this.#notebook + 1}/${this.plan.length} ${notebook.name}, cell ${cell}/${notebook.codeCells.length}`;
    return `${place}, about ${spokenDuration(left)} left`;
  }

  #draw(): void {
    if (this.#notebook < 0) return;
    this.#lines.show(this.#text());
  }
}
