import { resolve } from 'node:path';
import { parentPort } from 'node:worker_threads';
import { type Assignment, refuse, runShard } from './assignment.js';

const library = resolve(__dirname, '..');

function load(module: string): void {
  require(resolve(library, module));
}

// The body of a pool's thread: one assignment, one reply, for as long as the thread lives.
parentPort!.on('message', async (assignment: Assignment) => {
  const reply = await runShard(assignment, load);
  try {
    parentPort!.postMessage(reply);
  } catch (error) {
    parentPort!.postMessage(refuse(error, assignment.control));
  }
});
