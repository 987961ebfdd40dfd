import { cpus } from 'node:os';
import { join } from 'node:path';
import { host, type Profile, type Settings } from '../../host/index.js';
import { startKernel } from '../../jupyter/index.js';
import type { RunFacts } from '../../site/index-page.js';
import { type Notebook, type NotebookRun, notebooksIn, readNotebook } from '../../site/notebook.js';
import type { SiteNotebook } from '../../site/site.js';
import { spokenDuration } from '../../study/duration.js';
import type { BuildRecord } from './build-record.js';
import { earlierNotebook, nameOf, withRun } from './earlier-notebook.js';
import { type ExecutedNotebook, executeNotebook, type NotebookKernel, unexecutedNotebook } from './execution.js';
import { figurePainter } from './pictures-of-figures.js';
import { RunProgress } from './run-progress.js';
import { type PlannedNotebook, type Schedule, schedule, shareResults } from './schedule.js';

/** Notebooks to run, and settings of the run. */
export interface WorkbookPlan {
  readonly notebooksFolder: string;
  readonly siteFolder: string;
  /** File names to run; the other notebooks keep the outputs of an earlier build. */
  readonly selected: readonly string[];
  readonly profile: Profile;
  /** Worker threads of all kernels together; as many kernels run at the same time. */
  readonly workers: number;
  readonly record: BuildRecord;
  /** Starts a kernel for one notebook; by default the project's own kernel. */
  readonly openKernel?: (
    settings: Pick<Settings, 'profile' | 'workers' | 'pictures'>,
  ) => Promise<NotebookKernel & { shutdown(): Promise<void> }>;
}

/** Runs a notebook in a kernel of its own. A kernel that does not start fails the notebook at its first cell. */
async function runOne(
  plan: WorkbookPlan,
  source: Notebook,
  { workers, onCell }: { readonly workers: number; onCell(index: number): void },
): Promise<ExecutedNotebook> {
  const { profile, notebooksFolder: cwd } = plan;
  const open = plan.openKernel ?? ((settings) => startKernel({ cwd, settings }));
  let kernel: Awaited<ReturnType<typeof open>>;
  try {
    kernel = await open({ profile, workers, pictures: false });
  } catch (error) {
    return unexecutedNotebook(source, error as Error);
  }
  try {
    return await executeNotebook(source, kernel, onCell);
  } finally {
    await kernel.shutdown();
  }
}

/** Notebooks of a run by their indices in the plan, with what they have used of stores. */
function recordKeeper(plan: WorkbookPlan, planned: readonly PlannedNotebook[]) {
  const executed = new Map<number, ExecutedNotebook>();
  const keepOne = (index: number, { cellSeconds, storeUse }: ExecutedNotebook): void => {
    const found = planned.slice(0, index).flatMap(({ name }, before) => {
      const other = executed.get(before);
      return other !== undefined && shareResults(other.storeUse, storeUse) ? [name] : [];
    });
    // What an earlier build has stored is not written again, so that what such a build tells stays true.
    const after = new Set([...(planned[index].record?.after ?? []), ...found]);
    plan.record.keep(planned[index].name, cellSeconds, [...after].sort());
  };
  return (index: number, run: ExecutedNotebook): void => {
    if (run.failure !== undefined) return;
    executed.set(index, run);
    keepOne(index, run);
    for (const [later, other] of executed)
      if (later > index && shareResults(other.storeUse, run.storeUse)) keepOne(later, other);
  };
}

/**
 * Runs notebooks by their indices, so many at the same time.
 * @param runIndex gives what is left to do when the kernel has ended, which the next notebook need not wait for
 */
async function inKernels(
  kernels: number,
  order: Schedule,
  runIndex: (index: number, running: number) => Promise<() => Promise<void>>,
): Promise<void> {
  const finishing: Promise<void>[] = [];
  let running = 0;
  await new Promise<void>((resolve, reject) => {
    const finish = (index: number, rest: () => Promise<void>): void => {
      running--;
      order.done(index);
      const ending = rest();
      ending.catch(reject);
      finishing.push(ending);
      fill();
    };
    function fill(): void {
      while (running < kernels) {
        const index = order.next();
        if (index === undefined) break;
        runIndex(index, ++running).then((rest) => finish(index, rest), reject);
      }
      if (running === 0) resolve();
    }
    fill();
  });
  await Promise.all(finishing);
}

/**
 * Runs the selected notebooks, each in a kernel of its own and as many at the same time as there are workers, which the kernels
 * share. A failing cell stops its own notebook only.
 * @param onDone called with each notebook as soon as it has ended
 * @returns all notebooks of the folder
 */
export async function runNotebooks(
  plan: WorkbookPlan,
  onDone: (notebook: SiteNotebook) => void = () => {},
): Promise<SiteNotebook[]> {
  const files = notebooksIn(plan.notebooksFolder);
  const sources = plan.selected.map((file) => readNotebook(join(plan.notebooksFolder, file)));
  const planned = sources.map(({ cells }, index): PlannedNotebook => {
    const name = nameOf(plan.selected[index]);
    const record = plan.record.of(name, cells.length);
    return { name, codeCells: cells.map((cell) => cell.cell_type === 'code'), record };
  });
  const order = schedule(planned);
  const kernels = Math.min(plan.workers, planned.length);
  const progress = new RunProgress(planned, Math.max(kernels, 1));
  const painter = figurePainter();
  const keepRecord = recordKeeper(plan, planned);
  const { date, revision } = runFacts(plan);
  const results = new Map<string, SiteNotebook>();

  /** Runs a notebook, and gives what is left to do when its kernel has ended. */
  async function runIndex(index: number, running: number): Promise<() => Promise<void>> {
    const start = performance.now();
    const workers = Math.max(1, Math.floor(plan.workers / Math.min(kernels, running + order.waiting)));
    const executed = await runOne(plan, sources[index], { workers, onCell: (cell) => progress.advance(index, cell) });
    const seconds = Math.round((performance.now() - start) / 100) / 10;
    keepRecord(index, executed);
    return async () => {
      const { notebook, reads } = executed;
      const undrawn = await painter.paint(notebook);
      const failure = executed.failure ?? undrawn;
      const run: NotebookRun = { profile: plan.profile, seconds, date, revision, failure, reads };
      const { name } = planned[index];
      const result = { name, notebook: withRun(notebook, run), run };
      results.set(plan.selected[index], result);
      const reason = failure && `, cell ${failure.cell}: ${failure.error.split('\n')[0]}`;
      progress.end(index, `${failure === undefined ? '✓' : '✗'} ${name} in ${spokenDuration(seconds)}${reason ?? ''}`);
      onDone(result);
    };
  }

  try {
    await inKernels(kernels, order, runIndex);
  } finally {
    progress.finish();
    painter.close();
  }
  return files.map((file) => results.get(file) ?? earlierNotebook(plan, file));
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
