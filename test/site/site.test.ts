import assert from 'node:assert/strict';
import { existsSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { type TestContext, test } from 'node:test';
import { pathToFileURL } from 'node:url';
import type { BrowserContext, Page } from 'puppeteer-core';
import { displaySymbol } from '../../lib/array/index.js';
import { figure } from '../../lib/figure/index.js';
import { readNotebook } from '../../lib/site/notebook.js';
import { paperPlaceOf } from '../../lib/site/paper-places.js';
import { growingSite, type SiteNotebook, writeSite } from '../../lib/site/site.js';
import { temporaryFolder } from '../command/temporary-folder.js';
import { openBrowser } from './browser.js';
import { code, notebook, prose, result } from './sample.js';

const facts = { profile: 'quick', workers: 2, date: '2026-01-01', machine: 'a machine' };

const scores = [
  {
    figure: 'Figure 3',
    claim: 'minimum of the divergence',
    stated: 0.09,
    ours: 0.083,
    standardError: 0.036,
    verdict: 'agrees',
    where: '01',
  },
  { figure: 'Table 1', claim: 'scattering mean', stated: 4.24, verdict: 'not yet computed', where: '04' },
] as const;

async function wave(caption: string): Promise<Record<string, unknown>> {
  const x = Array.from({ length: 100 }, (_, i) => i);
  const y = x.map((i) => Math.sin(i / 9));
  const bundle = await figure({
    data: [
      { x, y, name: 'regular' },
      { x, y: y.map((v) => -v), name: 'target', line: { color: '#1a1a1a' } },
    ],
    caption,
  })[displaySymbol]();
  return JSON.parse(JSON.stringify(bundle));
}

/** Two pages: figures, a wide table, long lines and long formulas on the first, a failed cell on the second. */
async function sampleNotebooks(): Promise<SiteNotebook[]> {
  const wideRow = Array.from({ length: 30 }, (_, i) => `<td>${1000 * i}</td>`).join('');
  const longSum = Array.from({ length: 30 }, (_, i) => `x_{${i}}`).join(' + ');
  const error = { ename: 'RangeError', evalue: 'step size', traceback: ['RangeError: step size'] };
  return [
    {
      name: '00-tour',
      run: { profile: 'quick', seconds: 12 },
      notebook: notebook(
        prose('# The tour\n\n**Question.** What is $x$?'),
        prose(`## First\n\nSee [the field](01-field.ipynb#Second).\n\n$$${longSum} \\tag{3}$$`),
        code(`const long = '${'abc'.repeat(80)}';`, result(await wave('One wave, key 1'))),
        prose('## Second'),
        code(
          'table',
          result({ 'text/html': `<table><tr>${wideRow}</tr></table>`, 'text/plain': 'a table' }),
          result(await wave('Another wave, key 2')),
        ),
        code('text', { output_type: 'stream', name: 'stdout', text: 'word '.repeat(200) }),
      ),
    },
    {
      name: '01-field',
      run: { profile: 'quick', seconds: 3, failure: { cell: 2, firstLine: 'fail()', error: 'RangeError: step size' } },
      notebook: notebook(
        { ...prose('# The field\n\nDoes it hold?\n\n$$x \\tag{1}$$'), id: paperPlaceOf('Equation (1)')!.cell },
        code('fail()', { output_type: 'error', ...error }),
        prose('## Second'),
      ),
    },
  ];
}

let drawn: Promise<SiteNotebook[]> | undefined;

async function sampleSite(t: TestContext): Promise<string> {
  drawn ??= sampleNotebooks();
  const folder = join(temporaryFolder(t), 'site');
  assert.deepEqual(
    writeSite(folder, { notebooks: await drawn, scores, facts, data: '# Data\n\nSome.', licence: 'MIT' }),
    [],
  );
  return folder;
}

interface Watched {
  readonly page: Page;
  /** Errors in the console, failed loads, and requests to anywhere but the file system. */
  readonly complaints: string[];
}

async function open(browser: BrowserContext, file: string, width: number, dark = false): Promise<Watched> {
  const page = await browser.newPage();
  const complaints: string[] = [];
  page.on('console', (message) => ['error', 'warn'].includes(message.type()) && complaints.push(message.text()));
  page.on('pageerror', (error) => complaints.push(String(error)));
  page.on('requestfailed', (request) => complaints.push(`failed: ${request.url()}`));
  page.on('request', (request) => {
    if (!/^(file|data|blob):/.test(request.url())) complaints.push(`network: ${request.url()}`);
  });
  await page.setViewport({ width, height: 800, isMobile: width < 500, hasTouch: width < 500 });
  await page.emulateMediaFeatures([{ name: 'prefers-color-scheme', value: dark ? 'dark' : 'light' }]);
  await page.goto(pathToFileURL(file).href);
  await page.waitForFunction(() => document.documentElement.dataset.figures === 'drawn', { timeout: 30000 });
  return { page, complaints };
}

/** What is wrong with a page as a reader of this width sees it, in words. */
async function faults(page: Page): Promise<string[]> {
  return page.evaluate(() => {
    const found: string[] = [];
    const width = document.documentElement.clientWidth;
    if (document.documentElement.scrollWidth > width)
      found.push(`the page is ${document.documentElement.scrollWidth} pixels wide`);
    // What scrolls by itself must say so by a shade at its side.
    const scrollers = [...document.querySelectorAll<HTMLElement>('.equation, .table-scroll, .code-frame pre')];
    for (const element of document.querySelectorAll<HTMLElement>('main *')) {
      const { left, right, width: wide } = element.getBoundingClientRect();
      if (wide === 0 || (left >= -1 && right <= width + 1)) continue;
      if (
        scrollers.some((scroller) => scroller !== element && scroller.contains(element)) ||
        element.closest('.plot, .katex-mathml, .katex svg, .scorecard thead')
      )
        continue;
      found.push(`${element.tagName} ${element.className} reaches from ${Math.round(left)} to ${Math.round(right)}`);
    }
    for (const scroller of scrollers) {
      if (
        scroller.scrollWidth > scroller.clientWidth &&
        !getComputedStyle(scroller).backgroundImage.includes('gradient')
      )
        found.push(`${scroller.className} hides its scroll`);
    }
    for (const { alt, src } of document.images) if (alt.trim() === '') found.push(`the picture ${src} has no text`);
    for (const plot of document.querySelectorAll('.plot'))
      if (!plot.getAttribute('aria-label')) found.push('a figure has no text');
    for (const text of document.querySelectorAll('.plot svg text')) {
      const frame = text.closest('.plot')!.getBoundingClientRect();
      const { left, right, width: wide } = text.getBoundingClientRect();
      if (wide > 0 && (left < frame.left - 1 || right > frame.right + 1))
        found.push(`the label ${text.textContent} is cut`);
    }
    return found;
  });
}

/** Links of a page that lead to no file of the site, or to no element of the page that they name. */
function deadLinks(site: string, file: string): string[] {
  const pages = new Map(
    readdirSync(site)
      .filter((name) => name.endsWith('.html'))
      .map((name) => [name, readFileSync(join(site, name), 'utf8')]),
  );
  return [...pages.get(file)!.matchAll(/ href="([^"]+)"/g)]
    .map(([, address]) => address)
    .filter((address) => {
      if (/^https?:/.test(address)) return false;
      const [path, anchor] = address.split('#');
      const name = path === '' ? file : path;
      return (
        !existsSync(join(site, decodeURIComponent(name))) ||
        (anchor !== undefined && !pages.get(name)?.includes(`id="${decodeURIComponent(anchor)}"`))
      );
    });
}

test('every page draws all its figures, fits phone and desk, has no dead link, and asks for nothing but its own files', async (t) => {
  const browser = await openBrowser(t);
  if (browser === undefined) return;
  const site = await sampleSite(t);
  for (const [file, figures] of [
    ['index.html', 0],
    ['00-tour.html', 2],
    ['01-field.html', 0],
    ['scorecard.html', 0],
    ['references.html', 0],
    ['data.html', 0],
  ] as const) {
    assert.deepEqual(deadLinks(site, file), [], file);
    for (const width of [1280, 390]) {
      const { page, complaints } = await open(browser, join(site, file), width);
      const traces = await page.$$eval('.figure', (all) =>
        all.map((element) => element.querySelectorAll('.plot svg .trace').length),
      );
      assert.deepEqual(traces, Array(figures).fill(2), `${file}: traces of each figure`);
      assert.deepEqual(await faults(page), [], `${file} at width ${width}`);
      assert.deepEqual(complaints, [], `${file} at width ${width}`);
      await page.close();
    }
  }
});

test('a formula that is a little too wide becomes smaller; no line begins with the sign after a formula', async (t) => {
  const browser = await openBrowser(t);
  if (browser === undefined) return;
  const folder = join(temporaryFolder(t), 'site');
  const terms = Array.from({ length: 10 }, (_, i) => `x_{${i}}`).join(' + ');
  const sentence = 'Let the numbers be $x_1$, then $x_2$; and so on ($y$).';
  writeSite(folder, {
    facts,
    notebooks: [{ name: '00-tour', notebook: notebook(prose(`# One\n\n$$${terms}$$`), prose(sentence)) }],
  });
  const { page } = await open(browser, join(folder, '00-tour.html'), 390);
  const fit = await page.$eval('.equation', (element) => ({
    tight: element.classList.contains('tight'),
    hidden: element.scrollWidth - element.clientWidth,
  }));
  assert.deepEqual(fit, { tight: true, hidden: 0 });
  const torn = await page.evaluate(() => {
    const formulas = [...document.querySelectorAll('p .katex')];
    const paragraph = formulas[0].closest('p')!;
    const widths = Array.from({ length: 200 }, (_, i) => 60 + i);
    return widths.filter((width) => {
      paragraph.style.width = `${width}px`;
      return formulas.some((formula) => {
        const range = document.createRange();
        const next = formula.nextSibling!;
        const at = next.textContent!.search(/[,;)]/);
        range.setStart(next, at);
        range.setEnd(next, at + 1);
        return range.getBoundingClientRect().top > formula.querySelector('.base')!.getBoundingClientRect().bottom;
      });
    });
  });
  assert.deepEqual(torn, []);
});

