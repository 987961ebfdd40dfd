import { existsSync, mkdirSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { writeWhole } from '../host/node/whole-file.js';

const moduleFile = 'microcanon_papermill.py';
const informationFolder = 'microcanon_papermill-1.dist-info';

/**
 * A Python module that tells papermill how to write parameters in TypeScript. Papermill has no way to register a translator from outside
 * but loads all engines that packages offer when it starts: the module offers papermill's own engine again.
 */
const translator = `"""Parameters of papermill as TypeScript, for the kernel microcanon."""
import json

from papermill.engines import NBClientEngine
from papermill.translators import Translator, papermill_translators


class TypeScriptTranslator(Translator):
    """A parameter is a constant of a cell of its own, which later cells see."""

    @classmethod
    def translate(cls, val):
        if isinstance(val, float) and val != val:
            return "NaN"
        if isinstance(val, float) and val in (float("inf"), float("-inf")):
            return "Infinity" if val > 0 else "-Infinity"
        if isinstance(val, dict):
            return "{ " + ", ".join(f"{json.dumps(str(k))}: {cls.translate(v)}" for k, v in val.items()) + " }"
        if isinstance(val, (list, tuple)):
            return "[" + ", ".join(cls.translate(v) for v in val) + "]"
        if val is None or isinstance(val, (str, bool, int, float)):
            return json.dumps(val, ensure_ascii=False)
        return json.dumps(str(val), ensure_ascii=False)

    @classmethod
    def comment(cls, cmt_str):
        return f"// {cmt_str}".strip()

    @classmethod
    def assign(cls, name, str_val):
        return f"const {name} = {str_val};"

    @classmethod
    def inspect(cls, parameters_cell):
        return []


papermill_translators.register("typescript", TypeScriptTranslator)
Engine = NBClientEngine
`;

const information: Readonly<Record<string, string>> = {
  METADATA: 'Metadata-Version: 2.1\nName: microcanon-papermill\nVersion: 1\n',
  'entry_points.txt': '[papermill.engine]\nmicrocanon = microcanon_papermill:Engine\n',
  INSTALLER: 'microcanon\n',
  RECORD: [
    moduleFile,
    ...['METADATA', 'entry_points.txt', 'INSTALLER', 'RECORD'].map((name) => `${informationFolder}/${name}`),
  ]
    .map((file) => `${file},,\n`)
    .join(''),
};

/**
 * Writes the translator into a folder of Python packages, so that `papermill -p NAME VALUE` works on notebooks in TypeScript.
 * @param folder a site-packages folder
 * @returns the file of the module
 */
export function installTranslator(folder: string): string {
  mkdirSync(join(folder, informationFolder), { recursive: true });
  writeWhole(join(folder, moduleFile), translator);
  for (const [name, text] of Object.entries(information)) writeWhole(join(folder, informationFolder, name), text);
  return join(folder, moduleFile);
}

/** Takes the translator out of a folder of Python packages. @returns the file of the module; undefined where there was none */
export function removeTranslator(folder: string): string | undefined {
  const file = join(folder, moduleFile);
  if (!existsSync(file)) return undefined;
  rmSync(file);
  rmSync(join(folder, informationFolder), { recursive: true, force: true });
  return file;
}
