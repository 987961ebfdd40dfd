import { spawnSync } from 'node:child_process';
import { join } from 'node:path';

/** What the native library says of itself, or why it does not compute. */
export type TrialReport = { readonly version: string } | { readonly failure: string };

/** Differentiates x² at 3 by the native library. */
const program = `
const { load } = require(${JSON.stringify(join(__dirname, '..', '..', 'host', 'node', 'packages.js'))});
load('tfjs-node-native');
const tf = require('@tensorflow/tfjs');
tf.setBackend('tensorflow').then((isSet) => {
  const [slope] = tf.grad((x) => x.square())(tf.scalar(3)).dataSync();
  if (!isSet || slope !== 6) throw new Error('expects slope 6 of x² at 3, got ' + slope);
  console.log(tf.backend().binding.TF_Version);
});`;

/** Tries the native library in a process of its own, because a library that was loaded stays, and a broken one ends its process. */
export function tryNative(folder: string): TrialReport {
  const { status, signal, stdout, stderr } = spawnSync(process.execPath, ['-e', program], {
    cwd: folder,
    encoding: 'utf8',
  });
  if (status === 0) return { version: stdout.trim() };
  if (signal === 'SIGILL')
    return { failure: 'this processor lacks instructions (AVX) that the library is compiled for' };
  if (signal !== null) return { failure: `its process was ended by ${signal}` };
  return { failure: /^(?:\w*Error(?: \[\w+\])?: .*)$/m.exec(stderr)?.[0] ?? stderr.trim().slice(-300) };
}
