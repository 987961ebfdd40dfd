import assert from 'node:assert/strict';
import { test } from 'node:test';
import { JSDOM } from 'jsdom';
import { sanitise } from '../../lib/site/sanitiser.js';

test('tables keep their structure, headings, captions and classes', () => {
  const table =
    '<table class="frame"><caption>KL</caption><thead><tr><th scope="col">step</th></tr></thead><tbody><tr><td colspan="2" style="text-align: right">1</td></tr></tbody></table>';
  assert.equal(sanitise(table), table);
});

test('progress elements stay', () => {
  assert.equal(sanitise('<progress max="100" value="40"></progress>'), '<progress max="100" value="40"></progress>');
});

for (const attack of [
  '<script>alert(1)</script>',
  '<svg><script>alert(1)</script></svg>',
  '<img src=x onerror=alert(1)>',
  '<a href="javascript:alert(1)">x</a>',
  '<a href="java\nscript:alert(1)">x</a>',
  '<a href="&#1;javascript:alert(1)">x</a>',
  '<iframe srcdoc="<script>alert(1)</script>"></iframe>',
  '<table><script>alert(1)</script><tr onmouseover="alert(1)"><td>1</td></tr></table>',
  '<div style="background: url(https://example.org/x)">x</div>',
  '<style>@import "https://example.org/x.css";</style>',
  '<link rel="stylesheet" href="https://example.org/x.css">',
  '<meta http-equiv="refresh" content="0; url=https://example.org">',
  '<img src="//example.org/x.png">',
  '<math><mtext><script>alert(1)</script></mtext></math>',
  '<form action="https://example.org"><button formaction="javascript:alert(1)">x</button></form>',
  '<noscript><p title="</noscript><img src=x onerror=alert(1)>"></noscript>',
  '<object data="https://example.org/x"></object>',
  '<base href="https://example.org/">',
  '<a-b:c onclick="alert(1)">x</a-b:c>',
]) {
  test(`neither runs nor loads: ${attack}`, () => {
    assert.doesNotMatch(sanitise(attack), /alert|example\.org|src=|href=|<(script|svg|math|style|form|iframe|object)/i);
  });
}

