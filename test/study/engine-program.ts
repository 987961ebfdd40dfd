/**
 * A function of the rooms, as text, that any engine can evaluate: draws, laws, descents with log-determinants exact and estimated, a
 * chain and a fit, what results are made of, at small size. Gives the fingerprint of each, as JSON.
 */
export const engineProgram = `async (load) => {
  const { ensemble } = load('array');
  const { runAlgorithm } = load('algorithm');
  const { energyPotential, langevin } = load('chain');
  const { autocovariance, scatteringMean, scatteringSpectra, stylized, waveletPower } = load('energy');
  const { descend, descendMeasured, meanFieldDescent, regularDescent } = load('flow');
  const { ar, cir, fitGarch, garch, gaussian, logDensityOf } = load('model');
  const { draws, key } = load('random');
  const { fingerprint } = load('study');
  const found = {};
  const { normal, gamma } = draws(key(1));
  found.normals = Float64Array.from({ length: 10_000 }, normal);
  found.gammas = Float64Array.from({ length: 10_000 }, () => gamma(0.7));
  const signalLength = 128;
  const truth = ar([0.5, -0.2], { signalLength });
  const rates = cir({ speed: 0.5, level: 1, volatility: 0.7 }, { signalLength });
  found.densities = rates.logDensity(rates.sample(key(2), 20));
  const volatile = garch({ constant: 0.05, reaction: 0.1, memory: 0.85 }, { signalLength: 300 });
  found.fit = fitGarch(volatile.sample(key(3), 1).path(0)).parameters;
  const start = gaussian({ signalLength }).sample(key(4), 4);
  const energies = {
    autocovariance: autocovariance({ signalLength }),
    stylized: stylized({ signalLength }),
    'scattering mean': scatteringMean({ signalLength, scales: 3 }),
    'scattering spectra': scatteringSpectra({ signalLength, scales: 3, sigma2: waveletPower(truth.sample(key(7), 64), { scales: 3 }) }),
  };
  for (const [name, energy] of Object.entries(energies)) {
    const target = energy.values(truth.sample(key(5), 1)).row(0);
    for (const [method, make] of Object.entries({ regular: regularDescent, 'mean field': meanFieldDescent })) {
      const descent = await descendMeasured(make(energy, target, { stepSize: 0.5 }), start, 2, [logDensityOf(truth)]);
      found[name + ', ' + method] = [descent.paths.data, descent.entropyLoss, descent.pathObservations[0]];
    }
  }
  const chain = langevin(energyPotential(energies.autocovariance, [3, 2], gaussian({ signalLength })), { stepSize: 0.1 });
  found.chain = (await runAlgorithm(chain, start, 20, { key: key(6) })).state.paths;
  for (const name of Object.keys(found)) found[name] = fingerprint(found[name]);
  return JSON.stringify(found);
}`;
