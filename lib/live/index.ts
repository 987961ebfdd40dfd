/*
 * Cells that run in a page. A worker holds the session; page and worker speak by `protocol.ts`.
 */

export { type Exports, enterModules, moduleNamed } from './modules.js';
export type { FromWorker, RunEnd, ToWorker } from './protocol.js';
export { type Session, type Surroundings, session } from './session.js';
