import { setTimeout as sleep, setImmediate as turn } from 'node:timers/promises';

const settlingMilliseconds = 2000;
const settlingStep = 20;

/** Types of Node's resources whose callbacks may run code of a cell. */
const pendingWork = new Set([
  'Timeout',
  'Immediate',
  'FSReqCallback',
  'FSReqPromise',
  'ProcessWrap',
  'GetAddrInfoReqWrap',
  'TCPSocketWrap',
  'TLSWrap',
]);

/** Waits until timers, files and sockets of the process are done, two seconds at most. */
export async function pendingWorkDone(): Promise<void> {
  const end = performance.now() + settlingMilliseconds;
  for (;;) {
    await turn();
    const isPending = process.getActiveResourcesInfo().some((resource) => pendingWork.has(resource));
    if (!isPending || performance.now() > end) return;
    await sleep(settlingStep);
  }
}
