import { ringLaw } from 'microcanon/chapter/adversaries';
import { key } from 'microcanon/random';
import { drawnBy } from '../../figure/drawing-cell.js';
import { finished, list, numbers, seed } from '../../figure/made-up.js';

const estimate = (value: number) => ({ value, standardError: 0.02 });
const rows = Array.from({ length: 13 }, (_, i) => ({
  step: Math.round(1200 * (i / 12) ** 2),
  logLikelihood: estimate(-3.5 + (i > 7 ? (i - 7) / 5 : 0)),
  evidenceBound: estimate(-3.52 + (i > 7 ? (i - 7) / 6 : 0)),
  gap: estimate(0.02 + (i > 7 ? (i - 7) / 30 : 0)),
  latentCost: estimate(0.25 + (i > 7 ? (i - 7) / 2.5 : 0)),
}));
const autoencoder = (spread: number) => {
  const draws = ringLaw().sample(key(3), 500).data;
  return finished({
    draws: draws.map((value) => spread * value),
    curve: numbers(242, (i) => (i % 2 === 0 ? 2 * spread * Math.cos(i / 40) : 2 * spread * Math.sin(i / 40))),
  });
};

/** Pictures of the cells that plot, by the names of their cells. */
export const cellPictures = {
  '25 latent-em': () => {
    const falling = (by: number) => numbers(401, (t) => -7.6 - Math.exp(-t / by));
    return drawnBy('25', ['latent-em'], {
      fit: { logLikelihood: -7.6 },
      exact: { logLikelihoods: falling(3) },
      diagonal: { logLikelihoods: falling(6), evidenceBounds: falling(9) },
    });
  },
  '25 latent-evidence': () =>
    drawnBy('25', ['latent-evidence'], {
      ...{ rows, own: -1.6, learned: finished({}) },
      linearModel: { logLikelihood: -3.47 },
    }),
  '25 latent-draws': () =>
    drawnBy('25', ['latent-draws'], { seed, key, ringLaw, learned: autoencoder(1), held: autoencoder(0.1) }),
  '25 latent-collapse': () => {
    const eigenvalues = [5, 3, 1, 0.5, 0.2];
    const noises = list(24, (i) => 0.25 + 0.25 * i);
    const squared = noises.map((noise) => eigenvalues.map((value) => Math.max(0, value - noise)));
    return drawnBy('25', ['latent-collapse'], { eigenvalues, noises, squared });
  },
};
