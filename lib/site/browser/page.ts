// Runs in the reader's browser, after the page is parsed.

import { keepChoice } from './choice-store.js';
import { addEditButtons } from './edit-buttons.js';
import { pageColours } from './figure-colours.js';
import { canDraw, draw, figureOf, type PageScript, pictureOf, publishedFigure } from './figures.js';
import { addFileZones } from './file-zone.js';
import { addLiveButtons } from './live-buttons.js';
import { addPageLine } from './page-line.js';

declare global {
  /** What the page's script shares with scripts that are loaded later. */
  var microcanonPage: PageScript;
}

const page = document.documentElement;
const all = <E extends HTMLElement>(selector: string) => [...document.querySelectorAll<E>(selector)];

// Figures

const drawAll = async () => {
  if (!canDraw()) return;
  for (const figure of all('.figure')) {
    try {
      await draw(figure);
    } catch (error) {
      figure.classList.add('undrawn');
      console.error(`figure ${figure.id} cannot be drawn`, error);
    }
    // Gives the browser time to scroll between two figures.
    await new Promise((resolve) => setTimeout(resolve, 0));
  }
  page.dataset.figures = 'drawn';
};

// Code

const codeSwitch = document.querySelector<HTMLButtonElement>('.code-switch');
const foldAll = (folded: boolean) => {
  for (const details of all<HTMLDetailsElement>('details.source')) details.open = !folded;
  if (codeSwitch === null) return;
  codeSwitch.textContent = folded ? 'Show code' : 'Hide code';
  codeSwitch.setAttribute('aria-pressed', String(folded));
};
codeSwitch?.addEventListener('click', () => {
  const folded = page.dataset.code !== 'folded';
  if (folded) page.dataset.code = 'folded';
  else delete page.dataset.code;
  keepChoice('code', folded ? 'folded' : undefined);
  foldAll(folded);
});

document.addEventListener('click', async ({ target }) => {
  const button = (target as Element).closest<HTMLButtonElement>('button.copy');
  if (button === null) return;
  const code = button.parentElement!.querySelector('code')!;
  try {
    await navigator.clipboard.writeText(code.textContent!);
    button.textContent = 'Copied';
  } catch {
    getSelection()?.selectAllChildren(code);
    button.textContent = 'Selected';
  }
  setTimeout(() => (button.textContent = 'Copy'), 1500);
});

// Formulas that are wider than the text become smaller, down to three quarters; wider ones scroll.

const smallest = 0.75;
const fitFormulas = () => {
  for (const equation of all('.equation')) {
    equation.classList.remove('tight');
    let fit = 1;
    // Parts of a formula do not shrink with the type size, so that the scale is found in several rounds.
    for (let round = 0; round < 4 && equation.scrollWidth > equation.clientWidth && fit > smallest; round++) {
      fit = Math.max(smallest, fit * (equation.clientWidth / equation.scrollWidth) - 0.005);
      equation.style.setProperty('--fit', String(fit));
      equation.classList.add('tight');
    }
  }
};
fitFormulas();
void document.fonts.ready.then(fitFormulas);
addEventListener('resize', fitFormulas);

// Light and dark

const prefersDark = matchMedia('(prefers-color-scheme: dark)');
document.querySelector('.theme-switch')?.addEventListener('click', () => {
  const dark = pageColours().dark;
  page.dataset.theme = dark ? 'light' : 'dark';
  keepChoice('theme', page.dataset.theme);
  void drawAll();
});
prefersDark.addEventListener('change', () => void drawAll());

// Contents of the page: closed on narrow screens, the section being read marked on wide ones.

const contents = document.querySelector<HTMLDetailsElement>('nav.contents details');
if (contents !== null) {
  const wide = matchMedia('(min-width: 75rem)');
  const follow = () => (contents.open = wide.matches);
  wide.addEventListener('change', follow);
  follow();
  const links = new Map(
    all<HTMLAnchorElement>('nav.contents a').map((link) => [decodeURIComponent(link.hash.slice(1)), link]),
  );
  const headings = [...links.keys()].map((id) => document.getElementById(id)).filter((heading) => heading !== null);
  const mark = () => {
    const current = headings.filter((heading) => heading.getBoundingClientRect().top < innerHeight * 0.3).at(-1);
    for (const [id, link] of links) link.classList.toggle('current', id === current?.id);
  };
  addEventListener('scroll', mark, { passive: true });
  mark();
}

/** Gives the cells of the page their buttons and figures; called again when a notebook from the disk stands in the page. */
function prepare(): void {
  addLiveButtons();
  addEditButtons();
  addFileZones();
  foldAll(page.dataset.code === 'folded');
  // Print: the style sheet keeps folded code folded and replaces interactive figures by pictures.
  if (canDraw()) void drawAll();
  else page.dataset.figures = 'drawn';
}

addPageLine();
globalThis.microcanonPage = { draw, figureOf, publishedFigure, pictureOf, prepare };
prepare();