/** Why a page with this HTML would run or load something, after as many parses and serialisations as a browser may make of it. */
function harm(html: string): string | undefined {
  const { document } = new JSDOM('').window;
  let text = html;
  for (let parse = 0; parse < 3; parse++) {
    document.body.innerHTML = text;
    for (const element of document.body.querySelectorAll('*')) {
      const name = element.localName;
      if (element.namespaceURI !== 'http://www.w3.org/1999/xhtml') return `<${name}> of ${element.namespaceURI}`;
      if (/^(script|style|iframe|object|embed|link|meta|base|form|input|button|template|noscript)$/.test(name))
        return `<${name}>`;
      for (const { name, value } of element.attributes) {
        if (/^(on.*|srcdoc|srcset|action|formaction|background|ping|poster|name|xlink:href)$/i.test(name)) return name;
        // An attribute of this name cannot be taken away after parsing; an empty one names no element.
        if (name === 'is' && value !== '') return `is="${value}"`;
        if (/^(href|src)$/.test(name) && !/^(https?:|#)/.test(value)) return `${name}="${value}"`;
      }
    }
    text = document.body.innerHTML;
  }
  return undefined;
}

for (const bypass of [
  // Namespaces: what is text in SVG or MathML becomes an element in HTML.
  '<math><mtext><table><mglyph><style><!--</style><img title="--&gt;&lt;img src=1 onerror=alert(1)&gt;">',
  '<form><math><mtext></form><form><mglyph><style></math><img src onerror=alert(1)>',
  '<math><mtext><option><FAKEFAKE><option></option><mglyph><svg><mtext><textarea><a title="</textarea><img src onerror=alert(1)>">',
  '<svg></p><style><a id="</style><img src=1 onerror=alert(1)>">',
  '<svg><desc><noscript><p title="</noscript><img src=x onerror=alert(1)>"></desc></svg>',
  '<svg><foreignobject><iframe srcdoc="<script>alert(1)</script>"></iframe></foreignobject></svg>',
  '<math><annotation-xml encoding="text/html"><style><img src=x onerror=alert(1)></style></annotation-xml></math>',
  '<svg><a xlink:href="javascript:alert(1)"><text>x</text></a></svg>',
  // Text that another parse takes for markup.
  '<noembed><img title="</noembed><img src=x onerror=alert(1)>"></noembed>',
  '<xmp><p title="</xmp><svg/onload=alert(1)>"></xmp>',
  '<textarea><img title="</textarea><img src=x onerror=alert(1)>"></textarea>',
  '<p title="</title><img src=x onerror=alert(1)>"><title>x</title>',
  '<!--><img src=x onerror=alert(1)>-->',
  '<!--x--!><img src=x onerror=alert(1)>-->',
  '<?php x="><img src=x onerror=alert(1)>"?>',
  '<![CDATA[<img src=x onerror=alert(1)>]]>',
  '<select><template><img src=x onerror=alert(1)></template></select>',
  '<template><template><img src=x onerror=alert(1)></template></template>',
  '<div><template shadowrootmode="open"><img src=x onerror=alert(1)></template></div>',
  // Elements that stand in the sanitiser's own way: properties of a form, and depths at which parsers restructure.
  '<form id=x><input name=attributes><input name=removeChild></form><img src=x onerror=alert(1)>',
  '<form><input name=nodeName onfocus=alert(1) autofocus></form>',
  '<a id=Plotly href="cid:alert(1)"></a><a id=Plotly name=react href="javascript:alert(1)"></a>',
  `${'<div>'.repeat(600)}<table><a><table><img src=x onerror=alert(1)>`,
  `${'<table><td>'.repeat(80)}<svg><style><img src=x onerror=alert(1)></style></svg>`,
  // Addresses and attributes that load or run.
  '<a href="jav&#x09;ascript:alert(1)">x</a>',
  '<a href=" &#x0d;vbscript:alert(1)">x</a>',
  '<a href="data:text/html,<script>alert(1)</script>">x</a>',
  '<a href="blob:https://example.org/x">x</a>',
  '<img src="data:text/html;base64,PHNjcmlwdD4=">',
  '<img srcset="https://example.org/x 2x" src="data:image/png;base64,aGVsbG8=,x">',
  '<table background="https://example.org/x"><td background="javascript:alert(1)">x</td></table>',
  '<p is="x-y" popover ontoggle=alert(1)>x</p>',
  '<a ping="https://example.org/" href="https://example.org/">x</a>',
]) {
  test(`known ways around sanitisers are closed: ${bypass.slice(0, 80)}`, () => {
    assert.equal(harm(sanitise(bypass)), undefined, sanitise(bypass).slice(-200));
  });
}

for (const style of [
  'background-color: \\75rl(https://example.org/x)',
  'width: expression(alert(1))',
  'color: red; background-color: image-set("https://example.org/x" 1x)',
  'position: fixed; top: 0',
  'color: red/*;*/; background: /**/url(//example.org)',
  'color: var(--x, url(//example.org))',
]) {
  test(`styles neither load nor cover the page: ${style}`, () => {
    assert.doesNotMatch(sanitise(`<p style='${style}'>x</p>`), /url|\\|expression|image-set|position|example|\/\*/i);
  });
}

test('headings keep anchors that are also names of properties of the document', () => {
  assert.equal(sanitise('<h2 id="title">x</h2>'), '<h2 id="title">x</h2>');
});

test('embedded pictures and ordinary links stay', () => {
  assert.match(sanitise('<img src="data:image/png;base64,aGVsbG8=">'), /src="data:image\/png;base64,aGVsbG8="/);
  assert.match(
    sanitise('<a href="https://example.org/">x</a>'),
    /href="https:\/\/example\.org\/" rel="noopener noreferrer"/,
  );
  assert.match(sanitise('<a href="#step">x</a>'), /href="#step"/);
});

test('elements that are not known leave their text behind', () => {
  assert.equal(sanitise('<blink>on <b>off</b></blink>'), 'on <b>off</b>');
});