test('labels of a vertical axis are whole on a phone', async (t) => {
  const browser = await openBrowser(t);
  if (browser === undefined) return;
  const folder = join(temporaryFolder(t), 'site');
  const labels = ['autocovariance', 'scattering covariance'];
  const bundle = await figure({
    data: [
      { x: [1, 2], y: [0, 1] },
      { x: [1, 2], y: [-1400, -1500], xaxis: 'x2', yaxis: 'y2' },
    ],
    layout: {
      yaxis: { tickvals: [0, 1], ticktext: labels },
      xaxis: { domain: [0, 0.48] },
      xaxis2: { domain: [0.52, 1], anchor: 'y2' },
      yaxis2: { anchor: 'x2' },
      annotations: [
        {
          text: 'a title of the left panel alone',
          xref: 'paper',
          x: 0,
          xanchor: 'left',
          yref: 'paper',
          y: 1,
          yanchor: 'bottom',
          showarrow: false,
        },
      ],
    },
    caption: 'Labels; N = 1; key 1',
  })[displaySymbol]();
  const cells = [prose('# One'), code('draw', result(JSON.parse(JSON.stringify(bundle))))];
  writeSite(folder, { facts, notebooks: [{ name: '00-tour', notebook: notebook(...cells) }] });
  const { page } = await open(browser, join(folder, '00-tour.html'), 390);
  assert.deepEqual(await faults(page), []);
  const beyond = await page.evaluate(() => {
    const left =
      document.querySelector('.plot .xy .plot')?.closest('g.xy') ??
      document.querySelector('.bglayer .bg, .plot rect.bg');
    const ends = [...document.querySelectorAll('.plot .xaxislayer-above .xtick text, .plot .xtick text')].map(
      (text) => text.getBoundingClientRect().right,
    );
    const labelStarts = [...document.querySelectorAll('.plot .y2tick text')].map(
      (text) => text.getBoundingClientRect().left,
    );
    return left !== undefined && Math.min(...labelStarts) < Math.min(...ends);
  });
  assert.equal(beyond, false);
});

