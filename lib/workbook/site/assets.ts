import { copyFileSync, mkdirSync, readFileSync, readdirSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';

const root = dirname(require.resolve('microcanon/package.json'));

function folderOf(dependency: string): string {
  return dirname(require.resolve(`${dependency}/package.json`));
}

function copyFormulaStyle(target: string): void {
  const source = join(folderOf('katex'), 'dist');
  mkdirSync(join(target, 'fonts'), { recursive: true });
  copyFileSync(join(source, 'katex.min.css'), join(target, 'katex.min.css'));
  for (const font of readdirSync(join(source, 'fonts'))) {
    // Every browser of the last ten years takes the first source of each font, which is woff2.
    if (font.endsWith('.woff2')) copyFileSync(join(source, 'fonts', font), join(target, 'fonts', font));
  }
}

/** The modules of `browser/` in one classic script, because pages from the file system cannot load modules. */
function pageScript(): string {
  const modules = ['figure-colours', 'page'].map((name) => {
    const code = readFileSync(join(__dirname, 'browser', `${name}.js`), 'utf8').replace(/^\/\/# sourceMappingURL=.*$/m, '');
    return `'./${name}'(exports, require) {\n${code}}`;
  });
  return `(() => {
const modules = { ${modules.join(', ')} };
const loaded = {};
const require = (name) => {
  if (!(name in loaded)) modules[name](loaded[name] = {}, require);
  return loaded[name];
};
require('./page');
})();
`;
}

/** Puts everything that the pages load into the site's `assets` folder: style, script, Plotly, formula fonts. */
export function copyAssets(site: string): void {
  const target = join(site, 'assets');
  mkdirSync(target, { recursive: true });
  copyFormulaStyle(join(target, 'katex'));
  copyFileSync(join(folderOf('plotly.js-dist-min'), 'plotly.min.js'), join(target, 'plotly.min.js'));
  for (const name of ['style.css', 'icon.svg']) copyFileSync(join(root, 'lib', 'workbook', 'site', name), join(target, name));
  writeFileSync(join(target, 'page.js'), pageScript());
}
