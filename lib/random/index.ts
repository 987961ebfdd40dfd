export { type Draws, draws, firstUniform, normals, normalsAfter, studentTs } from './draws.js';
export { foldIn, type Key, key, split } from './key.js';
export { signs } from './signs.js';
export { randomWords } from './words.js';
