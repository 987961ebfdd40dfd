import type { Claim } from '../../study/claim.js';
import { changes, farBelowOne, meanOf, nearOne, ratio } from '../../study/estimates.js';
import { fromDescents, leastOf, stepOfLeast, varianceShare } from './descent-findings.js';

/** The claims of section 3: Figure 1. */
export function claims(): Claim[] {
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