test('figures and page follow the choice of light or dark, and the choice is kept', async (t) => {
  const browser = await openBrowser(t);
  if (browser === undefined) return;
  const site = await sampleSite(t);
  const { page } = await open(browser, join(site, '00-tour.html'), 1300, true);
  const look = () =>
    page.evaluate(() => ({
      paper: getComputedStyle(document.body).backgroundColor,
      target: getComputedStyle(document.querySelectorAll('.plot .trace path.js-line')[1]).stroke,
    }));
  const brightness = (colour: string) =>
    colour
      .match(/\d+/g)!
      .slice(0, 3)
      .reduce((sum, channel) => sum + Number(channel), 0) / 3;
  const dark = await look();
  assert.ok(brightness(dark.paper) < 60 && brightness(dark.target) > 180, JSON.stringify(dark));
  await page.click('.theme-switch');
  await page.waitForFunction(
    () => getComputedStyle(document.querySelectorAll('.plot .trace path.js-line')[1]).stroke === 'rgb(26, 26, 26)',
  );
  assert.ok(brightness((await look()).paper) > 200);
  await page.reload();
  assert.ok(brightness((await look()).paper) > 200);
});

test('code folds one by one and all at once', async (t) => {
  const browser = await openBrowser(t);
  if (browser === undefined) return;
  const { page } = await open(browser, join(await sampleSite(t), '00-tour.html'), 1300);
  const opened = () => page.$$eval('details.source', (all) => all.map((details) => details.open));
  assert.deepEqual(await opened(), [true, true, true]);
  await page.click('details.source summary');
  assert.deepEqual(await opened(), [false, true, true]);
  await page.click('.code-switch');
  assert.deepEqual(await opened(), [false, false, false]);
  await page.click('.code-switch');
  assert.deepEqual(await opened(), [true, true, true]);
});

