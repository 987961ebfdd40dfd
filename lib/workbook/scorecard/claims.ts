import {
  arDescents,
  ensembleSizes,
  paperError,
  type ArDescentsData,
  type DivergenceRecord,
  type EnsembleSizesData,
} from '../../experiment';
import type { Claim, Finding, Loader } from './claim';
import { changes, countAbove, farBelowOne, meanOf, nearOne, nearZero, ratio } from './estimates';
import { markets } from './market-claims';
import { statements } from './statement-claims';
import { tableOne } from './table-one';

/** The paper's claims that can be checked by a number, in the paper's order. */
export function claims(): Claim[] {
  return [...overfitting(), ...meanField(), ...statements(), ...markets(), ...tableOne()];
}

const fromDescents = (find: (data: ArDescentsData) => Finding) => (load: Loader): Finding | undefined => {
  const result = load<ArDescentsData>(arDescents());
  return result && find(result.data);
};
const fromSizes = (find: (data: EnsembleSizesData) => Finding) => (load: Loader): Finding | undefined => {
  const result = load<EnsembleSizesData>(ensembleSizes());
  return result && find(result.data);
};

function overfitting(): Claim[] {
  return [
    {
      figure: 'Figure 1(c), Table 1',
      claim: 'AR(0.1), autocovariance: least reverse divergence of the regular descent, nats per path',
      paper: 2.76,
      where: '02',
      find: fromDescents(({ regular }) => leastOf(regular, 2.76)),
    },
    {
      figure: 'Figure 1(c)',
      claim: 'the step at which the regular descent is best',
      paper: 36,
      where: '02',
      find: fromDescents(({ regular }) => stepOfLeast(regular)),
    },
    {
      figure: 'Figure 1(c)',
      claim: 'after its best step the regular divergence grows without bound: nats gained from there to the last step',
      paper: 'above 0',
      where: '02',
      find: fromDescents(({ regular: { groups, minimum } }) => {
        const { value, error } = meanOf(changes(groups, minimum.stepNumber, groups.rowCount - 1));
        return { ours: value, standardError: error, holds: value > 2 * error };
      }),
    },
    {
      figure: 'Figure 1(c)',
      claim:
        'the regular descent loses entropy at a near constant rate: rate over the last 50 steps, relative to that over ' +
        'the 50 before',
      paper: 'near 1',
      where: '02',
      find: fromDescents(({ regular: { entropyGroups } }) => {
        const last = entropyGroups.rowCount - 1;
        return ratio(changes(entropyGroups, last - 50, last), changes(entropyGroups, last - 100, last - 50), nearOne);
      }),
    },
    {
      figure: 'Figure 1(a)',
      claim: 'regular paths concentrate: variance of their lag-1 energy after 100 steps, as a share of the true law’s',
      paper: 'far below 1',
      where: '02',
      find: fromDescents((data) => varianceShare(data.regularLaws['100'], data.truthLaw, farBelowOne)),
    },
  ];
}

