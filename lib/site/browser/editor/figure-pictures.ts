import { plotlyType, storedFigure } from '../../cell-output.js';
import type { Notebook, StoredOutput } from '../../notebook-format.js';
import type { FigureJson } from '../figure-json.js';

/**
 * A notebook whose figures have pictures, for programs that do not draw figures themselves.
 * @param pictureOf draws a figure as a PNG file in base64
 * Cost: some 0.2 s per figure without a picture; the page stays responsive between two of them.
 */
export async function withPictures(
  notebook: Notebook,
  pictureOf: (figure: FigureJson) => Promise<string>,
): Promise<Notebook> {
  async function pictured(output: StoredOutput): Promise<StoredOutput> {
    const figure = storedFigure(output);
    if (figure === undefined || !('data' in output) || output.data['image/png'] !== undefined) return output;
    const { [plotlyType]: _, ...others } = output.data;
    const { data = [], layout = {} } = figure;
    const picture = await pictureOf({ data, layout });
    await new Promise((resolve) => setTimeout(resolve, 0));
    return { ...output, data: { [plotlyType]: figure, 'image/png': picture, ...others } };
  }
  const cells: Notebook['cells'] = [];
  for (const cell of notebook.cells) {
    const outputs: StoredOutput[] = [];
    for (const output of cell.outputs ?? []) outputs.push(await pictured(output));
    cells.push(cell.outputs === undefined ? cell : { ...cell, outputs });
  }
  return { ...notebook, cells };
}