test('print and readers without scripts see the still pictures', async (t) => {
  const browser = await openBrowser(t);
  if (browser === undefined) return;
  const site = await sampleSite(t);
  const shown = (page: Page) =>
    page.$$eval('.figure', (all) =>
      all.map((element) => {
        const visible = (selector: string) => getComputedStyle(element.querySelector(selector)!).display !== 'none';
        return {
          still: visible('.still') && element.querySelector<HTMLImageElement>('.still')!.naturalWidth > 0,
          plot: visible('.plot'),
        };
      }),
    );
  const { page } = await open(browser, join(site, '00-tour.html'), 1300);
  assert.deepEqual(await shown(page), Array(2).fill({ still: false, plot: true }));
  await page.emulateMediaType('print');
  assert.deepEqual(await shown(page), Array(2).fill({ still: true, plot: false }));
  const plain = await browser.newPage();
  await plain.setJavaScriptEnabled(false);
  await plain.goto(pathToFileURL(join(site, '00-tour.html')).href);
  assert.deepEqual(await shown(plain), Array(2).fill({ still: true, plot: false }));
});

test('the first page lists every notebook with title and question and tells which failed', async (t) => {
  const index = readFileSync(join(await sampleSite(t), 'index.html'), 'utf8');
  assert.match(index, /href="00-tour\.html"[^]*The tour[^]*What is [^]*katex/);
  assert.match(index, /href="01-field\.html"[^]*The field[^]*Does it hold\?[^]*incomplete: a cell failed/);
  assert.match(index, /1 agrees?<[^]*1 is not yet computed/);
  assert.match(index, /claims that were judged, 1 of 1 agree with our numbers/);
});

