import { spokenDuration } from '../../study/duration.js';
import type { Result } from '../../study/index.js';
import type { Runnable } from '../../study/runnable.js';
import { type EfficiencyData, largeEfficiency } from './efficiency.js';

/** Acceptance and squared jumps with two thousand chains a setting. */
const efficiencyRunnable: Runnable = {
  name: 'chain-efficiency',
  summary:
    'acceptance and squared jump of random walk, adjusted Langevin and Hamiltonian Monte Carlo, 2000 chains of N(0, I) each',
  options: {},
  headings: ['settings', 'best squared jump per gradient: walk', 'Langevin', 'Hamiltonian', 'time'],
  parts: () => [largeEfficiency()],
  line(result) {
    const { data, provenance } = result as Result<EfficiencyData>;
    const best = (kernel: string): string =>
      Math.max(
        ...data.rows.filter((row) => row.kernel === kernel).map(({ squaredJump, cost }) => squaredJump.value / cost),
      ).toPrecision(3);
    const cells = [String(data.rows.length), best('random walk'), best('adjusted Langevin'), best('Hamiltonian')];
    return [...cells, spokenDuration(provenance.wallSeconds)];
  },
};

/** The experiments of this chapter for the command line. */
export const runnables: readonly Runnable[] = [efficiencyRunnable];
