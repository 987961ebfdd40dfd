import assert from 'node:assert/strict';
import { interrupt } from '../lib/parallel/index.js';

/** Interrupts a computation after 0.15 s: it must reject as interrupted within half a second from there. */
export async function stopsSoon(running: Promise<unknown>): Promise<void> {
  let interruptedAt = 0;
  setTimeout(() => {
    interruptedAt = performance.now();
    interrupt();
  }, 150);
  await assert.rejects(running, { name: 'Interrupted' });
  const delay = performance.now() - interruptedAt;
  assert.ok(interruptedAt > 0 && delay < 500, `stopped after ${delay} ms`);
}
