import { gridLaw, gridMean, lineGrid, totalVariation } from '../../grid/index.js';
import { log2, squared } from '../../special/index.js';
import { ratioEstimate } from '../../statistics/index.js';
import type { Loader, Prediction } from '../../study/claim.js';
import type { Result } from '../../study/contract.js';
import { boundFinding, estimatedFinding, exactFinding, WITHOUT_DRAWS } from '../../study/finding.js';
import { proximalKernel } from '../../transport/index.js';
import { planeFlows } from './plane-flows.js';
import { type TransportFlowsData, transportFlows } from './transport-flows.js';
import { type TransportRow, transportTable } from './transport-table.js';

const where = '30';
const place = { text: 'laboratory', at: 'abstract' } as const;
const subject = 'flows with a price for moving';
/**
 * The least of 0.05 · ½ E ∫ v² dt + D from `lineModes` to N(0, 1), nats: first case of test/fixtures/priced-transport.json.
 * @internal
 */
export const LEAST_TOTAL = 0.0476644;

/** What was known beforehand of flows with a transport cost. */
export function flowPredictions(): Prediction[] {
  return [...trainings(), ...kernels()];
}

/** Tables by their results: several predictions read the same one, which takes a second. */
const tables = new WeakMap<Result<TransportFlowsData>, readonly TransportRow[]>();

function tableOf(result: Result<TransportFlowsData> | undefined): readonly TransportRow[] | undefined {
  if (result === undefined) return undefined;
  const table = tables.get(result) ?? transportTable(result);
  tables.set(result, table);
  return table;
}

const onLine = (load: Loader): readonly TransportRow[] | undefined => tableOf(load(transportFlows()));
const inPlane = (load: Loader): readonly TransportRow[] | undefined => tableOf(load(planeFlows()));

function trainings(): Prediction[] {
  const flows = { subject, place, where };
  return [
    {
      ...{ ...flows, cell: 'games-flow-table', predicted: 'below 0.05 nats', predictedBy: 'the entropy of the data' },
      prediction:
        'flows trained with a price for moving, on the line and in the plane: −ln q of data above their entropy',
      find(load) {
        const [line, plane] = [onLine(load), inPlane(load)];
        if (!line || !plane) return undefined;
        const worst = [...line.slice(1), ...plane.slice(1)]
          .map(({ divergence }) => divergence)
          .reduce((most, one) => (one.value > most.value ? one : most));
        return { ...boundFinding(worst, { below: 0.05 }), note: 'The worst of four means over trainings.' };
      },
    },
    {
      ...{
        ...flows,
        cell: 'games-flow-table',
        predicted: LEAST_TOTAL,
        predictedBy: 'the best map among polynomials of degree 80, by a program that shares nothing with this library',
      },
      prediction: 'a flow on the line trained with both prices: what its paths pay in all, nats',
      find(load) {
        const rows = onLine(load);
        if (!rows) return undefined;
        const { value, standardError } = rows[2].total;
        return {
          ours: value,
          standardError,
          holds: Math.abs(value - LEAST_TOTAL) < 0.01,
          note: 'Judged by 0.01 nats: a trained network is above the least by what it cannot express.',
        };
      },
    },
    {
      ...{
        ...flows,
        cell: 'games-flow-plane-table',
        predicted: 'tenfold or more',
        predictedBy: 'its being 0 at the equilibrium',
      },
      prediction:
        'mean square miss of the Hamilton–Jacobi equation along the paths, with a price of it: by how much it falls',
      find(load) {
        const [line, plane] = [onLine(load), inPlane(load)];
        if (!line || !plane) return undefined;
        const ratios = [line, plane].map(([, priced, both]) => ratioEstimate(priced.miss, both.miss));
        const least = ratios[0].value < ratios[1].value ? ratios[0] : ratios[1];
        const fall = { value: squared(least.value), standardError: 2 * least.value * least.standardError };
        return {
          ...boundFinding(fall, { above: 10 }),
          note: 'The smaller of two ratios, on the line and in the plane.',
        };
      },
    },
    {
      ...{ ...flows, cell: 'games-flow-plane-table', predicted: 0, predictedBy: 'the best of all rotations' },
      prediction: 'a flow in the plane trained with both prices: E x₀ × x₁',
      find(load) {
        const rows = inPlane(load);
        return rows && estimatedFinding(rows[2].twist);
      },
    },
  ];
}

/** ½x² and two wells, at the notebook's temperature. */
function kernels(): Prediction[] {
  const kernel = { subject: 'regularised proximal steps', where };
  const temperature = 0.4;
  const kept = (potential: (x: number) => number, step: number) => {
    const grid = lineGrid({ from: -5, to: 5, count: 501 });
    return { grid, law: proximalKernel(grid, grid.points.map(potential), { step, temperature }).law };
  };
  return [
    {
      ...{ ...kernel, cell: 'games-flow-kernel', predicted: 0.48, predictedBy: 'β(1 + τ)/(1 + τ/2)' },
      prediction: 'V = ½x², τ = ½, β = 0.4: variance of the law that the kernel keeps',
      find() {
        const { grid, law } = kept((x) => 0.5 * x * x, 0.5);
        return exactFinding(gridMean(grid, law, squared), { stated: 0.48, within: 1e-9 });
      },
    },
    {
      ...{ ...kernel, cell: 'games-flow-kept-figure', predicted: 1, predictedBy: 'expansion in the step' },
      prediction: 'two wells: order in the step at which the kept law comes to e^{−V/β}',
      find() {
        const well = (x: number): number => 0.5 * squared(x * x - 1);
        const [wide, narrow] = [0.004, 0.002].map((step) => {
          const { grid, law } = kept(well, step);
          const gibbs = gridLaw(
            grid,
            grid.points.map((x) => well(x) / temperature),
          ).masses;
          return totalVariation(law, gibbs);
        });
        const ours = log2(wide / narrow);
        return { ours, standardError: WITHOUT_DRAWS, holds: Math.abs(ours - 1) < 0.05 };
      },
    },
  ];
}
