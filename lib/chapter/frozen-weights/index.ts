export { chapter } from './chapter.js';
export { type FrozenPilotsData, type FrozenPilotsParameters, frozenPilots, type PilotSize } from './frozen-pilots.js';
export { type FrozenTableData, type FrozenTableParameters, frozenTable } from './frozen-table.js';
