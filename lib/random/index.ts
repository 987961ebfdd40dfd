export { draws, normals, studentTs, type Draws } from './draws';
export { foldIn, key, split, type Key } from './key';
export { signs } from './signs';
