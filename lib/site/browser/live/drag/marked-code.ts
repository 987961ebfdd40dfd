import { type NumericLiteral, numericLiterals } from './literals.js';

/** An element that holds one number of a cell's code, and the literal as it was when the code was marked. */
export interface MarkedNumber {
  readonly element: HTMLElement;
  readonly literal: NumericLiteral;
}

/**
 * Puts each number of the code that an element shows into an element of its own, `<span class="number">`. The text stays as it is, so
 * that the element's text is the cell's code before and after.
 */
export function markNumbers(code: HTMLElement): readonly MarkedNumber[] {
  const literals = numericLiterals(code.textContent ?? '');
  // From the end, so that offsets of the literals before stay valid.
  return literals
    .toReversed()
    .map((literal) => ({ literal, element: wrapped(code, literal) }))
    .reverse();
}

function wrapped(code: HTMLElement, { from, to, text }: NumericLiteral): HTMLElement {
  const [start, end] = [placeOf(code, from, false), placeOf(code, to, true)];
  const coloured = start.node.parentElement;
  // A finger that has taken the element would lose it if another took its place.
  if (coloured?.matches('.hljs-number') && coloured.textContent === text) {
    coloured.classList.add('number');
    return coloured;
  }
  const range = document.createRange();
  range.setStart(start.node, start.offset);
  range.setEnd(end.node, end.offset);
  const element = document.createElement('span');
  element.className = 'number hljs-number';
  element.textContent = text;
  range.deleteContents();
  range.insertNode(element);
  for (const beside of [element.previousSibling, element.nextSibling])
    if (beside instanceof HTMLElement && beside.textContent === '') beside.remove();
  return element;
}

/** The text node that holds an offset; at the border of two, the first of them if `isEnd` is true. */
function placeOf(code: HTMLElement, offset: number, isEnd: boolean): { readonly node: Text; readonly offset: number } {
  const walker = document.createTreeWalker(code, NodeFilter.SHOW_TEXT);
  let before = 0;
  let last: Text | undefined;
  while (walker.nextNode() !== null) {
    last = walker.currentNode as Text;
    const { length } = last;
    if (offset < before + length || (isEnd && offset === before + length))
      return { node: last, offset: offset - before };
    before += length;
  }
  return { node: last!, offset: last!.length };
}
