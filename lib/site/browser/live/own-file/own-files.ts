import { fileGiven } from '../../file-zone.js';
import { original } from '../../original.js';
import type { LiveCell, LivePage } from '../live-page.js';
import { withInitializer } from './initializer.js';
import { showCode } from './shown-code.js';

/**
 * Takes files that readers give to cells: the cell's constant gets the file's name, the file lies in the memory of the page under that
 * name, and the cell and all below it run.
 */
export function ownFiles(page: LivePage): void {
  document.addEventListener(fileGiven, (event) => {
    const cell = page.cells.find(({ element }) => element === event.target);
    if (cell !== undefined) void take(page, cell, (event as CustomEvent<File>).detail);
  });
}

async function take(page: LivePage, cell: LiveCell, file: File): Promise<void> {
  let content: Uint8Array;
  try {
    content = new Uint8Array(await file.arrayBuffer());
  } catch (error) {
    page.say(`${file.name} cannot be read (${(error as Error).message}); choose it again.`);
    return;
  }
  const constant = cell.element.dataset.ownFile!;
  const code = withInitializer(cell.code, constant, quoted(file.name));
  if (code === undefined) {
    page.say(
      `The cell has no constant ${constant} any more, which would name the file; bring back its ${original()} code.`,
    );
    return;
  }
  page.give(file.name, content);
  cell.write(code);
  showCode(cell);
  await page.run([...page.withCellsAbove(cell), ...page.cells.filter(({ number }) => number > cell.number)]);
}

/** A string literal. */
const quoted = (text: string): string => `'${text.replace(/[\\']/g, '\\$&')}'`;
