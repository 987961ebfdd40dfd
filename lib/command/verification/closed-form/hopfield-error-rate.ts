import { type HebbMemory, hebbErrorRate } from '../../../lattice/index.js';
import type { ClosedForm } from './closed-form.js';

/** Share of wrong bits of Hopfield's network. */
export const hopfieldErrorRate: ClosedForm<HebbMemory> = (memory) => ({ ...hebbErrorRate(memory) });