test('the first page says what the paper is and who wrote it, where to start, where its figures are, and leads to data, licence and references', async (t) => {
  const index = readFileSync(join(await sampleSite(t), 'index.html'), 'utf8');
  for (const part of [
    'Marcus Häggbom, Morten Karlsmark and Joakim Andén',
    'https://arxiv.org/abs/2403.08362',
    'mf-mgdm',
    'Start here',
    'href="references.html"',
    'href="data.html"',
    'href="LICENSE.txt"',
  ]) {
    assert.ok(index.includes(part), part);
  }
  assert.match(index, /<a href="01-field\.html#cell-1">Equation \(1\)<\/a>/);
});

test('the scorecard has what differs first, then groups in the paper’s order; each row tells its run and leads to its cell', async (t) => {
  const folder = join(temporaryFolder(t), 'site');
  const base = {
    claim: 'c',
    stated: 1,
    ours: 2,
    verdict: 'agrees',
    where: '04',
    origin: 'kept',
    source: 'revision abc, 2030-01-02',
  } as const;
  const many = [
    { ...base, figure: 'Figure 10', where: 'C' },
    { ...base, figure: 'Table 1' },
    { ...base, figure: 'Figure 5', verdict: 'differs', standardError: 0.5 },
    { ...base, figure: 'Figure 3(b)', where: '03', withoutError: 'It is exact.' },
    { ...base, figure: 'chains', predictedBy: 'a closed form', verdict: 'differs', standardError: 0.5 },
    {
      ...base,
      figure: 'steps',
      predictedBy: 'the recursion of $h$',
      place: { text: 'guide', at: 'equation (4.21)', misprint: 'half of $h$' },
    },
    { ...base, figure: 'steps', predictedBy: 'the limit', place: { text: 'guide', at: 'section 4.3' } },
  ] as const;
  const cells = [
    prose('# Four'),
    { ...code('divergenceGrid({'), id: paperPlaceOf('Figure 5')!.cell },
    { ...code('tableOneTable(results)'), id: paperPlaceOf('Table 1')!.cell },
  ];
  writeSite(folder, { notebooks: [{ name: '04-four', notebook: notebook(...cells) }], scores: many, facts });
  const page = readFileSync(join(folder, 'scorecard.html'), 'utf8');
  const order = [...page.matchAll(/<h[23] id="([^"]+)"/g)].map(([, id]) => id);
  assert.deepEqual(order, [
    'differs',
    'rules',
    'all',
    'Figure-3',
    'Table-1',
    'Figure-5',
    'Figure-10',
    'guide',
    'predictions',
  ]);
  assert.match(
    page,
    /href="04-four\.html#cell-2"[^>]*>04<\/a><span class="note">kept: revision abc, 2030-01-02<\/span>/,
  );
  assert.match(page, /4 claims: /);
  const guide = page.slice(page.indexOf('id="guide"'), page.indexOf('id="predictions"'));
  assert.match(guide, /version 1, says[^]*Of 2, [^]*2 agree<[^]*0 differ<[^]*equation \(4\.21\)[^]*section 4\.3/);
  assert.match(guide, /<span class="note">In version 1: half of <span class="katex">/);
  assert.match(guide, /<h3>Steps<\/h3>[^]*Predicted by: the recursion of <span class="katex">/);
  assert.equal(guide.match(/In version 1/g)!.length, 1);
  assert.match(page.slice(page.indexOf('id="predictions"')), /Of 1, [^]*1 differs[^]*a closed form[^]*2\.00 ± 0\.50/);
  assert.match(page, /2\.00 ± 0\.50/);
  assert.match(page, /No standard error: It is exact\./);
  assert.match(page, /The paper states no errors/);
});

