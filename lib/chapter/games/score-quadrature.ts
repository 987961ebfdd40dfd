import { type Ensemble, ensemble, type Vector, vector } from '../../array/index.js';
import { lineGrid } from '../../grid/index.js';
import { gaussian } from '../../model/index.js';
import { exp, log, squared } from '../../special/index.js';
import {
  carriedLogDensity,
  gradientField,
  noisedPotential,
  noisingResidual,
  reversedFlow,
  type TimePotential,
} from '../../transport/index.js';
import { ringNoising, ringOfFive, ringTimes } from './score-ring.js';

/** How far a potential is from that of the noised ring, all by quadrature. */
export interface ScoreMeasures {
  /** E σ²|∇u − ∇ln ρ|², over times that are uniform in their logarithm. */
  readonly error: number;
  /** √(E σ²R²), R being the residual of the Hamilton–Jacobi equation. */
  readonly residual: number;
  /** D(ρ‖e^u/Z) at the first time, nats: the negative log-likelihood of the density e^u/Z less the entropy. */
  readonly potentialDivergence: number;
}

/** What measures potentials; its tables of the noised ring are computed once. */
export interface ScoreQuadrature {
  /** Errors and likelihood of one potential. */
  measures(potential: TimePotential): ScoreMeasures;
  /**
   * D(ρ‖q) at the first time, nats, q being what the probability flow with the potential's gradient makes of N(0, I) at the last time.
   * Cost: 128 evaluations of the potential at some hundred points.
   */
  flowDivergence(potential: TimePotential): number;
}

/** The grid in the plane: its spacing is below the deviation of every noised mode, so that sums are integrals to many digits. */
const REACH = 4.5;
const COUNT = 37;
/** Points with less mass count for nothing. */
const LEAST_MASS = 1e-9;
const TIME_COUNT = 8;
const FLOW_STEPS = 32;

/** Quadrature over the noised ring. */
export function scoreQuadrature(): ScoreQuadrature {
  const exact = noisedPotential(ringOfFive(), ringNoising);
  const { first, last } = ringTimes;
  const { grid, cell } = planeGrid();
  const tables = Array.from({ length: TIME_COUNT }, (_, k) => {
    return tableAt(exact, first * exp((log(last / first) * (k + 0.5)) / TIME_COUNT));
  });
  const start = tableAt(exact, first);
  return {
    measures(potential) {
      let [error, square] = [0, 0];
      for (const { t, points, masses, score } of tables) {
        const scale = ringNoising.variance(t) / TIME_COUNT;
        const found = potential.at(points, t);
        const residual = noisingResidual({ ...potential, at: () => found }, ringNoising, { paths: points, t });
        masses.forEach((mass, n) => {
          const [ours, theirs] = [found.gradient.path(n), score.path(n)];
          error += scale * mass * ours.reduce((sum, value, i) => sum + squared(value - theirs[i]), 0);
          square += scale * mass * squared(residual[n]);
        });
      }
      const { values } = potential.at(grid, first);
      const largest = values.reduce((high, value) => Math.max(high, value), -Infinity);
      const logTotal = largest + log(values.reduce((sum, value) => sum + cell * exp(value - largest), 0));
      const at = potential.at(start.points, first).values;
      return {
        error,
        residual: Math.sqrt(square),
        potentialDivergence: divergence(
          start,
          at.map((value) => value - logTotal),
        ),
      };
    },
    flowDivergence(potential) {
      const flow = reversedFlow(gradientField(potential), ringNoising, { duration: last });
      // The velocity grows like 1/t near the data: steps of equal ratio keep their error alike.
      const times = vector(FLOW_STEPS + 1).map((_, i) => last - first * exp(log(last / first) * (1 - i / FLOW_STEPS)));
      return divergence(start, carriedLogDensity(flow, gaussian({ signalLength: 2 }), { paths: start.points, times }));
    },
  };
}

/** The noised ring at one time, at the points that carry its mass. */
interface Table {
  readonly t: number;
  readonly points: Ensemble;
  readonly masses: Vector;
  /** ln ρ. */
  readonly logDensity: Vector;
  readonly score: Ensemble;
}

function tableAt(exact: TimePotential, t: number): Table {
  const { grid, cell } = planeGrid();
  const all = exact.at(grid, t).values;
  const kept = Array.from(all.keys()).filter((n) => cell * exp(all[n]) > LEAST_MASS);
  const points = ensemble(kept.length, 2);
  kept.forEach((n, i) => {
    points.path(i).set(grid.path(n));
  });
  const { values, gradient } = exact.at(points, t);
  return { t, points, masses: values.map((value) => cell * exp(value)), logDensity: values, score: gradient };
}

function planeGrid(): { readonly grid: Ensemble; readonly cell: number } {
  const { points, spacing } = lineGrid({ from: -REACH, to: REACH, count: COUNT });
  const grid = ensemble(COUNT * COUNT, 2, vector(2 * COUNT * COUNT));
  for (let n = 0; n < grid.pathCount; n++) grid.path(n).set([points[n % COUNT], points[Math.floor(n / COUNT)]]);
  return { grid, cell: spacing * spacing };
}

/** Σ m (ln ρ − ln q). */
function divergence({ masses, logDensity }: Table, other: Vector): number {
  return masses.reduce((sum, mass, n) => sum + mass * (logDensity[n] - other[n]), 0);
}
