import { mkdirSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { copyWhole, writeWhole } from '../../host/node/whole-file.js';

const name = 'microcanon-figures';

/**
 * Writes the JupyterLab extension that shows Plotly figures into FOLDER/labextensions, where JupyterLab finds it when
 * FOLDER is on JUPYTER_PATH: JupyterLab itself would show the still picture only.
 */
export function writeLabExtension(folder: string): void {
  const target = join(folder, 'labextensions', name);
  mkdirSync(join(target, 'static'), { recursive: true });
  const description = {
    name,
    version: '1.0.0',
    jupyterlab: { mimeExtension: true, _build: { load: 'static/remoteEntry.js', mimeExtension: './mimeExtension' } },
  };
  writeWhole(join(target, 'package.json'), `${JSON.stringify(description, null, 2)}\n`);
  const renderer = readFileSync(join(__dirname, 'renderer.js'), 'utf8').replace(/^\/\/# sourceMappingURL=.*$/m, '');
  const entry = `(() => {\nconst exports = {};\n${renderer}\n(window._JUPYTERLAB ??= {})[${JSON.stringify(name)}] = exports.container;\n})();\n`;
  writeWhole(join(target, 'static', 'remoteEntry.js'), entry);
  const plotly = dirname(require.resolve('plotly.js-dist-min/package.json'));
  copyWhole(join(plotly, 'plotly.min.js'), join(target, 'static', 'plotly.min.js'));
}
