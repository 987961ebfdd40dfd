import assert from 'node:assert/strict';
import { test } from 'node:test';
import { outputMarkup } from '../../lib/site/cell-output.js';
import { prose } from '../../lib/site/markdown.js';
import { embeddedJson } from '../../lib/site/markup.js';
import type { StoredOutput } from '../../lib/site/notebook.js';
import { sanitise } from '../../lib/site/sanitiser.js';
import { terminalText } from '../../lib/site/terminal-text.js';
import { result } from './sample.js';

function shown(output: StoredOutput): string {
  const context = {
    sanitise,
    markdown: (source: string) => prose(new Set()).cell({ source }),
    keepImage: () => 'figures/x.png',
    nextFigureId: () => 'figure-1',
  };
  return outputMarkup(output, context)!.text;
}

test('text is escaped, in streams, results and errors alike', () => {
  const text = '<script>alert(1)</script>';
  const outputs: StoredOutput[] = [
    { output_type: 'stream', name: 'stdout', text },
    result({ 'text/plain': text }),
    { output_type: 'error', ename: text, evalue: text, traceback: [] },
  ];
  for (const output of outputs) {
    assert.match(shown(output), /&lt;script&gt;/);
    assert.doesNotMatch(shown(output), /<script/);
  }
});

test('a list where a text is expected is no way around the escaping', () => {
  const list = [{ text: '<script>alert(1)</script>' }] as never;
  assert.doesNotMatch(shown({ output_type: 'stream', name: list, text: 'x' }), /<script/);
  const layout = { meta: { caption: 'KL', alt: list } };
  const html = shown(result({ 'application/vnd.plotly.v1+json': { data: [], layout } }));
  assert.match(html, /aria-label="KL"/);
});

test('a table is shown rather than its text', () => {
  const html = shown(result({ 'text/html': ['<table><tr>', '<td>1</td></tr></table>'], 'text/plain': 'a table' }));
  assert.match(html, /<td>1<\/td>/);
  assert.doesNotMatch(html, /a table/);
});

test('a figure carries its data, a still picture and its caption as text, once', () => {
  const layout = {
    height: 480,
    margin: { b: 88 },
    meta: { caption: 'KL <nats>', captionHeight: 30 },
    annotations: [{ name: 'caption', text: 'KL' }, { text: 'minimum' }],
  };
  const png = Buffer.alloc(24);
  png.writeUInt32BE(1440, 16);
  png.writeUInt32BE(960, 20);
  const html = shown(
    result({
      'application/vnd.plotly.v1+json': { data: [{ y: [1], name: '</script><script>alert(1)</script>' }], layout },
      'image/png': png.toString('base64'),
    }),
  );
  const json = JSON.parse(/<script type="application\/json">([^]*?)<\/script>/.exec(html)![1]);
  assert.equal(json.data[0].name, '</script><script>alert(1)</script>');
  assert.deepEqual(json.layout.annotations, [{ text: 'minimum' }]);
  assert.equal(json.layout.height, 450);
  assert.equal(json.layout.margin.b, 58);
  assert.match(html, /<img class="still" src="figures\/x\.png" alt="KL &lt;nats&gt;" width="720" height="480">/);
  assert.match(html, /<figcaption>KL &lt;nats&gt;<\/figcaption>/);
  assert.equal(html.match(/<script/g)?.length, 1);
});

test('embedded JSON cannot end its element', () => {
  const value = { text: '</script><!--\u2028' };
  assert.doesNotMatch(embeddedJson(value).text, /[<>\u2028]/);
  assert.deepEqual(JSON.parse(embeddedJson(value).text), value);
});

test('terminal colours become spans and rewritten lines show their last state', () => {
  assert.equal(
    terminalText('\x1b[1;31mError\x1b[0m: <x>').text,
    '<span class="ansi-bold ansi-red">Error</span>: &lt;x&gt;',
  );
  assert.equal(terminalText('10 %\r50 %\r100 %\ndone\r\n').text, '100 %\ndone\n');
});
