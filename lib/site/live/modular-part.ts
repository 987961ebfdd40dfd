import { modulesOf, partOfModule } from './module-list.js';
import { bundled } from './part.js';
import { registerPlugin } from './register-plugin.js';

/**
 * The code of a part that holds a late room or a chapter: its modules, which enter the register; all that they import stands in the
 * register already.
 */
export function modularPart(part: string): Promise<string> {
  const modules = modulesOf(part);
  const lines = [
    "import { enterModules } from './live/modules.js';",
    ...modules.map((module, m) => `import * as module${m} from './${module}.js';`),
    `enterModules({ ${modules.map((module, m) => `'${module}': module${m}`).join(', ')} });`,
  ];
  return bundled(lines, [registerPlugin((module) => partOfModule(module) === part)]);
}
