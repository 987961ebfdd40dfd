import { encode } from '../../lib/study/encoding.js';
import { printer, run } from '../../lib/study/index.js';
import { smallExperiment } from './small-experiment.js';

// A process that runs the small experiment: with the argument `killed` it dies by SIGKILL right after its second
// checkpoint. The clock runs fast, so that checkpoints, which are seconds apart, come within milliseconds.
const started = performance.now();
Date.now = () => 1.7e12 + 5000 * (performance.now() - started);

let checkpoints = 0;
const experiment = smallExperiment(
  {},
  {
    onWork: (stage) => process.stdout.write(`works on ${stage}\n`),
    onCheckpoint() {
      if (++checkpoints === 2 && process.argv[2] === 'killed') process.kill(process.pid, 'SIGKILL');
    },
  },
);
void run(experiment, { onEvent: printer((line) => process.stdout.write(`says ${line}\n`)) }).then(
  ({ data, loaded }) => {
    process.stdout.write(`${encode({ data, loaded })}\n`);
  },
);
