export { leastOf, reverseDivergence, type Curve, type Minimum, type ReverseDivergence } from './reverse-divergence';
