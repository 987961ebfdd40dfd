import { cpus } from 'node:os';
import { join } from 'node:path';
import { host, type Profile, type Settings } from '../../host/index.js';
import { startKernel } from '../../jupyter/index.js';
import { CommandError } from '../../site/command-error.js';
import type { RunFacts } from '../../site/index-page.js';
import { type Cell, type Notebook, type NotebookRun, notebooksIn, readNotebook, textOf } from '../../site/notebook.js';
import type { SiteNotebook } from '../../site/site.js';
import { spokenDuration } from '../../study/duration.js';
import type { DurationRecord } from './duration-record.js';
import { type ExecutedNotebook, executeNotebook, type NotebookKernel } from './execution.js';
import { type PlannedNotebook, RunProgress } from './run-progress.js';

/** Notebooks to run, and settings of the run. */
export interface WorkbookPlan {
  readonly notebooksFolder: string;
  readonly siteFolder: string;
  /** File names to run; the other notebooks keep the outputs of an earlier build. */
  readonly selected: readonly string[];
  readonly profile: Profile;
  readonly workers: number;
  readonly durations: DurationRecord;
  /** Starts a kernel for one notebook; by default the project's own kernel. */
  readonly openKernel?: (
    settings: Pick<Settings, 'profile' | 'workers'>,
  ) => Promise<NotebookKernel & { shutdown(): Promise<void> }>;
}

function nameOf(file: string): string {
  return file.replace(/\.ipynb$/, '');
}

function withRun(notebook: Notebook, run: NotebookRun): Notebook {
  return { ...notebook, metadata: { ...notebook.metadata, microcanon: run } };
}

/** The executed copy of an earlier build; undefined where it is absent or cannot be read. */
function executedCopy(file: string): { notebook: Notebook; run: NotebookRun } | undefined {
  try {
    const notebook = readNotebook(file);
    const run = notebook.metadata?.microcanon as NotebookRun | undefined;
    return typeof run?.profile === 'string' && typeof run.seconds === 'number' ? { notebook, run } : undefined;
  } catch (error) {
    if (error instanceof CommandError) return undefined;
    throw error;
  }
}

const codeCells = ({ cells }: Notebook): Cell[] => cells.filter(({ cell_type }) => cell_type === 'code');

/**
 * The notebook with the outputs of an earlier build if its code is unchanged since, else without outputs. Prose is always the current
 * one.
 */
function earlier(plan: WorkbookPlan, file: string): SiteNotebook {
  const name = nameOf(file);
  const notebook = readNotebook(join(plan.notebooksFolder, file));
  const executed = executedCopy(join(plan.siteFolder, 'notebooks', file));
  const sources = (one: Notebook) => JSON.stringify(codeCells(one).map(({ source }) => textOf(source)));
  if (executed === undefined || sources(executed.notebook) !== sources(notebook)) return { name, notebook };
  const old = codeCells(executed.notebook);
  codeCells(notebook).forEach((cell, index) => {
    cell.outputs = old[index].outputs;
    cell.execution_count = old[index].execution_count;
  });
  const { failure } = executed.run;
  // Cells of prose may have been added or removed, so that the failed cell may have another number now.
  const failed = failure && old.indexOf(executed.notebook.cells[failure.cell - 1]);
  const run = failure
    ? { ...executed.run, failure: { ...failure, cell: 1 + notebook.cells.indexOf(codeCells(notebook)[failed!]) } }
    : executed.run;
  return { name, notebook: withRun(notebook, run), run };
}

async function runOne(
  plan: WorkbookPlan,
  notebook: Notebook,
  onCell: (index: number) => void,
): Promise<ExecutedNotebook> {
  const { profile, workers, notebooksFolder: cwd } = plan;
  const open = plan.openKernel ?? ((settings) => startKernel({ cwd, settings }));
  const kernel = await open({ profile, workers });
  try {
    return await executeNotebook(notebook, kernel, onCell);
  } finally {
    await kernel.shutdown();
  }
}

/**
 * Runs the selected notebooks one after the other, because parallel runs would distort the timings in them.
 * A failing cell stops its own notebook only.
 * @returns all notebooks of the folder
 */
export async function runNotebooks(plan: WorkbookPlan): Promise<SiteNotebook[]> {
  const files = notebooksIn(plan.notebooksFolder);
  const sources = new Map(plan.selected.map((file) => [file, readNotebook(join(plan.notebooksFolder, file))]));
  const planned: PlannedNotebook[] = [...sources].map(([file, { cells }]) => ({
    name: nameOf(file),
    codeCells: cells.map((cell) => cell.cell_type === 'code'),
    earlierSeconds: plan.durations.of(nameOf(file), cells.length),
  }));
  const progress = new RunProgress(planned);
  const facts = runFacts(plan);
  const results = new Map<string, SiteNotebook>();
  try {
    for (const [index, [file, source]] of [...sources].entries()) {
      const start = performance.now();
      progress.advance(index, 0);
      const { notebook, cellSeconds, failure, reads } = await runOne(plan, source, (cell) =>
        progress.advance(index, cell),
      );
      const { date, revision } = facts;
      const run: NotebookRun = {
        profile: plan.profile,
        seconds: Math.round((performance.now() - start) / 100) / 10,
        date,
        revision,
        failure,
        reads,
      };
      results.set(file, { name: nameOf(file), notebook: withRun(notebook, run), run });
      if (failure === undefined) plan.durations.keep(nameOf(file), cellSeconds);
      progress.note(`${failure === undefined ? '✓' : '✗'} ${nameOf(file)} in ${spokenDuration(run.seconds)}`);
    }
  } finally {
    progress.finish();
  }
  return files.map((file) => results.get(file) ?? earlier(plan, file));
}

/** Profile, machine, date and revision of a run. */
export function runFacts({ profile, workers }: WorkbookPlan): RunFacts {
  const [first] = cpus();
  const revision = host.revision();
  const machine = `Node ${process.versions.node} on ${cpus().length} × ${first?.model.trim() || process.arch}`;
  return {
    profile,
    workers,
    date: new Date().toISOString().slice(0, 10),
    // Pages show a commit by its first seven digits, and no commit outside a checkout.
    revision: revision === 'unknown' ? undefined : revision.slice(0, 7),
    machine,
  };
}
