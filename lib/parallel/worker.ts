import { changeSettings, host } from '../host/index.js';
import { type Assignment, refuse, runShard } from './assignment.js';

// The body of a pool's thread: one assignment, one reply, for as long as the thread lives.
host.workers?.serve(
  (message) => {
    const assignment = message as Assignment;
    changeSettings(assignment.settings);
    return runShard(assignment, host.workers?.load);
  },
  (error, message) => refuse(error, (message as Assignment).control),
);
