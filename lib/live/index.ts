export { type Exports, enterModules, moduleNamed } from './modules.js';
