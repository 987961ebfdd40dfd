// Runs in the reader's browser on the page for a notebook from the disk.

import createPurifier from 'dompurify';
import { toBase64 } from '../../../host/base64.js';
import { sha256 } from '../../../host/hash.js';
import { cellsMarkup } from '../../cells-markup.js';
import { html } from '../../markup.js';
import { isNotebook, type Notebook } from '../../notebook-format.js';
import { type ProseParts, proseOver } from '../../prose-renderer.js';
import { sanitiserOver } from '../../sanitiser-rules.js';
import type {} from '../editor/published-notebook.js';
import type {} from '../live/output-prose.js';
import type {} from '../page.js';

const article = document.querySelector<HTMLElement>('article.own')!;
const refusal = article.querySelector<HTMLElement>('.refusal')!;

/** Labels of the works that a notebook may cite, which the page of references has. */
const labels: Readonly<Record<string, string>> = JSON.parse(document.getElementById('works')?.textContent || '{}');
const works = { has: (key: string) => Object.hasOwn(labels, key), label: (key: string) => labels[key] };

/** Classes that HTML of a notebook may have: those that colour code and text. By others it could pass for a part of the page. */
const allowedClass = /^(hljs-[\w-]+|language-[\w-]+|dataframe|table-scroll)$/;

/** Reduces HTML of a notebook from the disk to what is harmless. */
function sanitiser(): (source: string) => string {
  const purify = createPurifier(window);
  purify.addHook('uponSanitizeAttribute', (_, attribute) => {
    if (attribute.attrName !== 'class') return;
    attribute.attrValue = attribute.attrValue
      .split(/\s+/)
      .filter((name) => allowedClass.test(name))
      .join(' ');
  });
  return sanitiserOver(purify);
}

/** The notebook in a text, or a sentence that says why there is none. */
function parsed(text: string): Notebook | string {
  try {
    const value: unknown = JSON.parse(text);
    return isNotebook(value) ? value : 'is no notebook of format 4; save it again from Jupyter';
  } catch (error) {
    return `is no notebook: it is not JSON (${(error as Error).message})`;
  }
}

/** Whether the notebook says that its cells are of another language, which the page shows and does not run. */
function otherLanguage({ metadata }: Notebook): string | undefined {
  const { kernelspec, language_info } = (metadata ?? {}) as Record<string, { language?: string; name?: string }>;
  const language = language_info?.name ?? kernelspec?.language;
  return language === undefined || /^(typescript|javascript|tslab|jslab)$/i.test(language) ? undefined : language;
}

function show(notebook: Notebook, name: string, text: string): void {
  const sanitise = sanitiser();
  const parts: ProseParts = { pages: new Set(), works, sanitise };
  globalThis.microcanonProse = (source) => proseOver(parts).cell({ source }).text;
  let figures = 0;
  const cells = cellsMarkup(notebook.cells, {
    text: proseOver(parts),
    sanitise,
    keepImage: (png) => `data:image/png;base64,${toBase64(png)}`,
    nextFigureId: () => `figure-${++figures}`,
  });
  const language = otherLanguage(notebook);
  const note =
    language === undefined
      ? undefined
      : html`<p class="refusal">Its cells are ${language}, which this page shows and does not run.</p>`;
  article.innerHTML = html`<p class="origin">${name}, from your disk. <a href="own.html">Open another</a></p>${note}
${cells}
<footer class="colophon"><a download="${name}">The notebook as it was opened</a></footer>`.text;
  article.querySelector<HTMLAnchorElement>('.colophon a')!.href = URL.createObjectURL(new Blob([text]));
  document.title = `${name} · A notebook of your own`;
  article.dataset.notebook = name.replace(/\.ipynb$/, '');
  article.dataset.revision = sha256(text).slice(0, 16);
  article.dataset.parts = language === undefined ? 'core' : '';
  globalThis.microcanonNotebook = notebook;
  microcanonPage.prepare();
}

async function open(file: File | undefined): Promise<void> {
  if (file === undefined) return;
  const text = await file.text();
  const notebook = parsed(text);
  if (typeof notebook !== 'string') show(notebook, file.name, text);
  else refusal.textContent = `${file.name} ${notebook}.`;
}

const input = article.querySelector<HTMLInputElement>('input[type=file]')!;
input.addEventListener('change', async () => {
  await open(input.files?.[0]);
  // The same file, corrected, may be chosen again.
  input.value = '';
});
document.addEventListener('dragover', (event) => event.preventDefault());
document.addEventListener('drop', (event) => {
  if (!article.contains(input)) return;
  event.preventDefault();
  void open(event.dataTransfer?.files[0]);
});
