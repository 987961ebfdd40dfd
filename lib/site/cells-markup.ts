import { type OutputContext, outputMarkup, type ShownOutput, textOf } from './cell-output.js';
import { fingerprintOf } from './fingerprint.js';
import { highlighted } from './highlighting.js';
import { html, type Markup, raw } from './markup.js';
import type { Cell } from './notebook-format.js';
import type { Prose } from './prose-renderer.js';

/** What the rendering of cells needs of the page. */
export interface CellsContext extends Pick<OutputContext, 'sanitise' | 'keepImage' | 'nextFigureId' | 'isFile'> {
  readonly text: Prose;
}

function countOfLines(count: number): string {
  return count === 1 ? '1 line' : `${count} lines`;
}

/** The content of a cell, folded where the cell carries the tag `answer`: the answer to an exercise. */
function answered({ metadata }: Cell, content: Markup): Markup {
  if (!(metadata?.tags as string[] | undefined)?.includes('answer')) return content;
  return html`<details class="answer"><summary>Show an answer</summary>
${content}</details>`;
}

/** An output in the place where a run of the page puts its own, with the fingerprint of what was published. */
function outputSlot(output: ShownOutput, content: Markup | undefined): Markup | undefined {
  return content && html`<div class="slot" data-fingerprint="${fingerprintOf(output)}">${content}</div>`;
}

function codeCell(cell: Cell, number: number, outputs: readonly (Markup | undefined)[], failed: boolean): Markup {
  const code = textOf(cell.source);
  const lines = code.split('\n');
  const source = html`<details class="source" open>
<summary><span class="label">Code</span> <span class="first-line">${lines.find((line) => line.trim() !== '')}</span> <span class="line-count">${countOfLines(lines.length)}</span></summary>
<div class="code-frame"><pre tabindex="0" role="group" aria-label="Code of cell ${number}"><code>${highlighted(code, 'typescript')}</code></pre><button type="button" class="copy" aria-label="Copy this code">Copy</button></div>
</details>`;
  const content = html`${code.trim() === '' ? undefined : source}
<div class="outputs">${outputs}</div>`;
  // The cell's constant `file` names the file that a reader may replace by an own one.
  const takesFile = (cell.metadata?.tags as string[] | undefined)?.includes('own-file');
  return html`<section class="cell code${failed ? ' failed' : ''}" id="cell-${number}" data-state="idle"${takesFile ? raw(' data-own-file="file"') : undefined}>
${answered(cell, content)}
</section>`;
}

/**
 * The cells of a notebook as elements of a page; cells of raw text are left out.
 * @param failed number of the cell, from 1, at which the notebook stopped
 */
export function cellsMarkup(cells: readonly Cell[], context: CellsContext, failed?: number): Markup[] {
  const { text, sanitise, keepImage, nextFigureId, isFile } = context;
  const markdown = (source: string) => text.cell({ source });
  return cells.map((cell, index) => {
    if (cell.cell_type === 'raw') return html``;
    if (cell.cell_type === 'markdown')
      return html`<section class="cell prose" id="cell-${index + 1}">${answered(cell, text.cell(cell))}</section>`;
    const firstLine = textOf(cell.source).split('\n')[0];
    const outputs = (cell.outputs ?? []).map((output) =>
      outputSlot(output, outputMarkup(output, { sanitise, markdown, keepImage, nextFigureId, firstLine, isFile })),
    );
    return codeCell(cell, index + 1, outputs, failed === index + 1);
  });
}
