import { chapterOf, modulesOf } from './module-list.js';
import { bundled } from './part.js';
import { registerPlugin } from './register-plugin.js';

/** The part of a chapter: its modules, which enter the register; all that it imports stands in the register already. */
export function chapterPart(chapter: string): Promise<string> {
  const modules = modulesOf(chapter);
  const lines = [
    "import { enterModules } from './live/modules.js';",
    ...modules.map((module, m) => `import * as module${m} from './${module}.js';`),
    `enterModules({ ${modules.map((module, m) => `'${module}': module${m}`).join(', ')} });`,
  ];
  return bundled(lines, [registerPlugin((module) => chapterOf(module) === chapter)]);
}
