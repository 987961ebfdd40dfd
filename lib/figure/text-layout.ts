import { cos as cosOf, sin as sinOf } from '../special/index.js';
import { textWidth } from './font.js';

/** A rectangle in pixels, y downwards. */
export interface Box {
  readonly left: number;
  readonly top: number;
  readonly right: number;
  readonly bottom: number;
}

const lineHeight = 1.3;

/**
 * The box that an SVG element's text and rectangles would fill in its own coordinates, transforms of its children included.
 * It stands in for a browser's layout, so that Plotly places legends and axis titles as it does on a page.
 */
export function contentBox(element: Element): Box | undefined {
  if (element.tagName === 'text') return textBox(element);
  if (element.tagName === 'rect') {
    const at = (name: string) => Number(element.getAttribute(name)) || 0;
    return { left: at('x'), top: at('y'), right: at('x') + at('width'), bottom: at('y') + at('height') };
  }
  let union: Box | undefined;
  for (const child of Array.from(element.children)) {
    const inner = contentBox(child);
    if (inner) union = joined(union, moved(inner, child.getAttribute('transform')));
  }
  return union;
}

/** The same box in the coordinates of the outermost element. */
export function pageBox(element: Element): Box {
  let box = contentBox(element) ?? { left: 0, top: 0, right: 0, bottom: 0 };
  for (let node: Element | null = element; node; node = node.parentElement)
    box = moved(box, node.getAttribute('transform'));
  return box;
}

function textBox(element: Element): Box {
  const size = inherited(element, 'font-size', 'fontSize');
  const height = Number.parseFloat(size) || 13;
  const lines = Array.from(element.children).filter((child) => child.classList.contains('line'));
  const rows = lines.length > 0 ? lines : [element];
  const width = Math.max(...rows.map((row) => rowWidth(row, height)));
  const anchor = inherited(element, 'text-anchor', 'textAnchor');
  const left =
    (Number(element.getAttribute('x')) || 0) - (anchor === 'middle' ? width / 2 : anchor === 'end' ? width : 0);
  const baseline = Number(element.getAttribute('y')) || 0;
  return {
    left,
    top: baseline - height,
    right: left + width,
    bottom: baseline + 0.25 * height + lineHeight * height * (rows.length - 1),
  };
}

/** Width of one line of text; Plotly writes sub- and superscripts as spans of 70 %. */
function rowWidth(row: Node, size: number): number {
  if (row.nodeType === row.TEXT_NODE) return textWidth(row.nodeValue ?? '', size);
  const inner = (row as SVGElement).style?.fontSize === '70%' ? 0.7 * size : size;
  return Array.from(row.childNodes).reduce((sum, child) => sum + rowWidth(child, inner), 0);
}

function inherited(element: Element, attribute: string, property: 'fontSize' | 'textAnchor'): string {
  for (let node: Element | null = element; node; node = node.parentElement) {
    const value = (node as SVGElement).style?.[property] || node.getAttribute(attribute);
    if (value) return value;
  }
  return '';
}

function joined(a: Box | undefined, b: Box): Box {
  if (!a) return b;
  return {
    left: Math.min(a.left, b.left),
    top: Math.min(a.top, b.top),
    right: Math.max(a.right, b.right),
    bottom: Math.max(a.bottom, b.bottom),
  };
}

/** `box` after an SVG transform list of translations, rotations and scalings, the last one first. */
function moved(box: Box, transform: string | null): Box {
  if (!transform) return box;
  const steps = Array.from(transform.matchAll(/(translate|rotate|scale)\(([^)]*)\)/g)).reverse();
  return steps.reduce((current, [, name, list]) => {
    const [a, b = 0, c = 0] = list.split(/[\s,]+/).map(Number);
    if (name === 'translate') return corners(current, (x, y) => [x + a, y + b]);
    if (name === 'scale') return corners(current, (x, y) => [x * a, y * (b || a)]);
    const [cos, sin] = [cosOf((a * Math.PI) / 180), sinOf((a * Math.PI) / 180)];
    return corners(current, (x, y) => [b + cos * (x - b) - sin * (y - c), c + sin * (x - b) + cos * (y - c)]);
  }, box);
}

function corners(box: Box, map: (x: number, y: number) => [number, number]): Box {
  const points = [
    map(box.left, box.top),
    map(box.right, box.top),
    map(box.left, box.bottom),
    map(box.right, box.bottom),
  ];
  const xs = points.map(([x]) => x);
  const ys = points.map(([, y]) => y);
  return { left: Math.min(...xs), top: Math.min(...ys), right: Math.max(...xs), bottom: Math.max(...ys) };
}
