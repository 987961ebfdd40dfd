import type { LiveCell, LivePage } from '../live-page.js';

/** Offers the files that a cell has written as downloads below its outputs, until it runs again. */
export function downloads(page: LivePage): void {
  const lists = new Map<LiveCell, Map<string, HTMLAnchorElement>>();

  function clear(cell: LiveCell): void {
    for (const { href } of lists.get(cell)?.values() ?? []) URL.revokeObjectURL(href);
    lists.delete(cell);
    cell.element.querySelector('.files')?.remove();
  }

  page.on((event) => {
    if (event.kind === 'state' && event.state === 'running') clear(event.cell);
    if (event.kind !== 'file') return;
    const { cell, path, content } = event;
    const links = lists.get(cell) ?? new Map<string, HTMLAnchorElement>();
    lists.set(cell, links);
    const older = links.get(path);
    if (older !== undefined) URL.revokeObjectURL(older.href);
    links.set(path, linkTo(path, content));
    show(cell, [...links.values()]);
  });
}

function linkTo(path: string, content: Uint8Array): HTMLAnchorElement {
  const link = document.createElement('a');
  const name = path.slice(path.lastIndexOf('/') + 1);
  link.href = URL.createObjectURL(new Blob([content as Uint8Array<ArrayBuffer>]));
  link.download = name;
  link.textContent = name;
  link.title = `Download ${name}`;
  link.dataset.size = size(content.length);
  return link;
}

const size = (bytes: number): string =>
  bytes < 1024
    ? `${bytes} bytes`
    : bytes < 2 ** 20
      ? `${Math.round(bytes / 1024)} KiB`
      : `${(bytes / 2 ** 20).toFixed(1)} MiB`;

function show({ element }: LiveCell, links: readonly HTMLAnchorElement[]): void {
  const known = element.querySelector<HTMLElement>('.files');
  const list = known ?? document.createElement('p');
  list.className = 'files';
  list.replaceChildren('Download what this cell wrote: ', ...links.flatMap((link, i) => [i === 0 ? '' : ' ', link]));
  if (known === null) element.querySelector('.outputs')!.after(list);
}