test('answers are folded, bars that have come to their end are left out, pictures say what they show', async (t) => {
  const folder = join(temporaryFolder(t), 'site');
  const answer = { ...code('const answer = 42;'), metadata: { tags: ['answer'] } };
  const bar = (value: string) => ({
    'text/html': `<progress max="1" value="${value}"></progress> descents: at work`,
    'text/plain': 'descents',
  });
  const png = Buffer.from(
    'iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg==',
    'base64',
  ).toString('base64');
  const cells = [
    prose('# One'),
    answer,
    code('run()', result(bar('1.0000'))),
    code('run()', result(bar('0.5000'))),
    code('draw(x)', result({ 'image/png': png })),
  ];
  const problems = writeSite(folder, {
    notebooks: [{ name: '00-tour', notebook: notebook(...cells, prose('![](data:image/png;base64,AAAA)')) }],
    facts,
  });
  const page = readFileSync(join(folder, '00-tour.html'), 'utf8');
  assert.match(page, /<details class="answer"><summary>Show an answer<\/summary>[^]*42[^]*<\/details>/);
  assert.doesNotMatch(page, /value="1\.0000"/);
  assert.match(page, /value="0\.5000"/);
  assert.match(page, /alt="Picture that this code draws: draw\(x\)"/);
  assert.equal(problems.length, 1);
  assert.match(problems[0], /^00-tour: the picture .* has no text/);
});

test('a page names the cell that failed, with its error, and leads on and back', async (t) => {
  const page = readFileSync(join(await sampleSite(t), '01-field.html'), 'utf8');
  assert.match(page, /Cell <a href="#cell-2">2<\/a>\s*\(<code>fail\(\)<\/code>\) failed: RangeError: step size/);
  assert.match(page, /rel="prev" href="00-tour\.html"><span>Previous<\/span>The tour/);
});

test('the executed notebooks can be downloaded and the scorecard read as JSON', async (t) => {
  const site = await sampleSite(t);
  assert.equal(readNotebook(join(site, 'notebooks', '00-tour.ipynb')).cells[2].outputs?.length, 1);
  assert.deepEqual(JSON.parse(readFileSync(join(site, 'scorecard.json'), 'utf8')), scores);
});

test('pages, notebooks and pictures of departed notebooks are removed by the next build', async (t) => {
  const site = await sampleSite(t);
  writeFileSync(join(site, 'figures', 'old.png'), '');
  mkdirSync(join(site, 'notebooks', '.ipynb_checkpoints'));
  const [, second] = await sampleNotebooks();
  writeSite(site, { notebooks: [second], scores, facts, data: '# Data', licence: 'MIT' });
  assert.deepEqual(readdirSync(site).sort(), [
    '01-field.html',
    'LICENSE.txt',
    'assets',
    'coi-serviceworker.js',
    'data.html',
    'figures',
    'index.html',
    'notebooks',
    'own.html',
    'references.html',
    'scorecard.html',
    'scorecard.json',
  ]);
  assert.deepEqual(readdirSync(join(site, 'notebooks')), ['01-field.ipynb']);
  assert.deepEqual(readdirSync(join(site, 'figures')), []);
});

test('the page of a notebook stands when the notebook has ended, and the index leads to what stands', async (t) => {
  const folder = join(temporaryFolder(t), 'site');
  const [tour, field] = await sampleNotebooks();
  const unread = { ...tour, run: undefined };
  const site = growingSite(folder, { notebooks: [unread, field], facts });
  site.add(field);
  const index = () => readFileSync(join(folder, 'index.html'), 'utf8');
  const read = (name: string) => readFileSync(join(folder, `${name}.html`), 'utf8');
  assert.ok(existsSync(join(folder, '01-field.html')) && !existsSync(join(folder, '00-tour.html')));
  assert.match(index(), /href="01-field\.html"/);
  assert.doesNotMatch(index(), /href="00-tour\.html/);
  assert.match(index(), /The tour[^]*being computed/);
  for (const file of ['scorecard.html', 'references.html']) assert.ok(existsSync(join(folder, file)));
  const reads = ['microcanon/data/us-treasury-yields.csv'];
  const ended = [tour, { ...field, run: { ...field.run!, reads } }];
  site.finish({ notebooks: ended, facts, scores });
  assert.match(index(), /href="00-tour\.html"/);
  assert.doesNotMatch(index(), /being computed/);
  assert.match(read('01-field'), /data-parts="core assets-01"/);
  const at = join(temporaryFolder(t), 'at-once');
  writeSite(at, { notebooks: ended, facts, scores });
  for (const name of ['index', '00-tour', '01-field', 'scorecard', 'references'])
    assert.equal(read(name), readFileSync(join(at, `${name}.html`), 'utf8'), name);
});
