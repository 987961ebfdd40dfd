import { mkdirSync, readdirSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { libraryFolder } from '../host/node/library-folder.js';
import { copyWhole, writeWhole } from '../host/node/whole-file.js';
import { classicScript } from './classic-script.js';

const root = libraryFolder();

function folderOf(dependency: string): string {
  return dirname(require.resolve(`${dependency}/package.json`));
}

function copyFormulaStyle(target: string): void {
  const source = join(folderOf('katex'), 'dist');
  mkdirSync(join(target, 'fonts'), { recursive: true });
  copyWhole(join(source, 'katex.min.css'), join(target, 'katex.min.css'));
  copyWhole(join(folderOf('katex'), 'LICENSE'), join(target, 'LICENSE'));
  for (const font of readdirSync(join(source, 'fonts'))) {
    // woff2 is the first source of each font, and browsers have read it since 2016.
    if (font.endsWith('.woff2')) copyWhole(join(source, 'fonts', font), join(target, 'fonts', font));
  }
}

const textFaces = ['400', '400-italic', '600', '600-italic'];

/** The site's text face, in the alphabets that the workbook uses: its `@font-face` rules and their files. */
function copyTextFace(target: string): void {
  const source = folderOf('@fontsource/source-serif-4');
  mkdirSync(join(target, 'files'), { recursive: true });
  copyWhole(join(source, 'LICENSE'), join(target, 'LICENSE'));
  const rules = textFaces
    .flatMap((face) => readFileSync(join(source, `${face}.css`), 'utf8').match(/@font-face\s*{[^}]*}/g) ?? [])
    .filter((rule) => /files\/source-serif-4-(latin|latin-ext|greek)-\d/.test(rule));
  for (const rule of rules) {
    const [file] = /files\/[\w.-]+\.woff2/.exec(rule)!;
    copyWhole(join(source, file), join(target, file));
  }
  writeWhole(
    join(target, 'text-face.css'),
    `${rules.map((rule) => rule.replace(/,\s*url\([^)]*\.woff\)\s*format\('woff'\)/, '')).join('\n')}\n`,
  );
}

/** The modules of `browser/` as one script. */
function pageScript(): string {
  return classicScript({ entryPoints: [join(root, 'lib', 'site', 'browser', 'page.ts')] });
}

/** A script that a page loads when a reader asks for what the script does. */
function liveScript(...entry: readonly string[]): string {
  return classicScript({
    entryPoints: [join(root, 'lib', 'site', 'browser', 'live', ...entry)],
    platform: 'browser',
    minify: true,
  });
}

/** Writes the files that pages load into the site's `assets` folder: style, script, Plotly, fonts, with their licences. */
export function copyAssets(site: string): void {
  const target = join(site, 'assets');
  mkdirSync(target, { recursive: true });
  copyFormulaStyle(join(target, 'katex'));
  copyTextFace(join(target, 'text-face'));
  copyWhole(join(folderOf('plotly.js-dist-min'), 'plotly.min.js'), join(target, 'plotly.min.js'));
  for (const name of ['style.css', 'icon.svg']) copyWhole(join(root, 'lib', 'site', name), join(target, name));
  writeWhole(join(target, 'page.js'), pageScript());
  mkdirSync(join(target, 'live'), { recursive: true });
  writeWhole(join(target, 'live', 'live.js'), liveScript('main.ts'));
  writeWhole(join(target, 'live', 'drag.js'), liveScript('drag', 'main.ts'));
  // Beside the pages: a service worker serves the folder that its script lies in.
  copyWhole(join(folderOf('coi-serviceworker'), 'coi-serviceworker.js'), join(site, 'coi-serviceworker.js'));
}
