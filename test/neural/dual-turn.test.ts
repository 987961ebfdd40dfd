import { test } from 'node:test';
import { ensemble, singlePrecision } from '../../lib/array/index.js';
import { loadTensorFlow } from '../../lib/energy/tensor-backend.js';
import { gaussian } from '../../lib/model/index.js';
import { drawnParameters, dualTurn, gradientDescent, multilayer, networkFunction } from '../../lib/neural/index.js';
import { key } from '../../lib/random/index.js';
import { assertClose } from '../closeness.js';

test('the loss of a dual step is ln E e^{−φ} at the data plus the terms of the series at the walkers', async () => {
  const tf = await loadTensorFlow();
  const network = multilayer([3, 7, 5, 1]);
  const potential = drawnParameters(network, key(1)).map((value) => 1.5 * value);
  const law = gaussian({ signalLength: 3 });
  const [walkers, data] = [law.sample(key(2), 20), law.sample(key(3), 30)];
  const net = networkFunction(network, potential);
  const one = ensemble(20, 1, new Float64Array(20).fill(1));
  const step = 0.4;
  const atData = net.values(data).data;
  const { values, gradient } = net.pullback(walkers, one);
  const hessians = net.hessians(walkers, one);
  let loss = Math.log(atData.reduce((sum, phi) => sum + Math.exp(-phi), 0) / 30);
  loss += values.data.reduce((sum, phi) => sum + phi / 20, 0);
  const expected = [loss];
  let [square, cube] = [0, 0];
  for (let n = 0; n < 20; n++) {
    const g = gradient.path(n);
    for (let i = 0; i < 3; i++) {
      square += g[i] ** 2 / 20;
      for (let j = 0; j < 3; j++) cube += (g[i] * hessians.row(n)[3 * i + j] * g[j]) / 20;
    }
  }
  expected.push(loss + 0.5 * step * square, loss + 0.5 * step * square + 0.5 * step ** 2 * cube);
  for (const terms of [1, 2, 3] as const) {
    const turn = dualTurn(network, {
      ...{ step, terms, optimiser: gradientDescent({ rate: 1 }) },
      batch: () => ({ walkers, data }),
    });
    const found = tf.tidy(() => {
      const parameters = { potential: tf.tensor1d(singlePrecision(potential)) };
      return turn.loss({ tf, parameters, key: key(4), stepNumber: 0 }).dataSync()[0];
    });
    assertClose(found, expected[terms - 1], 2e-5, `${terms} terms`);
  }
});
