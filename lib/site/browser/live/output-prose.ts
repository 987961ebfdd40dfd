import type { ShownOutput } from '../../cell-output.js';
import { html, type Markup, raw } from '../../markup.js';
import { loadScript } from '../script-tag.js';

declare global {
  /** HTML of Markdown with formulas, as the site's build makes it; undefined until `prose.js` or `own.js` has run. */
  var microcanonProse: ((source: string) => string) | undefined;
}

function isProse(output: ShownOutput): boolean {
  return 'data' in output && ('text/markdown' in output.data || 'text/latex' in output.data);
}

/** Loads what renders prose where one of the outputs needs it and the page has not got it; undefined where nothing is to be loaded. */
export function rendererFor(outputs: readonly ShownOutput[]): Promise<void> | undefined {
  if (globalThis.microcanonProse !== undefined || !outputs.some(isProse)) return undefined;
  // Without the script prose is shown as it was written.
  return loadScript('assets/live/prose.js').catch(() => undefined);
}

/** Prose of an output, once what renders it is there; as it was written where that cannot be loaded. */
export function outputProse(source: string): Markup {
  const prose = globalThis.microcanonProse?.(source);
  return prose === undefined ? html`<pre>${source}</pre>` : raw(prose);
}
