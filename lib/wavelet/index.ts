export { battleLemarie, type BattleLemarieBank, type BattleLemarieOptions } from './battle-lemarie';
export { clear, complexSignal, filtering, realPart, type ComplexSignal, type Filtering } from './filtering';
export { fourierTransform, type FourierTransform } from './fourier';
export { morlet, type MorletBank, type MorletOptions } from './morlet';
export { symletBasis, type OrthonormalBasis } from './symlet';
