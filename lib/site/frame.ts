import { html, type Markup, raw } from './markup.js';

/** Content of a page, and the facts from which its header, navigation and footer are made. */
export interface Frame {
  readonly title: string;
  /** Sentence for search engines and link previews. */
  readonly description: string;
  readonly content: Markup;
  /** Contents of the page, beside it on wide screens. */
  readonly contents?: Markup;
  /** Whether the page has code to fold. */
  readonly hasCode?: boolean;
  readonly hasFigures?: boolean;
  readonly hasFormulas?: boolean;
  /** Origin of the content, for the head of a printed page. */
  readonly source?: string;
  readonly current: 'index' | 'scorecard' | 'references' | 'data' | 'notebook' | 'own';
}

/** Name of the whole site. */
export const siteTitle = 'Mean-field microcanonical gradient descent';

// Restricts what a page loads to the site's own folder, whatever HTML a notebook's output contains.
const policy = [
  "default-src 'self' file: data: blob:",
  "script-src 'self' file: 'unsafe-inline' 'unsafe-eval'",
  "style-src 'self' file: 'unsafe-inline'",
  "connect-src 'self' file: data: blob:",
  "worker-src 'self' file: blob:",
  "form-action 'none'",
  "base-uri 'none'",
].join('; ');

// Runs before the first paint: later changes of colours or of folded code would be visible.
const early = `(function(){var d=document.documentElement;d.classList.add('scripted');try{
var t=localStorage.getItem('microcanon.theme');if(t==='light'||t==='dark')d.dataset.theme=t;
if(localStorage.getItem('microcanon.code')==='folded')d.dataset.code='folded';}catch(e){}})()`;

function navigation(current: Frame['current']): Markup {
  const link = (page: Frame['current'], address: string, text: string) =>
    html`<a href="${address}"${page === current ? raw(' aria-current="page"') : undefined}>${text}</a>`;
  return html`<nav class="site" aria-label="Site">${link('index', 'index.html', 'Contents')}${link('scorecard', 'scorecard.html', 'Scorecard')}${link('references', 'references.html', 'References')}</nav>`;
}

/** A complete HTML document. */
export function document({
  title,
  description,
  content,
  contents,
  hasCode,
  hasFigures,
  hasFormulas,
  source,
  current,
}: Frame): string {
  const fullTitle = current === 'index' ? title : `${title} · ${siteTitle}`;
  return html`<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="${policy}">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="description" content="${description}">
<meta name="color-scheme" content="light dark">
<title>${fullTitle}</title>
<link rel="icon" href="assets/icon.svg" type="image/svg+xml">
${hasFormulas ? html`<link rel="stylesheet" href="assets/katex/katex.min.css">` : undefined}
<link rel="stylesheet" href="assets/text-face/text-face.css">
<link rel="stylesheet" href="assets/style.css">
<script>${raw(early)}</script>
</head>
<body class="${current}${contents === undefined ? '' : ' has-contents'}">
<a class="skip" href="#content">Skip to the text</a>
<header class="bar">
<a class="home" href="index.html">${siteTitle}</a>
${navigation(current)}
<div class="switches">
${hasCode ? html`<button type="button" class="code-switch" aria-pressed="false">Hide code</button>` : undefined}
<button type="button" class="theme-switch" aria-label="Change between light and dark"><span aria-hidden="true">◐</span></button>
</div>
</header>
${contents}
<main id="content">
<p class="printed">${siteTitle}: a workbook${source && ` · ${source}`}</p>
${content}
</main>
${hasFigures ? html`<script defer src="assets/plotly.min.js"></script>` : undefined}
<script defer src="assets/page.js"></script>
</body>
</html>
`.text;
}