function meanField(): Claim[] {
  return [
    {
      figure: 'Figure 3(b), Table 1',
      claim: 'AR(0.1), autocovariance: least reverse divergence of the mean-field descent, nats per path',
      paper: 0.09,
      where: '03',
      find: fromDescents(({ meanField: record }) => leastOf(record, 0.09)),
    },
    {
      figure: 'Figure 3(b)',
      claim: 'the step at which the mean-field descent is best',
      paper: 157,
      where: '03',
      find: fromDescents(({ meanField: record }) => stepOfLeast(record)),
    },
    {
      figure: 'Figure 3(b)',
      claim: 'the mean-field divergence decreases monotonically: largest rise in a step up to the best one, nats',
      paper: 'at most 0',
      where: '03',
      find: fromDescents(({ meanField: record }) => {
        const { values } = record.divergence;
        let worst = 1;
        for (let t = 1; t <= record.minimum.stepNumber; t++) {
          if (values[t] - values[t - 1] > values[worst] - values[worst - 1]) worst = t;
        }
        const { value, error } = meanOf(changes(record.groups, worst - 1, worst));
        return { ours: value, standardError: error, holds: value <= 0 };
      }),
    },
    {
      figure: 'Figure 3(b)',
      claim:
        'the mean-field descent needs no early stopping: nats by which the divergence rises from its least value to the ' +
        'last step',
      paper: 'none to be seen',
      where: '03',
      find: fromDescents(({ meanField: record }) => {
        const { value, error } = meanOf(changes(record.groups, record.minimum.stepNumber, record.groups.rowCount - 1));
        // What the paper could not have seen: its own error of a divergence of 0.09.
        return { ours: value, standardError: error, holds: value < paperError(0.09) };
      }),
    },
    {
      figure: 'Figure 3(a)',
      claim: 'mean-field paths keep the spread: variance of their lag-1 energy after 157 steps, as a share of the true law’s',
      paper: 'near 1',
      where: '03',
      find: fromDescents((data) => varianceShare(data.meanFieldLaws['157'], data.truthLaw, nearOne)),
    },
    {
      figure: 'Figure 3(b)',
      claim: 'the mean-field entropy settles: nats lost over the last 40 steps, as a share of the regular descent’s loss',
      paper: 'near 0',
      where: '03',
      find: fromDescents(({ regular, meanField: record }) => {
        const last = regular.entropyGroups.rowCount - 1;
        return ratio(changes(record.entropyGroups, last - 40, last), changes(regular.entropyGroups, last - 40, last), nearZero);
      }),
    },
    {
      figure: 'Figure 4',
      claim:
        'larger ensembles do better: pairs of neighbouring sizes from 1 to 128 with a smaller divergence for the ' +
        'larger, of 7',
      paper: 7,
      where: '03',
      find: fromSizes(({ curves }) => {
        const last = curves.map(({ divergence: { values, standardErrors } }) =>
          ({ value: values[values.length - 1], error: standardErrors[values.length - 1] }));
        return countAbove(last.slice(1).map(({ value, error }, i) => ({ value: last[i].value - value, error: Math.hypot(last[i].error, error) })));
      }),
    },
    {
      figure: 'Figure 4',
      claim: 'large ensembles improve only marginally: nats gained from N = 64 to 128 as a share of those from 1 to 2, last step',
      paper: 'near 0',
      where: '03',
      find: fromSizes(({ curves }) => {
        const gain = (small: number, large: number): { value: number; error: number } => {
          const [a, b] = [small, large].map((size) => curves.find((curve) => curve.size === size)!.divergence);
          const last = a.values.length - 1;
          return { value: a.values[last] - b.values[last], error: Math.hypot(a.standardErrors[last], b.standardErrors[last]) };
        };
        const [late, early] = [gain(64, 128), gain(1, 2)];
        const ours = late.value / early.value;
        const standardError = Math.hypot(late.error, ours * early.error) / early.value;
        return { ours, standardError, holds: nearZero(ours) };
      }),
    },
  ];
}

function leastOf({ minimum }: DivergenceRecord, paper: number): Finding {
  return { ours: minimum.value, standardError: minimum.standardError, paperStandardError: paperError(paper) };
}

/** The step of the least divergence; the paper's, from one group of paths, varies like one of our groups. */
function stepOfLeast({ minimum, minimumSteps }: DivergenceRecord): Finding {
  const mean = minimumSteps.reduce((sum, step) => sum + step, 0) / minimumSteps.length;
  const variance = minimumSteps.reduce((sum, step) => sum + (step - mean) ** 2, 0) / (minimumSteps.length - 1);
  return {
    ours: minimum.stepNumber,
    standardError: Math.sqrt(variance / minimumSteps.length),
    paperStandardError: Math.sqrt(variance),
  };
}

/** Variance of the first component as a share of the true law's, with the error of a ratio of two Gaussian variances. */
function varianceShare(
  law: ArDescentsData['truthLaw'],
  truth: ArDescentsData['truthLaw'],
  holds: (share: number) => boolean,
): Finding {
  const share = law.covariance.data[0] / truth.covariance.data[0];
  const error = share * Math.sqrt(2 / (law.pathCount - 1) + 2 / (truth.pathCount - 1));
  return { ours: share, standardError: error, holds: holds(share) };
}
