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
import { nearestMode, RING_MODES, ringNoising, ringOfFive, ringTimes } from './score-ring.js';

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
  /** What q is, by its divergence and by its modes; cost as that of `flowDivergence`. */
  flowLaw(potential: TimePotential): FlowLaw;
}

/** The law that the probability flow of a learned score draws from, at the first time. */
export interface FlowLaw {
  /** D(ρ‖q), nats. */
  readonly divergence: number;
  /** The mass of q nearest to each mode of the ring, [5]; their sum is 1 but for what lies far from all modes. */
  readonly masses: Vector;
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
    flowDivergence: (potential) => divergence(start, flowLogDensity(potential, start.points)),
    flowLaw(potential) {
      const logDensity = flowLogDensity(potential, start.points);
      const masses = vector(RING_MODES);
      logDensity.forEach((value, n) => {
        masses[nearestMode(start.points.path(n))] += cell * exp(value);
      });
      return { divergence: divergence(start, logDensity), masses };
    },
  };
}

/** ln q at points, q being what the probability flow makes of N(0, I). */
function flowLogDensity(potential: TimePotential, paths: Ensemble): Vector {
  const { first, last } = ringTimes;
  const flow = reversedFlow(gradientField(potential), ringNoising, { duration: last });
  // The velocity grows like 1/t near the data: steps of equal ratio keep their error alike.
  const times = vector(FLOW_STEPS + 1).map((_, i) => last - first * exp(log(last / first) * (1 - i / FLOW_STEPS)));
  return carriedLogDensity(flow, gaussian({ signalLength: 2 }), { paths, times });
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
