export { type BattleLemarieBank, type BattleLemarieOptions, battleLemarie } from './battle-lemarie.js';
export { type ComplexSignal, clear, complexSignal, type Filtering, filtering, realPart } from './filtering.js';
export { type FourierTransform, fourierTransform } from './fourier.js';
export { type MorletBank, type MorletOptions, morlet } from './morlet.js';
export { type OrthonormalBasis, symletBasis } from './symlet.js';
