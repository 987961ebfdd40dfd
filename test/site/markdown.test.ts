import assert from 'node:assert/strict';
import { test } from 'node:test';
import { prose } from '../../lib/site/markdown.js';

const pages = new Set(['00-tour', '03-mean-field']);

function rendered(source: string): string {
  return prose(pages).cell({ source }).text;
}

test('formulas are typeset here: inline, displayed over several lines, and as environments', () => {
  for (const [source, display] of [
    ['Let $\\alpha_1$ be given.', false],
    ['$$\nx_1^{*}\n\n= y * z\n$$', true],
    ['\\begin{equation}\nx = y \\tag{3}\n\\end{equation}', true],
    ['So $$x = y$$ holds.', true],
  ] as const) {
    const html = rendered(source);
    assert.match(html, /class="katex"/, source);
    assert.equal(html.includes('katex-display'), display, source);
    assert.doesNotMatch(html, /\$|<em>/, source);
  }
});

test('amounts of money and escaped signs are no formulas', () => {
  for (const source of ['It costs $5 and $6.', 'a \\$x\\$ b', 'between $ and $']) {
    assert.doesNotMatch(rendered(source), /katex/, source);
  }
});

test('quotation marks become typographic, and the numbers of equations stay as they are', () => {
  assert.match(rendered('By (c) and "both" it is (r).'), /By \(c\) and “both” it is \(r\)\./);
});

test('a formula that cannot be typeset is shown as it stands and reported', () => {
  const text = prose(pages);
  assert.match(text.cell({ source: '$\\frac{<b>$' }).text, /<code class="formula-error">\\frac\{&lt;b&gt;<\/code>/);
  assert.equal(text.problems.length, 1);
  assert.match(text.problems[0], /\\frac\{<b> cannot be typeset/);
});

test('links to notebooks of the site lead to their pages, other links stay', () => {
  assert.match(rendered('[a](50%zz.ipynb)'), />a<\/a>/);
  assert.match(rendered('[a](03-mean-field.ipynb#The-idea)'), /href="03-mean-field\.html#The-idea"/);
  assert.match(rendered('[a](./00-tour.ipynb)'), /href="00-tour\.html"/);
  assert.match(rendered('[a](99-other.ipynb)'), /href="99-other\.ipynb"/);
  assert.match(rendered('[a](https://example.org/00-tour.ipynb)'), /href="https:\/\/example\.org\/00-tour\.ipynb"/);
});

test('headings get the anchors that Jupyter gives them, each once, and are listed', () => {
  const text = prose(pages);
  assert.match(text.cell({ source: '# Title\n\n## The *mean* field' }).text, /<h2 id="The-mean-field">/);
  assert.match(text.cell({ source: '## The mean field' }).text, /<h2 id="The-mean-field-1">/);
  assert.deepEqual(
    text.headings.map(({ level, id }) => [level, id]),
    [
      [1, 'Title'],
      [2, 'The-mean-field'],
      [2, 'The-mean-field-1'],
    ],
  );
  assert.equal(text.headings[1].content.text, 'The <em>mean</em> field');
});

test('HTML in prose keeps what is harmless and loses what runs or loads', () => {
  assert.match(
    rendered('<details><summary>Answer</summary>\n\nIt is $x$.\n\n</details>'),
    /<details><summary>Answer<\/summary>[^]*katex[^]*<\/details>/,
  );
  const html = rendered(
    '<script>alert(1)</script><b onclick="alert(2)">bold</b> [bad](javascript:alert) <img src="https://example.org/x.png">',
  );
  assert.doesNotMatch(html, /script>|onclick|href|src=/);
  assert.match(html, /<b>bold<\/b>/);
});

test('code in prose is coloured when its language is known and escaped always', () => {
  assert.match(rendered('```ts\nconst a = 1 < 2;\n```'), /<span class="hljs-keyword">const<\/span>[^]*&lt;/);
  assert.match(rendered('```nonsense\n<b>\n```'), /&lt;b&gt;/);
});

test('a picture attached to a cell becomes part of the page', () => {
  const attachments = { 'a b.png': { 'image/png': 'aGVsbG8=' } };
  const html = prose(pages).cell({ source: '![seen](attachment:a%20b.png)', attachments }).text;
  assert.match(html, /<img src="data:image\/png;base64,aGVsbG8=" alt="seen">/);
});
