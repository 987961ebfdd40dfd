/** The cells that this page has run, by their execution counts, which errors name. */
const cells = new Map<number, HTMLElement>();

/** Notes that a cell is run as the next one; returns its execution count. */
export function countExecution(cell: HTMLElement): number {
  cells.set(cells.size + 1, cell);
  return cells.size;
}

/** Makes a link to the cell of each place that an error names, such as `cell [3], line 2`. */
export function linkCells(error: HTMLElement): void {
  const walker = document.createTreeWalker(error, NodeFilter.SHOW_TEXT);
  const texts: Text[] = [];
  while (walker.nextNode() !== null) texts.push(walker.currentNode as Text);
  for (const text of texts) {
    const parts = text.data.split(/(cell \[\d+\])/i);
    if (parts.length > 1) text.replaceWith(...parts.map(linked));
  }
}

function linked(part: string): string | HTMLElement {
  const cell = cells.get(Number(/^cell \[(\d+)\]$/i.exec(part)?.[1]));
  if (cell === undefined) return part;
  const link = document.createElement('a');
  link.href = `#${cell.id}`;
  link.textContent = part;
  return link;
}
