import type { LiveCell } from '../live-page.js';

/** Brings the code that the page shows up to the cell's code, and leaves the elements around what is the same in both. */
export function showCode({ element, code }: LiveCell): void {
  const shown = element.querySelector<HTMLElement>('.code-frame code');
  const before = shown?.textContent ?? '';
  if (shown === null || before === code) return;
  const most = Math.min(before.length, code.length);
  let start = 0;
  while (start < most && before[start] === code[start]) start++;
  let end = 0;
  while (end < most - start && before[before.length - 1 - end] === code[code.length - 1 - end]) end++;
  const range = document.createRange();
  range.setStart(...placeOf(shown, start));
  range.setEnd(...placeOf(shown, before.length - end));
  range.deleteContents();
  range.insertNode(document.createTextNode(code.slice(start, code.length - end)));
}

function placeOf(shown: HTMLElement, offset: number): [Node, number] {
  const walker = document.createTreeWalker(shown, NodeFilter.SHOW_TEXT);
  let left = offset;
  while (walker.nextNode() !== null) {
    const text = walker.currentNode as Text;
    if (left <= text.length) return [text, left];
    left -= text.length;
  }
  return [shown, shown.childNodes.length];
}
