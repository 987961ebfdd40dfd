// Runs in the reader's browser on each page of the reference, before the scripts of typedoc: puts back what all its pages have.

declare global {
  /** The parts that pages name by their number; set by the script's file. */
  var microcanonFrames: readonly (string | null)[];
  /** The classes that pages name by their number. */
  var microcanonClasses: readonly string[];
}

const base = document.documentElement.dataset.base ?? './';
const way = base === './' ? '' : base;

/** Address of a sign. A page from the file system may use no other file's signs; typedoc's script `icons.js` puts them into the page. */
function sign(name: string): string {
  return `<use href="${location.protocol === 'file:' ? '' : `${way}assets/icons.svg`}#icon-${name}"></use>`;
}

function each(selector: string, change: (element: HTMLElement) => void): void {
  for (const element of document.querySelectorAll<HTMLElement>(selector)) change(element);
}

each('[q]', (element) => {
  element.setAttribute('class', microcanonClasses[Number(element.getAttribute('q'))]);
  element.removeAttribute('q');
});
each('[data-f]', (element) => {
  element.outerHTML = (microcanonFrames[Number(element.dataset.f)] ?? '')
    .replaceAll('="~/assets/icons.svg', location.protocol === 'file:' ? '="' : `="${way}assets/icons.svg`)
    .replaceAll('="~/', `="${way}`);
});
each('a[data-p]', (link) => {
  delete link.dataset.p;
  link.ariaLabel = 'Permalink';
  link.className = 'tsd-anchor-icon';
  link.innerHTML = `<svg viewBox="0 0 24 24" aria-hidden="true">${sign('anchor')}</svg>`;
});
each('i[data-k]', (place) => {
  const [, name, label] = /^(\S+) (.*)$/.exec(place.dataset.k!)!;
  place.outerHTML = `<svg class="tsd-kind-icon" viewBox="0 0 24 24" aria-label="${label}">${sign(name)}</svg>`;
});
each('i[data-c]', (place) => {
  place.outerHTML = `<svg width="20" height="20" viewBox="0 0 24 24" fill="none" aria-hidden="true">${sign('chevronDown')}</svg>`;
});

export {};
