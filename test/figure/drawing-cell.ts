import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import * as array from 'microcanon/array';
import * as figures from 'microcanon/figure';
import * as statistics from 'microcanon/statistics';
import ts from 'typescript';
import { root } from '../support.js';

interface Cell {
  readonly id: string;
  readonly cell_type: string;
  readonly source: readonly string[];
}

const folder = join(root, 'notebooks');

function cellsOf(notebook: string): Cell[] {
  const file = readdirSync(folder).find((name) => name.startsWith(`${notebook}-`) && name.endsWith('.ipynb'));
  return JSON.parse(readFileSync(join(folder, file!), 'utf8')).cells;
}

/** Every cell of the notebooks that ends with a plot of its own, as `01 models-22`. */
export function plottingCells(): string[] {
  const notebooks = readdirSync(folder)
    .filter((name) => name.endsWith('.ipynb'))
    .map((name) => name.split('-')[0]);
  return notebooks.flatMap((notebook) =>
    cellsOf(notebook)
      .filter(({ cell_type, source }) => cell_type === 'code' && /^plot\(\{/m.test(source.join('')))
      .map(({ id }) => `${notebook} ${id}`),
  );
}

/**
 * What cells of a notebook draw: their own text, run one after the other over given values instead of those of earlier cells.
 * @param ids the last one's last expression is the figure
 * @param values by the names that the cells use; the names of array, figure and statistics are there already
 */
export async function drawnBy(
  notebook: string,
  ids: readonly string[],
  values: Readonly<Record<string, unknown>>,
): Promise<figures.Figure> {
  const cells = cellsOf(notebook);
  const text = ids.map((id) => cells.find((cell) => cell.id === id)!.source.join('')).join('\n;\n');
  const source = ts.createSourceFile('cell.ts', text, ts.ScriptTarget.ES2022, true);
  const imports = source.statements.filter(ts.isImportDeclaration);
  const last = source.statements[source.statements.length - 1];
  const body = imports.reduceRight(
    (rest, one) => rest.slice(0, one.getStart()) + ' '.repeat(one.getEnd() - one.getStart()) + rest.slice(one.getEnd()),
    `${text.slice(0, last.getStart())}return ${text.slice(last.getStart())}`,
  );
  const { outputText } = ts.transpileModule(`async function cell() {\n${body}\n}`, {
    compilerOptions: { target: ts.ScriptTarget.ES2022, module: ts.ModuleKind.None },
  });
  const scope = { ...array, ...statistics, ...figures, ...values };
  const cell = new Function(...Object.keys(scope), `${outputText}\nreturn cell();`);
  return cell(...Object.values(scope));
}
