export { fourierTransform, type FourierTransform } from './fourier';
