import { host } from '../host/index.js';
import { dataFrameBundle, isDataFrame } from './data-frame.js';
import { completeBundle, isBundle, plainText } from './mime-bundle.js';
import type { MimeData } from './output-list.js';

/** The display functions of a kernel or of a page, published as `globalThis[Symbol.for('microcanon.display')]`. */
export interface DisplayProtocol {
  /** Shows a bundle now; `update` can replace a bundle with a display id. */
  show(bundle: MimeData, displayId?: string): void;
  /** Replaces everything that was shown under the id. */
  update(bundle: MimeData, displayId: string): void;
  /** Clears the cell's outputs, at once or, with `wait`, when the next output comes. */
  clear(wait?: boolean): void;
  /** Opens a bundle in the front end's pager when the cell ends. */
  page(bundle: MimeData): void;
}

const protocolSymbol = Symbol.for('microcanon.display');
const methodSymbol = Symbol.for('Jupyter.display');

/** Publishes the display protocol for the library. */
export function publishDisplay(protocol: DisplayProtocol): void {
  Object.defineProperty(globalThis, protocolSymbol, { value: protocol, configurable: true });
}

function methodOf(value: unknown): (() => unknown) | undefined {
  if (typeof value !== 'object' && typeof value !== 'function') return undefined;
  const shown = value as { [methodSymbol]?: unknown; toMimeBundle?: unknown };
  const method = shown?.[methodSymbol] ?? shown?.toMimeBundle;
  return typeof method === 'function' ? method.bind(value) : undefined;
}

function isTensor(value: unknown): value is { toString(): string } {
  const tensor = value as { dataId?: unknown; dtype?: unknown; shape?: unknown; rankType?: unknown };
  if (typeof value !== 'object' || value === null) return false;
  return 'dataId' in tensor && 'dtype' in tensor && Array.isArray(tensor.shape);
}

/**
 * How a value shows itself: by its method `[Symbol.for('Jupyter.display')]()`, else by `toMimeBundle()` (either may
 * return a promise), a danfo.js frame or series as a table, a TensorFlow.js tensor as its text, all else as
 * `util.inspect` gives it.
 * @throws whatever the value's own method throws
 * @throws TypeError when that method returns no object, or a JSON type of the bundle holds a value that JSON cannot represent
 */
export async function bundleOf(value: unknown): Promise<MimeData> {
  const method = host.isProxy(value) ? undefined : methodOf(value);
  if (method) {
    const bundle = await method();
    if (!isBundle(bundle)) {
      const got = plainText(bundle);
      throw new TypeError(
        `display: method of the value expects to return a MIME bundle, got ${got}; return { 'text/plain': … }`,
      );
    }
    return completeBundle(bundle, () => `[${value?.constructor?.name ?? 'object'}]`);
  }
  if (isDataFrame(value)) return dataFrameBundle(value);
  if (isTensor(value)) return { 'text/plain': String(value) };
  return { 'text/plain': plainText(value) };
}

const shownIds = new Set<string>();

/**
 * Shows a value in the middle of a cell as its last expression would be shown; outside a notebook prints its text.
 * @param displayId a later `display` with the same id replaces the output
 */
export async function display(value: unknown, displayId?: string): Promise<void> {
  const protocol = (globalThis as { [protocolSymbol]?: DisplayProtocol })[protocolSymbol];
  const bundle = await bundleOf(value);
  if (!protocol) console.log(bundle['text/plain']);
  else if (displayId !== undefined && shownIds.has(displayId)) protocol.update(bundle, displayId);
  else {
    protocol.show(bundle, displayId);
    if (displayId !== undefined) shownIds.add(displayId);
  }
}
