import type { Config, DOMPurify } from 'dompurify';

/** Elements that stay. */
const elements =
  `a abbr b blockquote br caption code col colgroup dd del details div dl dt em figcaption figure h1 h2 h3 h4 h5 h6
hr i img ins kbd li mark meter ol p pre progress q s samp small span strong sub summary sup table tbody td tfoot th thead tr u ul var wbr`.split(
    /\s+/,
  );

/** Elements removed together with their content; other elements that are not allowed leave their content behind. */
const dropped =
  `script style template iframe frame frameset object embed applet noscript noembed noframes svg math title head
textarea select option button input form audio video canvas link meta base xmp plaintext`.split(/\s+/);

const attributes =
  `align alt class colspan dir headers height high href id lang low max min open optimum rowspan scope span src start style
title value width`.split(/\s+/);

const styleProperties = new Set(
  `background-color border border-bottom border-top border-collapse border-radius color display font-style font-weight
height margin margin-left margin-right margin-top margin-bottom max-width min-width padding text-align vertical-align white-space width`.split(
    /\s+/,
  ),
);

const configuration: Config = {
  ALLOWED_TAGS: elements,
  ALLOWED_ATTR: attributes,
  ALLOW_ARIA_ATTR: false,
  ALLOW_DATA_ATTR: false,
  // Addresses without a scheme, or with one of these three; embedded pictures are let through by the hook for `src`.
  ALLOWED_URI_REGEXP: /^(?:(?:https?|mailto):|[^a-z]|[a-z+.-]+(?:[^a-z+.:-]|$))/i,
  FORBID_CONTENTS: dropped,
  // Keeps the anchors of headings like "title": `id` alone hides no property of `document`, and `name` is not allowed.
  SANITIZE_DOM: false,
};

/** The declarations of a style attribute that neither load anything nor move an element over others. */
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

/** Whether a picture is part of the notebook itself: a file would be missing beside the page, and a remote one would be fetched. */
function isEmbeddedPicture(address: string): boolean {
  return /^data:image\/(png|jpeg|gif|webp|svg\+xml);base64,[a-z0-9+/=\s]*$/i.test(address);
}

/**
 * Reduces HTML from a notebook to an allowed set of elements and attributes: no scripts, no styles that load, no
 * links but relative ones, http, https and mailto, no images but embedded ones.
 * @param purify DOMPurify over a document of its own or over the page's; the rules for styles, pictures and links are added to it
 * @throws Error when DOMPurify finds no document that it can use: it would pass HTML on unchanged
 */
export function sanitiserOver(purify: DOMPurify): (source: string) => string {
  if (!purify.isSupported) throw new Error('sanitise: DOMPurify does not work with this document; run npm ci');
  purify.addHook('uponSanitizeAttribute', (_, attribute) => {
    const { attrName, attrValue } = attribute;
    if (attrName === 'style') attribute.attrValue = safeStyle(attrValue);
    if (attrName === 'style' && attribute.attrValue === '') attribute.keepAttr = false;
    if (attrName === 'src' && !isEmbeddedPicture(attrValue)) attribute.keepAttr = false;
  });
  purify.addHook('afterSanitizeAttributes', (element) => {
    if (element.hasAttribute('href')) element.setAttribute('rel', 'noopener noreferrer');
  });
  return (source) => purify.sanitize(source, configuration);
}
