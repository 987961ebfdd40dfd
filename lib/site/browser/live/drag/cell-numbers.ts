import { original } from '../../original.js';
import type { LiveCell, LivePage } from '../live-page.js';
import { type MarkedNumber, markNumbers } from './marked-code.js';
import { literalValue } from './stepping.js';

/** A number of a cell's code on the page. */
export interface PageNumber {
  readonly cell: LiveCell;
  readonly element: HTMLElement;
  /** The numbers of the same cell, in order. */
  readonly all: readonly HTMLElement[];
  /** The literal that was published; undefined where the cell's code is another one altogether. */
  readonly published: string | undefined;
}

/** The numbers of a page's code. */
export interface PageNumbers {
  /** The number that an element is or lies in. */
  at(target: EventTarget | null): PageNumber | undefined;
  /** Marks the numbers of the cell that an element lies in, unless they are marked. */
  mark(target: EventTarget | null): void;
  /** Writes a literal into the code that is shown. */
  write(number: PageNumber, text: string): void;
}

interface CellCode {
  readonly cell: LiveCell;
  readonly code: HTMLElement;
  numbers: readonly MarkedNumber[];
  published: readonly string[];
}

/** Makes spin buttons of the numbers in a cell's code, as soon as somebody comes to the cell. */
export function pageNumbers({ cells }: LivePage): PageNumbers {
  const codes = new Map<Element, CellCode>();
  for (const cell of cells) {
    const code = cell.element.querySelector<HTMLElement>('.code-frame code');
    if (code !== null) codes.set(cell.element, { cell, code, numbers: [], published: [] });
  }

  function around(target: EventTarget | null): CellCode | undefined {
    const section = target instanceof Element ? target.closest('.cell.code') : null;
    const own = section === null ? undefined : codes.get(section);
    if (own === undefined || own.code.textContent !== own.cell.code) return undefined;
    // Other scripts may have written the code anew.
    if (own.numbers.length === 0 || own.numbers.some(({ element }) => !own.code.contains(element))) markCode(own);
    return own;
  }

  return {
    at(target) {
      const own = around(target);
      const element = target instanceof Element ? target.closest<HTMLElement>('.number') : null;
      if (own === undefined || element === null) return undefined;
      const all = own.numbers.map((number) => number.element);
      return { cell: own.cell, element, all, published: own.published[all.indexOf(element)] };
    },
    mark: (target) => void around(target),
    write({ cell, element, published }, text) {
      element.textContent = text;
      describe(element, published);
      cell.write(codes.get(cell.element)!.code.textContent ?? '');
    },
  };
}

function markCode(own: CellCode): void {
  own.numbers = markNumbers(own.code);
  if (own.cell.code === own.cell.published) own.published = own.numbers.map(({ literal }) => literal.text);
  else if (own.published.length !== own.numbers.length) own.published = [];
  own.numbers.forEach(({ element, literal }, i) => {
    element.setAttribute('role', 'spinbutton');
    element.setAttribute('aria-label', literal.name || 'number');
    element.tabIndex = i === 0 ? 0 : -1;
    describe(element, own.published[i]);
  });
}

/** Tells the value to people and to assistive technology. */
function describe(element: HTMLElement, published: string | undefined): void {
  const text = element.textContent ?? '';
  element.setAttribute('aria-valuenow', String(literalValue(text)));
  element.setAttribute('aria-valuetext', text);
  const isChanged = published !== undefined && published !== text;
  element.classList.toggle('changed', isChanged);
  element.title = isChanged
    ? `${original() === 'stored' ? 'Stored' : 'Published'}: ${published}. A double click brings it back.`
    : 'Drag sideways, or step with the arrow keys.';
}
