import { logReturns, sp500 } from '../../data-set/index.js';
import { meanEstimate, shareEstimate } from '../../statistics/index.js';
import type { Prediction } from '../../study/claim.js';
import { tableOne } from '../synthetic/table-one.js';
import { tableOneCells } from '../synthetic/table-one-cells.js';
import { frozenPilots } from './frozen-pilots.js';
import { frozenRow } from './frozen-rows.js';
import { frozenTable } from './frozen-table.js';
import { marketLikelihood } from './market-likelihood.js';

/** Divergence of the mean-field limit itself from AR(0.1), nats per path: the pilot's chance comes on top. */
const LIMIT = 0.013;

/** Numbers of this chapter that were known beforehand. */
export function predictions(): Prediction[] {
  return [...pilotPredictions(), tablePrediction, returnPrediction];
}

function pilotPredictions(): Prediction[] {
  return [8, 32, 128, 1024].map((size) => ({
    subject: 'frozen weights',
    prediction: `AR(0.1), autocovariance: divergence of fresh paths after 400 steps, weights from ${size} pilot paths, nats per path`,
    predicted: LIMIT + 2 / (2 * size),
    predictedBy: 'D∞ + K/(2N₀): mean-field limit and the noise of the pilot’s two means, to first order',
    where: '11',
    find: (load) => {
      const pilot = (load(frozenPilots({}, { profile: 'paper' })) ?? load(frozenPilots()))?.data.pilots.find(
        (one) => one.size === size,
      );
      if (pilot === undefined || pilot.atEnd.length < 2) return undefined;
      const { value, standardError } = meanEstimate(pilot.atEnd);
      const byRule = 1 / (size * Math.sqrt(pilot.atEnd.length));
      return {
        ours: value,
        standardError,
        note: `Error from the spread of ${pilot.atEnd.length} pilots; the rule's own spread, χ² of two degrees over 2N₀, gives ${byRule.toPrecision(2)}.`,
      };
    },
  }));
}

const tablePrediction: Prediction = {
  subject: 'frozen weights',
  prediction:
    'AR rows of Table 1, those computed: how many frozen flows diverge by the coupled ensemble’s less its collapse, at most K/N more',
  predicted: 'all, within two standard errors',
  predictedBy: 'the law of finite ensembles: collapse is lost by coupled paths alone, and K/N bounds the pilot’s noise',
  where: '11',
  find(load) {
    const options = { seed: 7, profile: 'paper' } as const;
    const rows = tableOneCells({ method: 'mean-field' })
      .filter(({ model }) => model.startsWith('ar'))
      .flatMap((cell) => {
        const [coupled, frozen] = [load(tableOne(cell, {}, options)), load(frozenTable(cell, {}, options))];
        return coupled && frozen ? [frozenRow(cell, coupled, frozen)] : [];
      });
    if (rows.length === 0) return undefined;
    const inside = rows.filter(
      ({ overExpected: { value, standardError }, most }) =>
        value > -2 * standardError && value < most + 2 * standardError,
    );
    return {
      ours: inside.length,
      standardError: 'a count of rows has none',
      holds: inside.length === rows.length,
      note: `Of ${rows.length} rows computed.`,
    };
  },
};

const returnPrediction: Prediction = {
  subject: 'frozen weights',
  prediction: 'S&P 500, stylized features: share of the flows’ own paths that the inverse brings back to their start',
  predicted: 'all of them',
  predictedBy: 'the inverse is unique where every step’s Jacobian is positive definite, as small steps keep it',
  where: '11',
  find(load) {
    const { values } = logReturns(sp500());
    const result =
      load(marketLikelihood('S&P 500', values, {}, { profile: 'paper' })) ?? load(marketLikelihood('S&P 500', values));
    const flow = result?.data.models.find(({ name }) => name === 'stylized');
    if (flow === undefined || flow.inverted === 0) return undefined;
    const { value, standardError } = shareEstimate(flow.foundAgain, flow.inverted);
    return {
      ours: value,
      standardError: standardError > 0 ? standardError : 'a share of all or none has no spread',
      holds: value === 1,
      note: `${flow.foundAgain} of ${flow.inverted} paths.`,
    };
  },
};
