const elements = new Set(
  `a abbr b blockquote br caption code col colgroup dd del details div dl dt em figcaption figure h1 h2 h3 h4 h5 h6
hr i img ins kbd li mark meter ol p pre progress q s samp small span strong sub summary sup table tbody td tfoot th thead tr u ul var wbr`.split(
    /\s+/,
  ),
);

/** Elements that go with everything in them; others that are not allowed leave their content behind. */
const dropped = new Set(
  `script style template iframe frame frameset object embed applet noscript noembed noframes svg math title head
textarea select option button input form audio video canvas link meta base xmp plaintext`.split(/\s+/),
);

const attributes = new Set(
  `align alt class colspan dir headers height high href id lang low max min open optimum rowspan scope span src start style
title value width`.split(/\s+/),
);

const styleProperties = new Set(
  `background-color border border-bottom border-top border-collapse border-radius color display font-style font-weight
height margin margin-left margin-right margin-top margin-bottom max-width min-width padding text-align vertical-align white-space width`.split(
    /\s+/,
  ),
);

function safeStyle(style: string): string {
  return style
    .split(';')
    .map((declaration) => declaration.split(':').map((side) => side.trim()))
    .filter(
      ([property, value, ...rest]) =>
        rest.length === 0 &&
        styleProperties.has(property.toLowerCase()) &&
        value !== undefined &&
        /^[\w\s#.,%()+-]+$/.test(value) &&
        !/url|expression|image/i.test(value),
    )
    .map(([property, value]) => `${property}: ${value}`)
    .join('; ');
}

function scheme(address: string): string | undefined {
  // Browsers ignore control characters and blanks here, so they must not hide a scheme.
  return /^([a-z][a-z0-9+.-]*):/i.exec(address.replace(/[\u0000-\u0020\u007f-\u00a0]/g, ''))?.[1].toLowerCase();
}

function isSafeLink(address: string): boolean {
  const name = scheme(address);
  return name === undefined || ['http', 'https', 'mailto'].includes(name);
}

/** Only pictures that are part of the notebook itself: others would be missing beside the page, or fetched from afar. */
function isSafeImage(address: string): boolean {
  return /^data:image\/(png|jpeg|gif|webp|svg\+xml);base64,[a-z0-9+/=\s]*$/i.test(address);
}

function cleanAttributes(element: Element): void {
  for (const { name, value } of [...element.attributes]) {
    const keep =
      attributes.has(name) && (name !== 'href' || isSafeLink(value)) && (name !== 'src' || isSafeImage(value));
    if (!keep) element.removeAttribute(name);
  }
  const style = element.getAttribute('style');
  if (style !== null) {
    const safe = safeStyle(style);
    if (safe === '') element.removeAttribute('style');
    else element.setAttribute('style', safe);
  }
  if (element.hasAttribute('href')) element.setAttribute('rel', 'noopener noreferrer');
}

function clean(parent: ParentNode & Node): void {
  for (const child of [...parent.childNodes]) {
    if (child.nodeType === 3) continue;
    const name = child.nodeName.toLowerCase();
    if (child.nodeType !== 1 || dropped.has(name) || name.includes(':')) {
      child.remove();
      continue;
    }
    const element = child as Element;
    clean(element);
    if (elements.has(name)) cleanAttributes(element);
    else element.replaceWith(...element.childNodes);
  }
}

/**
 * Reduces HTML from a notebook to an allowed set of elements and attributes: no scripts, no styles that load, no
 * links but relative ones, http, https and mailto, no images but embedded ones.
 */
export function sanitise(source: string): string {
  // Loaded here because jsdom is slow to load and only a build of the site needs it.
  const { JSDOM } = require('jsdom') as typeof import('jsdom');
  const container = new JSDOM('').window.document.createElement('template');
  container.innerHTML = source;
  clean(container.content);
  return container.innerHTML;
}
