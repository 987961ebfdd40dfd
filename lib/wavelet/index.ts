export { battleLemarie, type BattleLemarieBank, type BattleLemarieOptions } from './battle-lemarie';
export { fourierTransform, type FourierTransform } from './fourier';
