import { loadScript } from './script-tag.js';

/** Sent from a cell to which a reader has given a file, once `drag.js` is there; its detail is the `File`. */
export const fileGiven = 'microcanon-file';

/** Adds to each cell that takes a file a button that chooses one, and makes the cell a place to drop one. */
export function addFileZones(): void {
  if (!document.documentElement.classList.contains('live')) return;
  for (const cell of document.querySelectorAll<HTMLElement>('.cell.code[data-own-file]')) addFileZone(cell);
}

function addFileZone(cell: HTMLElement): void {
  const zone = document.createElement('div');
  zone.className = 'own-file';
  zone.innerHTML = `<label class="choose">Use a file of your own<input type="file"></label>
<span>or drop it here. It stays on this device: the page sends nothing anywhere.</span>`;
  cell.querySelector('.outputs')!.before(zone);
  const give = (file: File | null | undefined): void => {
    if (!file) return;
    void loadScript('assets/live/live.js')
      .then(() => loadScript('assets/live/drag.js'))
      .then(() => cell.dispatchEvent(new CustomEvent(fileGiven, { bubbles: true, detail: file })));
  };
  const input = zone.querySelector('input')!;
  input.addEventListener('change', () => {
    give(input.files?.[0]);
    // The same file, mended, can be chosen again.
    input.value = '';
  });
  const over = (isOver: boolean) => (event: DragEvent) => {
    if (!event.dataTransfer?.types.includes('Files')) return;
    event.preventDefault();
    cell.classList.toggle('over', isOver);
    if (event.type === 'drop') give(event.dataTransfer.files[0]);
  };
  cell.addEventListener('dragover', over(true));
  cell.addEventListener('dragleave', over(false));
  cell.addEventListener('drop', over(false));
}
